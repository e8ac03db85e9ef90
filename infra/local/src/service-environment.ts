import { mkdirSync } from 'node:fs';
import { AUDIENCE, issuerUrl } from './issuer.ts';
import type { Secrets } from './secrets.ts';
import { issuerPort, type LocalService } from './services.ts';
import { statePath } from './state.ts';

export interface Surroundings {
  service: LocalService;
  /** All services, for the one that merges their OpenAPI documents. */
  services: readonly LocalService[];
  databaseUrl: string;
  /** `REDIS_URL`, or `QUEUE_DATABASE_URL` where there is no Redis. */
  queue: Record<string, string>;
  secrets: Secrets;
  port: number;
  origin: string;
}

/** The settings of one service process; log level and limits may be given from outside. */
export function serviceEnvironment(surroundings: Surroundings): Record<string, string> {
  const { service, services, databaseUrl, queue, secrets, port, origin } = surroundings;
  const data = statePath('data', service.name);
  mkdirSync(data, { recursive: true });
  mkdirSync(statePath('checkpoints'), { recursive: true });
  return {
    NODE_ENV: 'development',
    PORT: String(service.port),
    HOST: '127.0.0.1',
    ROLE: 'all',
    DATABASE_URL: databaseUrl,
    ...queue,
    OIDC_ISSUER: issuerUrl(origin),
    OIDC_AUDIENCE: AUDIENCE,
    OIDC_JWKS_URL: `http://127.0.0.1:${issuerPort(port)}/oauth/jwks.json`,
    DATA_KEY: secrets.dataKey,
    INDEX_KEY: secrets.indexKey,
    EVENT_KEY: secrets.eventKey,
    LEDGER_KEY: secrets.ledgerKey,
    SERVICE_URLS: services.map((each) => `${each.name}=http://127.0.0.1:${each.port}`).join(','),
    CHECKPOINT_FILE: statePath('checkpoints', `${service.name}.jsonl`),
    DATA_DIR: data,
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
    ...(process.env.LIMITS === undefined ? {} : { LIMITS: process.env.LIMITS }),
  };
}
