import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';

const BATCH = 100;
const BATCHES_AT_ONCE = 5;
const MOST_WAITING = 20_000;

/** Envelopes a second through BullMQ alone, in batches of a hundred, from this process to another. */
export async function bareQueueRate(redisUrl: string, envelope: string, total: number): Promise<number> {
  const name = `bare-${Date.now()}`;
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
  const queue = new Queue(name, { connection });
  const worker = fork(new URL('./bare-worker.ts', import.meta.url), [redisUrl, name], { execArgv: [] });
  let arrived = 0;
  await once(worker, 'message');
  worker.on('message', (envelopes: number) => {
    arrived += envelopes;
  });
  const batch = { envelopes: Array.from({ length: BATCH }, () => ({ text: envelope, mac: 'x'.repeat(43) })) };
  const opts = { removeOnComplete: true, removeOnFail: true, attempts: 1 };
  const jobs = Array.from({ length: BATCHES_AT_ONCE }, () => ({ name: 'events', data: batch, opts }));
  const began = performance.now();
  for (let sent = 0; sent < total; sent += BATCH * BATCHES_AT_ONCE) {
    await queue.addBulk(jobs);
    while (sent - arrived > MOST_WAITING) await sleep(5);
  }
  while (arrived < total) await sleep(5);
  const rate = total / ((performance.now() - began) / 1_000);
  worker.disconnect();
  await queue.close();
  connection.disconnect();
  return rate;
}
