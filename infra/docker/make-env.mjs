// Writes the secrets of a compose set-up once: node infra/docker/make-env.mjs > .env
import { generateKeyPairSync, randomBytes } from 'node:crypto';

const key = () => randomBytes(32).toString('base64');
const password = () => randomBytes(18).toString('hex');
const ledger = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });

const settings = {
  DATA_KEY: key(),
  INDEX_KEY: key(),
  EVENT_KEY: key(),
  LEDGER_KEY: ledger.toString('base64'),
  POSTGRES_PASSWORD: password(),
  OWNER_PASSWORD: password(),
  APP_PASSWORD: password(),
  OIDC_ISSUER: 'https://login.example.org/realms/park',
  OIDC_JWKS_URL: 'https://login.example.org/realms/park/protocol/openid-connect/certs',
};
process.stdout.write(
  `${Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`,
);
