import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openQueues } from '@qinwu/platform/queue/open-queue';
import { createLogger } from '@qinwu/platform/telemetry/logger';
import { eventually } from '@qinwu/testkit/eventually';
import { type RedisCluster, startRedisCluster } from '@qinwu/testkit/redis-cluster';
import { judgeRuns } from '../src/check/judge-runs.ts';
import { collectRuns, runsUnderWay } from '../src/check/run-evidence.ts';
import { startCreditCluster } from '../src/cluster/credit-cluster.ts';
import { type Servers, startServers } from '../src/cluster/servers.ts';
import { setUpRuns } from '../src/load/score-runs.ts';
import { seededRandom } from '../src/random.ts';
import { MINUTE, seed } from './expectation.ts';

const ENTERPRISES = 30_000;
const log = createLogger('faults', 'silent');

describe('score runs on a Redis Cluster of three nodes', () => {
  let servers: Servers;
  let redis: RedisCluster;
  beforeAll(async () => {
    servers = await startServers();
    redis = await startRedisCluster(join(servers.folder, 'redis-cluster'));
  }, MINUTE);
  afterAll(async () => {
    await redis?.stop();
    await servers?.close();
  }, MINUTE);

  const cleanups: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  }, MINUTE);

  /** Starts the service on a database of its own with the same enterprises as every other. */
  const startOn = async (name: string, workers: number, redisUrl: string) => {
    const cluster = await startCreditCluster(servers, { name, workers, redisUrl });
    cleanups.push(async () => {
      await cluster.close();
      expect(cluster.wrongEnds).toEqual([]);
    });
    const asked: string[] = [];
    const client = await setUpRuns(cluster, ENTERPRISES, seededRandom(seed));
    /** The hash of a day's run, once the last change it made is announced. */
    const resultOf = async (day: string): Promise<string | null | undefined> => {
      asked.push(await client.start(day));
      await eventually(async () => (await runsUnderWay(cluster)) === 0, { within: MINUTE, every: 20 });
      const evidence = await collectRuns(cluster);
      expect(judgeRuns(asked, ENTERPRISES, evidence)).toMatchObject({ faults: [] });
      return evidence.runs.find(({ id }) => id === asked.at(-1))?.resultHash;
    };
    return { cluster, resultOf };
  };

  it(
    'come out as with one worker on one server, with four workers and with two',
    async () => {
      const single = await startOn('single', 1, servers.redis.url);
      const expected = await single.resultOf('2025-08-30');
      expect(expected).toMatch(/^[0-9a-f]{64}$/);

      const { cluster, resultOf } = await startOn('spread', 4, redis.url);
      for (const { url } of [cluster.api, ...cluster.workers]) {
        expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ status: 'ready' });
      }
      expect(await resultOf('2025-08-30')).toBe(expected);
      await Promise.all(cluster.workers.slice(2).map((worker) => worker.stop()));
      expect(await resultOf('2025-08-31')).toBe(expected);

      // What the runs announced waits in the cluster for the cockpit, which does not run here.
      const queues = await openQueues({ redisUrl: redis.url, log });
      cleanups.push(queues.close);
      await eventually(async () => expect((await queues.state('cockpit')).waiting).toBeGreaterThan(0));
    },
    3 * MINUTE,
  );
});
