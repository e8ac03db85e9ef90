import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import pg from 'pg';
import { createTestDatabase } from '../src/database.ts';
import { type PostgresServer, startPostgresServer } from '../src/postgres-server.ts';
import { testRedisUrl } from '../src/redis.ts';
import { type RedisServer, startRedisServer } from '../src/redis-server.ts';
import { runFolder } from '../src/test-servers.ts';

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

describe('a database of one’s own', () => {
  it('is a copy of the template that the first caller migrated', async () => {
    let migrations = 0;
    const migrate = async (url: string): Promise<void> => {
      migrations += 1;
      await query(url, 'CREATE TABLE thing (id int)');
    };
    const [one, two] = await Promise.all([
      createTestDatabase(migrate, { template: 'things' }),
      createTestDatabase(migrate, { template: 'things' }),
    ]);
    await query(one.url, 'INSERT INTO thing VALUES (1)');
    expect(migrations).toBe(1);
    expect(await query(one.url, 'SELECT id FROM thing')).toEqual([{ id: 1 }]);
    expect(await query(two.url, 'SELECT id FROM thing')).toEqual([]);
    await Promise.all([one.drop(), two.drop()]);
  });

  it('runs on PostgreSQL 18 with durable commits and enough connections', async () => {
    const database = await createTestDatabase(async () => undefined);
    const rows = await query(
      database.url,
      "SELECT current_setting('server_version_num')::int / 10000 AS version, current_setting('fsync') AS fsync, current_setting('max_connections')::int AS connections",
    );
    expect(rows).toEqual([{ version: 18, fsync: 'on', connections: 300 }]);
    await database.drop();
  });
});

describe('a Redis database of one’s own', () => {
  it('does not show what another test file wrote', async () => {
    const [one, two] = [new Redis(await testRedisUrl()), new Redis(await testRedisUrl())];
    await one.set('key', 'one');
    expect(await two.get('key')).toBeNull();
    one.disconnect();
    two.disconnect();
  });
});

describe('servers for fault tests', () => {
  let folder: string;
  let postgres: PostgresServer;
  let redis: RedisServer;

  beforeAll(async () => {
    folder = runFolder();
    postgres = await startPostgresServer({ dataDir: join(folder, 'postgres') });
    redis = await startRedisServer({ dataDir: join(folder, 'redis'), appendOnly: 'everysec' });
  });

  afterAll(async () => {
    await Promise.all([postgres.stop(), redis.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('PostgreSQL keeps what was committed before SIGKILL', async () => {
    await query(postgres.url(), 'CREATE TABLE kept AS SELECT 1 AS id');
    await postgres.kill();
    await expect(query(postgres.url(), 'SELECT 1')).rejects.toThrow();
    await postgres.start();
    expect(await query(postgres.url(), 'SELECT id FROM kept')).toEqual([{ id: 1 }]);
  });

  it('PostgreSQL can be frozen and thawed', async () => {
    postgres.pause();
    const answer = query(postgres.url(), 'SELECT 1 AS one');
    const first = await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 40, 'frozen'))]);
    expect(first).toBe('frozen');
    postgres.resume();
    expect(await answer).toEqual([{ one: 1 }]);
  });

  it('Redis comes back empty when its data was deleted after SIGKILL', async () => {
    const before = new Redis(redis.url);
    await before.set('key', 'value');
    before.disconnect();
    await redis.kill();
    await redis.erase();
    await redis.start();
    const after = new Redis(redis.url);
    expect(await after.get('key')).toBeNull();
    after.disconnect();
  });
});
