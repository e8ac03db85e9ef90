import { createHmac, generateKeyPairSync, type JsonWebKey, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { statePath } from './state.ts';

/** The keys of this checkout, made once and kept in the state folder. */
export interface Secrets {
  /** Each database role's password is derived from it. */
  databaseSecret: string;
  /** base64 of 32 bytes each. */
  dataKey: string;
  indexKey: string;
  eventKey: string;
  /** base64 of a PKCS8 Ed25519 key. */
  ledgerKey: string;
  /** Private ES256 key of the local token issuer. */
  issuerKey: JsonWebKey & { kid: string };
  demoClient: { id: string; secret: string };
}

/** The secrets of this checkout; the first call makes them. */
export function loadSecrets(file: string = statePath('secrets.json')): Secrets {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  const secrets = makeSecrets();
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
}

/** The password of a database role. */
export function passwordOf(role: string, secrets: Secrets): string {
  return createHmac('sha256', secrets.databaseSecret).update(role).digest('hex').slice(0, 32);
}

function makeSecrets(): Secrets {
  const key = (): string => randomBytes(32).toString('base64');
  const issuer = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  const ledger = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
  return {
    databaseSecret: key(),
    dataKey: key(),
    indexKey: key(),
    eventKey: key(),
    ledgerKey: ledger.toString('base64'),
    issuerKey: { ...issuer, kid: randomBytes(6).toString('hex') },
    demoClient: { id: 'demo', secret: randomBytes(18).toString('base64url') },
  };
}
