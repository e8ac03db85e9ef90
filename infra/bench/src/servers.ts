import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgresServer } from '@qinwu/testkit/postgres-server';
import { startRedisServer } from '@qinwu/testkit/redis-server';
import { createTestIssuer, type TestIssuer, type TokenClaims } from '@qinwu/testkit/tokens';
import pg from 'pg';
import { processorMilliseconds } from './process-cost.ts';

/** What a run stands on: its own PostgreSQL, Redis and token issuer. */
export interface Servers {
  readonly folder: string;
  readonly redisUrl: string;
  readonly keys: ServiceKeys;
  /** Settings every service process of the run shares. */
  readonly environment: Readonly<Record<string, string>>;
  /** Makes an empty database and gives back its address. */
  createDatabase(name: string): Promise<string>;
  bearer(claims: TokenClaims): Promise<string>;
  /** Processor time PostgreSQL has used so far in milliseconds. */
  databaseProcessor(): number;
  stop(): Promise<void>;
}

export interface ServiceKeys {
  readonly dataKey: string;
  readonly indexKey: string;
  readonly eventKey: string;
}

const SCOPES = ['grievance:read', 'grievance:write', 'grievance:admin', 'import:history', 'cockpit:read'];

/** Starts them on free ports in a folder that `stop` removes. fsync and synchronous_commit stay on. */
export async function startServers(): Promise<Servers> {
  const folder = mkdtempSync(join(tmpdir(), 'qinwu-bench-'));
  const postgres = await startPostgresServer({
    dataDir: join(folder, 'postgres'),
    settings: { shared_buffers: '512MB', max_wal_size: '4GB', track_commit_timestamp: 'on' },
  });
  const redis = await startRedisServer({ dataDir: join(folder, 'redis'), appendOnly: 'everysec' });
  const issuer = await createTestIssuer();
  const jwks = await issuer.serve();
  const key = (): string => randomBytes(32).toString('base64');
  const keys = { dataKey: key(), indexKey: key(), eventKey: key() };
  return {
    folder,
    redisUrl: redis.url,
    keys,
    environment: environmentOf({ redisUrl: redis.url, issuer, jwksUrl: jwks.jwksUrl, keys }),
    async createDatabase(name) {
      const client = new pg.Client({ connectionString: postgres.url() });
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return postgres.url(name);
    },
    bearer: (claims) => issuer.bearer({ scopes: SCOPES, expiresIn: 7_200, ...claims }),
    databaseProcessor: () => processorMilliseconds(postgres.pid ?? 0),
    async stop() {
      await jwks.close();
      await Promise.all([postgres.stop(), redis.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function environmentOf(made: {
  redisUrl: string;
  issuer: TestIssuer;
  jwksUrl: string;
  keys: ServiceKeys;
}): Record<string, string> {
  const ledger = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
  return {
    HOST: '127.0.0.1',
    LOG_LEVEL: 'warn',
    DATABASE_POOL: '10',
    REDIS_URL: made.redisUrl,
    OIDC_ISSUER: made.issuer.issuer,
    OIDC_AUDIENCE: made.issuer.audience,
    OIDC_JWKS_URL: made.jwksUrl,
    DATA_KEY: made.keys.dataKey,
    INDEX_KEY: made.keys.indexKey,
    EVENT_KEY: made.keys.eventKey,
    LEDGER_KEY: ledger.toString('base64'),
  };
}
