import type { ServiceName } from '@qinwu/contracts/service-name';
import { createPostgresBackend, runMigrations, withBackend } from 'bullmq';
import pg from 'pg';
import type { Logger } from '../telemetry/logger.ts';
import { messageOptions, watchWorker, workerOptions } from './queue-worker.ts';
import type { Queues } from './queues.ts';

const SCHEMA = 'bullmq';

/** The queues on PostgreSQL, where there is no Redis: same messages, same promises, about half the pace. */
export async function openPostgresQueues(url: string, log: Logger): Promise<Queues> {
  await prepare(url);
  const connection = (max: number) => ({
    connectionString: url,
    schema: SCHEMA,
    max,
    connectionTimeoutMillis: 2_000,
  });
  let away = false;
  const classes = withBackend(createPostgresBackend);
  const queues = new Map<ServiceName, InstanceType<typeof classes.Queue>>();

  function queueOf(service: ServiceName) {
    let queue = queues.get(service);
    if (queue === undefined) {
      queue = new classes.Queue(service, { connection: connection(2) });
      queue.on('error', (error) => log.debug({ err: error }, 'the queue reported an error'));
      queues.set(service, queue);
    }
    return queue;
  }

  async function noting<T>(work: Promise<T>): Promise<T> {
    return work.then(
      (value) => {
        away = false;
        return value;
      },
      (error: unknown) => {
        away = true;
        throw error;
      },
    );
  }

  return {
    backend: 'postgres',
    available: () => !away,
    add: async (service, messages) => {
      await noting(
        queueOf(service).addBulk(
          messages.map((message) => ({
            name: message.kind,
            data: message.data,
            opts: messageOptions(message),
          })),
        ),
      );
    },
    state: async (service) => ({ waiting: await noting(queueOf(service).getWaitingCount()), epoch: null }),
    work: (service, concurrency, consume) => {
      const worker = new classes.Worker(service, (job) => consume(job.name, job.data), {
        ...workerOptions,
        connection: connection(concurrency + 2),
        concurrency,
      });
      return watchWorker(worker, { log, available: () => !away });
    },
    faults: async () => [],
    close: async () => {
      await Promise.allSettled([...queues.values()].map((queue) => queue.close()));
    },
  };
}

async function prepare(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await runMigrations(client, SCHEMA);
  } finally {
    await client.end();
  }
}
