import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PostgresServer, startPostgresServer } from '@qinwu/testkit/postgres-server';
import { type RedisServer, startRedisServer } from '@qinwu/testkit/redis-server';
import pg from 'pg';
import { stablePort } from './stable-port.ts';

/** PostgreSQL and Redis of the rig's own, in a folder of its own; nothing the environment names is touched. */
export interface Servers {
  readonly folder: string;
  readonly postgres: PostgresServer;
  readonly redis: RedisServer;
  /** base64 of 32 bytes; signs the events of every process of the rig. */
  readonly eventKey: string;
  /** Makes an empty database and gives its URL. */
  createDatabase(name: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts both servers as production runs them: fsync on, append-only file every second. */
export async function startServers(): Promise<Servers> {
  const folder = mkdtempSync(join(tmpdir(), 'qinwu-faults-'));
  mkdirSync(join(folder, 'logs'));
  const postgres = await startPostgresServer({ dataDir: join(folder, 'postgres'), port: await stablePort() });
  const redis = await startRedisServer({
    dataDir: join(folder, 'redis'),
    port: await stablePort(),
    appendOnly: 'everysec',
  });
  return {
    folder,
    postgres,
    redis,
    eventKey: randomBytes(32).toString('base64'),
    createDatabase: async (name) => {
      const client = new pg.Client({ connectionString: postgres.url() });
      await client.connect();
      await client.query(`create database ${pg.escapeIdentifier(name)}`);
      await client.end();
      return postgres.url(name);
    },
    close: async () => {
      await Promise.allSettled([postgres.stop(), redis.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
