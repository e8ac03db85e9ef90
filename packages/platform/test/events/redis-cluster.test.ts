import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SERVICE_NAMES, type ServiceName } from '@qinwu/contracts/service-name';
import type { TestDatabase } from '@qinwu/testkit/database';
import { eventually } from '@qinwu/testkit/eventually';
import { type RedisCluster, startRedisCluster } from '@qinwu/testkit/redis-cluster';
import { Queue } from 'bullmq';
import { Cluster, Redis } from 'ioredis';
import type { Database } from '../../src/db/database.ts';
import { openQueues } from '../../src/queue/open-queue.ts';
import { prefixOf } from '../../src/queue/queue-prefix.ts';
import type { Queues } from '../../src/queue/queues.ts';
import {
  commitEvents,
  count,
  effectDatabase,
  effectHandler,
  faults,
  log,
  type Pair,
  registered,
  type Side,
  type SideOptions,
  settled,
  startPair,
  startSide,
} from './bus-fixture.ts';
import { reported, reportedHandler } from './own-event-fixture.ts';

const many = (events: number) => Array.from({ length: events }, () => registered()).flat();
const idsOf = (rows: readonly { eventId: string }[]) => rows.map((row) => row.eventId);
const NOTHING_WRONG = { missing: 0, extra: 0 };

describe('a Redis Cluster of three nodes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'qinwu-cluster-'));
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startRedisCluster(folder);
  });
  afterAll(async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const cleanups: (() => Promise<unknown> | unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
    await Promise.all(cluster.nodes.map((node) => node.start()));
  });

  const nodeOf = (service: ServiceName) => cluster.nodeOf(`${prefixOf(service)}:any`);
  const keysOn = async (url: string): Promise<string[]> => {
    const client = new Redis(url);
    try {
      return await client.keys('*');
    } finally {
      client.disconnect();
    }
  };

  describe('under two services', () => {
    let pair: Pair;
    const sent: string[] = [];
    beforeEach(async () => {
      pair = await startPair({ redisUrl: cluster.url });
      sent.length = 0;
    });
    afterEach(() => pair.close());

    const send = async (events: number): Promise<void> => {
      const rows = many(events);
      await commitEvents(pair.producer.db, rows);
      sent.push(...idsOf(rows));
    };

    it('carries events to their effect and back, each once', async () => {
      await send(250);
      await settled(pair.producer.db);
      expect(await faults(pair.listener.db, sent)).toEqual(NOTHING_WRONG);
      expect(await count(pair.listener.db, 'inbox')).toBe(250);
    });

    it('holds each queue on one node, and the queues on all of them', async () => {
      await send(1);
      await settled(pair.producer.db);
      const [events, acks] = [await nodeOf('cockpit'), await nodeOf('grievance')];
      expect(events.port).not.toBe(acks.port);
      for (const node of cluster.nodes) {
        const keys = await keysOn(node.url);
        const held = (service: ServiceName) => keys.some((key) => key.startsWith(prefixOf(service)));
        expect({ cockpit: held('cockpit'), grievance: held('grievance') }).toEqual({
          cockpit: node === events,
          grievance: node === acks,
        });
      }
      const nodes = await Promise.all(SERVICE_NAMES.map(async (service) => (await nodeOf(service)).port));
      expect(new Set(nodes).size).toBe(cluster.nodes.length);
    });

    it.each([
      ['the node of the listener', ['cockpit']],
      ['the node of the producer', ['grievance']],
      ['every node', ['cockpit', 'grievance', 'talent']],
    ] as const)('loses nothing and doubles nothing when %s is killed and comes back empty', async (_, of) => {
      const nodes = await Promise.all(of.map(nodeOf));
      await send(500);
      await Promise.all(nodes.map(cluster.lose));
      const isWhole = () => pair.producer.queues.available() && pair.listener.queues.available();
      await eventually(async () => {
        await send(10);
        return !isWhole();
      });
      const started = performance.now();
      await send(50);
      expect(performance.now() - started).toBeLessThan(1_000);
      await Promise.all(nodes.map((node) => node.start()));
      await eventually(
        async () => {
          await send(10);
          await cluster.whole();
        },
        { within: 20_000 },
      );
      await settled(pair.producer.db, 5_000);
      expect(await faults(pair.listener.db, sent)).toEqual(NOTHING_WRONG);
      await eventually(isWhole);
    });
  });

  const databaseOf = async (): Promise<TestDatabase> => {
    const database = await effectDatabase();
    cleanups.push(database.drop);
    return database;
  };
  const sideOf = async (options: Omit<SideOptions, 'redisUrl'>): Promise<Side> => {
    const side = await startSide({ ...options, redisUrl: cluster.url });
    cleanups.push(side.close);
    return side;
  };

  it('goes on with the other queues while a node is away', async () => {
    const [node, database] = [await nodeOf('cockpit'), await databaseOf()];
    await cluster.lose(node);
    const handlers = [reportedHandler];
    const side = await sideOf({ service: 'mediation', databaseUrl: database.url, handlers });
    const rows = Array.from({ length: 250 }, reported).flat();
    await commitEvents(side.db, rows);
    await settled(side.db, 5_000);
    expect(await faults(side.db, idsOf(rows))).toEqual(NOTHING_WRONG);
    expect(side.queues.available()).toBe(false);
    await node.start();
    await cluster.whole();
    await eventually(() => side.queues.available());
  });

  describe('that loses what waits in it', () => {
    /** Lets a hundred events wait for a listener that is not there yet, and empties the node they wait on. */
    const lossOf = async (carry: Pick<SideOptions, 'carry'>): Promise<unknown> => {
      const [one, two] = [await databaseOf(), await databaseOf()];
      const producer = await sideOf({ ...carry, service: 'grievance', databaseUrl: one.url });
      const rows = many(100);
      await commitEvents(producer.db, rows);
      await eventually(async () => (await producer.queues.state('cockpit')).waiting > 0);
      const node = new Redis((await nodeOf('cockpit')).url);
      await node.flushall();
      node.disconnect();
      const handlers = [effectHandler()];
      const listener = await sideOf({ service: 'cockpit', databaseUrl: two.url, handlers });
      await settled(producer.db, 10_000);
      return faults(listener.db, idsOf(rows));
    };

    it('is made good from the outbox', async () => {
      expect(await lossOf({})).toEqual(NOTHING_WRONG);
    });

    it('is not by a mutant that closes a delivery when the queue took it', async () => {
      const closedAtQueue = (queues: Queues, db: Database): Queues => ({
        ...queues,
        add: async (service, messages) => {
          await queues.add(service, messages);
          await db.pool.query('delete from outbox');
        },
      });
      expect(await lossOf({ carry: closedAtQueue })).toEqual({ missing: 100, extra: 0 });
    });
  });

  it('is refused in production where one node evicts', async () => {
    const [node] = cluster.nodes;
    const client = new Redis(node?.url ?? '');
    cleanups.push(async () => {
      await client.config('SET', 'maxmemory-policy', 'noeviction');
      client.disconnect();
    });
    const queues = await openQueues({ redisUrl: cluster.url, log });
    cleanups.push(queues.close);
    expect(await queues.faults()).toEqual([]);
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    expect(await queues.faults()).toEqual(['Redis maxmemory-policy must be noeviction, it is allkeys-lru']);
  });

  it('takes nothing under a prefix without a hash tag', async () => {
    const { password } = new URL(cluster.nodes[0]?.url ?? '');
    const urls = cluster.nodes.map(({ url }) => url);
    const connection = new Cluster(urls, { redisOptions: { password } });
    cleanups.push(() => connection.disconnect());
    const queue = new Queue('cockpit', { connection, prefix: 'qinwu-cockpit' });
    const job = { name: 'poke', data: {} };
    await expect(queue.addBulk([job, job])).rejects.toThrow(/same slot/);
  });
});
