import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RedisServer, startRedisServer } from '@qinwu/testkit/redis-server';
import { Redis } from 'ioredis';
import { commitEvents, count, faults, type Pair, registered, settled, startPair } from './bus-fixture.ts';

describe('losing all of Redis', () => {
  let pair: Pair;
  let redis: RedisServer;
  const folder = mkdtempSync(join(tmpdir(), 'qinwu-redis-'));
  const sent: string[] = [];
  beforeAll(async () => {
    redis = await startRedisServer({ dataDir: folder, appendOnly: 'everysec' });
    pair = await startPair({ redisUrl: redis.url });
  });
  afterAll(async () => {
    await pair.close();
    await redis.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const send = async (events: number): Promise<void> => {
    const rows = Array.from({ length: events }, () => registered()).flat();
    await commitEvents(pair.producer.db, rows);
    sent.push(...rows.map((row) => row.eventId));
  };

  it('by FLUSHALL under load loses nothing and doubles nothing', async () => {
    const nemesis = new Redis(redis.url);
    for (let round = 0; round < 60; round++) {
      await send(50);
      if (round % 6 === 5) await nemesis.flushall();
    }
    nemesis.disconnect();
    await settled(pair.producer.db, 20_000);
    expect(await faults(pair.listener.db, sent)).toEqual({ missing: 0, extra: 0 });
  });

  it('by a kill and an empty data directory keeps commits quick and resumes within 5 s of its return', async () => {
    await send(500);
    await redis.kill();
    rmSync(folder, { recursive: true, force: true });
    const slowest: number[] = [];
    for (let round = 0; round < 40; round++) {
      const started = performance.now();
      await send(5);
      slowest.push(performance.now() - started);
    }
    expect(Math.max(...slowest)).toBeLessThan(1_000);
    expect(await count(pair.producer.db, 'outbox')).toBeGreaterThanOrEqual(200);
    await redis.start();
    await settled(pair.producer.db, 5_000);
    expect(await faults(pair.listener.db, sent)).toEqual({ missing: 0, extra: 0 });
  });
});
