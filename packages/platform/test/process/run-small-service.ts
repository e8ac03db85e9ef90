import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { fastify } from 'fastify';
import { loadConfig } from '../../src/config/load-config.ts';
import { keyringConfig, serviceConfig } from '../../src/config/service-config.ts';
import { openKeyring } from '../../src/crypto/keyring.ts';
import { openDatabase } from '../../src/db/database.ts';
import type { ReadinessCheck, WhenFailed } from '../../src/http/probes.ts';
import { runService } from '../../src/process/run-service.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';

// The smallest service, as a process of its own: node run-small-service.ts <database url> <redis url> <role>
const [databaseUrl, redisUrl, role] = process.argv.slice(2);
const secret = () => randomBytes(32).toString('base64');
const ledgerKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
const config = loadConfig(serviceConfig, {
  NODE_ENV: 'test',
  PORT: '0',
  ROLE: role,
  DATABASE_URL: databaseUrl,
  REDIS_URL: redisUrl,
  OIDC_ISSUER: 'http://127.0.0.1:9',
  OIDC_JWKS_URL: 'http://127.0.0.1:9/jwks',
  DATA_KEY: secret(),
  INDEX_KEY: secret(),
  EVENT_KEY: secret(),
  LEDGER_KEY: ledgerKey.toString('base64'),
});
const log = createLogger('small', 'info');
const db = openDatabase({ url: config.DATABASE_URL, max: 4, log });
const app = fastify();
const checks: { check: ReadinessCheck; whenFailed: WhenFailed }[] = [];
app.get('/readyz', async (_request, reply) => {
  const results = await Promise.allSettled(checks.map(({ check }) => check()));
  const failed = checks.filter((_check, index) => results[index]?.status === 'rejected');
  const ready = failed.every(({ whenFailed }) => whenFailed === 'degrades');
  return reply.code(ready ? 200 : 503).send({ degraded: failed.length > 0 });
});
app.get('/slow', async () => {
  log.info('a slow request is in hand');
  await new Promise((resolve) => setTimeout(resolve, 500));
  return { done: true };
});
app.get('/reject', async () => {
  void Promise.reject(new Error('nobody handles this'));
  return {};
});
await runService({
  name: 'talent',
  config,
  log,
  db,
  keyring: openKeyring(keyringConfig(config)),
  metrics: createMetrics('small'),
  http: {
    app,
    ready: (_name, check, whenFailed = 'unready') => void checks.push({ check, whenFailed }),
  },
  migrations: [new URL('../../migrations/', import.meta.url)],
});
