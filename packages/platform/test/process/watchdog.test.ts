import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@qinwu/testkit/eventually';
import { testRedisUrl } from '@qinwu/testkit/redis';
import { pino } from 'pino';
import { startWatchdog } from '../../src/process/watchdog.ts';
import { openQueues } from '../../src/queue/open-queue.ts';
import type { Queues, QueueWorker } from '../../src/queue/queues.ts';

const log = pino({ level: 'silent' });

describe('the watchdog', () => {
  let queues: Queues;
  const workers: QueueWorker[] = [];
  beforeAll(async () => {
    queues = await openQueues({ redisUrl: await testRedisUrl(), log });
    await eventually(() => queues.available());
  });
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.close(100)));
    await queues.close();
  });

  const watch = (service: 'credit' | 'talent', worker: QueueWorker, blockedMs = 60_000) => {
    workers.push(worker);
    const reasons: string[] = [];
    const onStuck = (reason: string) => void reasons.push(reason);
    const dog = startWatchdog({ service, queues, worker, log, onStuck, stuckMs: 1_500, blockedMs });
    return { reasons, dog };
  };

  it('barks when messages wait and none is finished, not when they are worked', async () => {
    const idle: QueueWorker = { lastFinished: () => 0, active: () => 0, close: async () => {} };
    const stuck = watch('credit', idle);
    const well = watch(
      'talent',
      queues.work('talent', 1, async () => {}),
    );
    await queues.add('credit', [{ kind: 'poke', data: {} }]);
    await queues.add('talent', [{ kind: 'poke', data: {} }]);
    await eventually(() => stuck.reasons.length > 0, { within: 8_000 });
    expect(stuck.reasons[0]).toContain('1 messages wait');
    expect(well.reasons).toEqual([]);
    stuck.dog.stop();
    well.dog.stop();
  });

  it('barks when the event loop stood still', async () => {
    const idle: QueueWorker = { lastFinished: () => 0, active: () => 0, close: async () => {} };
    const { reasons, dog } = watch('talent', idle, 300);
    await eventually(async () => {
      const until = performance.now() + 1_600;
      while (performance.now() < until) Math.sqrt(until);
      await new Promise((resolve) => setTimeout(resolve, 10));
      expect(reasons.join()).toContain('the event loop stood still');
    });
    dog.stop();
  });
});
