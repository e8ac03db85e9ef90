import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@qinwu/testkit/eventually';
import { testRedisUrl } from '@qinwu/testkit/redis';
import { startRedisServer } from '@qinwu/testkit/redis-server';
import { Redis } from 'ioredis';
import {
  commitEvents,
  count,
  EVENT_KEY,
  effectDatabase,
  effectHandler,
  faults,
  registered,
  settled,
  startSide,
} from './bus-fixture.ts';

const SCRIPT = fileURLToPath(new URL('listener-process.ts', import.meta.url));

describe('the bus under faults', () => {
  const cleanups: (() => Promise<unknown> | unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });

  const databases = async () => {
    const both = await Promise.all([effectDatabase(), effectDatabase()]);
    cleanups.push(() => Promise.all(both.map((database) => database.drop())));
    return both;
  };
  const many = (events: number) => Array.from({ length: events }, () => registered()).flat();
  const idsOf = (rows: readonly { eventId: string }[]) => rows.map((row) => row.eventId);

  it('applies an event once whose listener was killed with it in hand', async () => {
    const [one, two] = await databases();
    const redisUrl = await testRedisUrl();
    const producer = await startSide({ service: 'grievance', databaseUrl: one.url, redisUrl });
    cleanups.push(producer.close);
    const rows = many(30);
    await commitEvents(producer.db, rows);
    for (const slowness of ['60000', '0']) {
      const args = [SCRIPT, two.url, redisUrl, EVENT_KEY, slowness];
      const listener = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      cleanups.push(() => listener.kill('SIGKILL'));
      await once(listener.stdout, 'data');
      if (slowness === '0') break;
      listener.kill('SIGKILL');
      await once(listener, 'exit');
    }
    await settled(producer.db, 20_000);
    const listenerSide = await startSide({ service: 'cockpit', databaseUrl: two.url, redisUrl });
    cleanups.push(listenerSide.close);
    expect(await faults(listenerSide.db, idsOf(rows))).toEqual({ missing: 0, extra: 0 });
  }, 60_000);

  it('lets several relays share one outbox', async () => {
    const [one, two] = await databases();
    const redisUrl = await testRedisUrl();
    const producers = await Promise.all(
      Array.from({ length: 3 }, () => startSide({ service: 'grievance', databaseUrl: one.url, redisUrl })),
    );
    const listener = await startSide({
      service: 'cockpit',
      databaseUrl: two.url,
      redisUrl,
      handlers: [effectHandler()],
    });
    cleanups.push(() => Promise.all([...producers, listener].map((side) => side.close())));
    const rows = many(3_000);
    for (const [at, producer] of producers.entries()) {
      await commitEvents(producer.db, rows.slice(at * 1_000, at * 1_000 + 1_000));
    }
    const [first] = producers;
    if (first === undefined) throw new Error('no producer');
    await settled(first.db);
    expect(await faults(listener.db, idsOf(rows))).toEqual({ missing: 0, extra: 0 });
    // Sent once each: no two relays took the same delivery.
    const sent = await Promise.all(producers.map((side) => side.metrics.relayed.get()));
    expect(sent.flatMap((metric) => metric.values).reduce((sum, value) => sum + value.value, 0)).toBe(3_000);
  });

  it('keeps a backlog in the outbox, not in Redis, and drains it once a full Redis has room', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'qinwu-redis-'));
    const redis = await startRedisServer({ dataDir: folder, settings: { maxmemory: '6mb' } });
    cleanups.push(() => rmSync(folder, { recursive: true, force: true }), redis.stop);
    const [one, two] = await databases();
    const producer = await startSide({ service: 'grievance', databaseUrl: one.url, redisUrl: redis.url });
    cleanups.push(producer.close);
    const rows = many(8_000);
    for (let at = 0; at < rows.length; at += 500) await commitEvents(producer.db, rows.slice(at, at + 500));
    const admin = new Redis(redis.url);
    cleanups.push(() => admin.disconnect());
    // Full: nothing more is taken, and commits go on as before.
    await eventually(async () => expect(await admin.info('memory')).toMatch(/used_memory:[45]\d{6}/));
    await commitEvents(producer.db, rows.length === 0 ? [] : many(1));
    expect(await count(producer.db, 'outbox')).toBe(8_001);
    await admin.config('SET', 'maxmemory', '256mb');
    const handlers = [effectHandler()];
    const listener = await startSide({
      service: 'cockpit',
      databaseUrl: two.url,
      redisUrl: redis.url,
      handlers,
    });
    cleanups.push(listener.close);
    await settled(producer.db, 20_000);
    expect(await faults(listener.db, idsOf(rows))).toEqual({ missing: 0, extra: 0 });
  });
});
