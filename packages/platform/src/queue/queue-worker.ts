import type { IQueueBackend, JobProgress, Worker, WorkerOptions } from 'bullmq';
import { within } from '../process/within.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Message, QueueWorker } from './queues.ts';

const LET_GO_MS = 500;

/** How a message is stored: gone once finished or given up, since the outbox holds what is owed. */
export const messageOptions = (message: Message) => ({
  attempts: message.kind === 'poke' ? 1 : 5,
  backoff: { type: 'fixed', delay: 1_000 },
  removeOnComplete: true,
  removeOnFail: true,
  ...(message.delayMs === undefined ? {} : { delay: message.delayMs }),
});

/**
 * A killed worker's message is taken up after 5 to 10 s, and as often as its worker is killed: the defaults take a
 * minute and give a message up at the second kill.
 */
export const workerOptions = {
  lockDuration: 10_000,
  stalledInterval: 5_000,
  maxStalledCount: 20,
  drainDelay: 5,
  removeOnComplete: { count: 0 },
  removeOnFail: { count: 0 },
} satisfies Omit<WorkerOptions, 'connection'>;

/**
 * Watches a BullMQ worker: logs its errors, counts what it has in hand and ends it within a bound, at once where the
 * queue's server is away and nothing is in hand.
 */
export function watchWorker<D, R, N extends string, B extends IQueueBackend, P extends JobProgress, C>(
  worker: Worker<D, R, N, B, P, C>,
  { log, available }: { readonly log: Logger; readonly available: () => boolean },
): QueueWorker {
  let lastFinished = performance.now();
  let active = 0;
  const finished = () => {
    active -= 1;
    lastFinished = performance.now();
  };
  worker.on('active', () => {
    active += 1;
  });
  worker.on('completed', finished);
  worker.on('failed', (job, error) => {
    finished();
    log.warn({ err: error, message: job?.name, attempt: job?.attemptsMade }, 'a message failed');
  });
  worker.on('stalled', (id) => log.warn({ id }, 'a message lost its worker and is taken up again'));
  worker.on('error', (error) => log.debug({ err: error }, 'the queue worker reported an error'));
  return {
    lastFinished: () => lastFinished,
    active: () => active,
    close: async (withinMs) => {
      if (available() || active > 0) {
        let ended = false;
        await within(
          withinMs,
          worker.close().then(() => {
            ended = true;
          }),
        );
        if (ended) return;
        log.warn('messages in hand did not finish in time; another worker takes them up');
      }
      await within(LET_GO_MS, worker.close(true));
    },
  };
}
