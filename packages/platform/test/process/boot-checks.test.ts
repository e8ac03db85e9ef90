import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@qinwu/testkit/database';
import { type RedisServer, startRedisServer } from '@qinwu/testkit/redis-server';
import { pino } from 'pino';
import { type Database, openDatabase } from '../../src/db/database.ts';
import { checkServers } from '../../src/process/boot-checks.ts';
import { openQueues } from '../../src/queue/open-queue.ts';

const log = pino({ level: 'silent' });

describe('the servers a process depends on', () => {
  const folder = mkdtempSync(join(tmpdir(), 'qinwu-redis-'));
  let redis: RedisServer;
  let database: TestDatabase;
  let db: Database;
  beforeAll(async () => {
    redis = await startRedisServer({ dataDir: folder, settings: { 'maxmemory-policy': 'allkeys-lru' } });
    database = await createTestDatabase(async () => {});
    db = openDatabase({ url: database.url, max: 1, log });
  });
  afterAll(async () => {
    await db.close();
    await database.drop();
    await redis.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are refused in production where Redis evicts or the role may do everything, and named', async () => {
    const queues = await openQueues({ redisUrl: redis.url, log });
    const check = checkServers({ NODE_ENV: 'production' }, { db, queues, log });
    await expect(check).rejects.toThrow(
      /superuser[\s\S]*maxmemory-policy must be noeviction, it is allkeys-lru/,
    );
    await checkServers({ NODE_ENV: 'development' }, { db, queues, log });
    await queues.close();
  });

  it('hold nobody up where Redis is away', async () => {
    const queues = await openQueues({ redisUrl: 'redis://127.0.0.1:1', log });
    await checkServers({ NODE_ENV: 'development' }, { db, queues, log });
    expect(queues.available()).toBe(false);
    await queues.close();
  });
});
