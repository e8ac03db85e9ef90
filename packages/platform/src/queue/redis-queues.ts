import { randomUUID } from 'node:crypto';
import type { ServiceName } from '@qinwu/contracts/service-name';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { within } from '../process/within.ts';
import type { Logger } from '../telemetry/logger.ts';
import { messageOptions, watchWorker, workerOptions } from './queue-worker.ts';
import type { Queues } from './queues.ts';

/** All keys of a service's queue lie in one hash slot, so that a cluster can hold them. */
const prefixOf = (service: ServiceName): string => `{qinwu-${service}}`;

/** What lets a lost Redis be seen: this key is set once and goes only with everything else. */
const epochKey = (service: ServiceName): string => `${prefixOf(service)}:epoch`;

const BOOT_MS = 1_500;

/** Redis is back within a second of its return; the client's own back-off would take 18 s. */
const connection = {
  retryStrategy: (times: number) => Math.min(50 * 2 ** Math.min(times, 10), 1_000),
  connectTimeout: 2_000,
  keepAlive: 5_000,
};

/** Producers fail fast: a write must never wait for Redis. */
const producing = {
  ...connection,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
  commandTimeout: 3_000,
};

/** Workers wait for Redis for ever, but notice a connection that is dead without saying so. */
const consuming = { ...connection, maxRetriesPerRequest: null, socketTimeout: 12_000 };

/** The queues on Redis (6.2 or later, `noeviction`). */
export function openRedisQueues(url: string, log: Logger): Queues {
  const client = watched(new Redis(url, producing), log);
  const queues = new Map<ServiceName, Queue>();
  const closers: (() => void)[] = [() => client.disconnect()];

  async function queueOf(service: ServiceName): Promise<Queue> {
    if (client.status !== 'ready') throw new Error('Redis is away');
    const known = queues.get(service);
    if (known !== undefined) return known;
    const queue = new Queue(service, {
      connection: client,
      prefix: prefixOf(service),
      streams: { events: { maxLen: 100 } },
    });
    queue.on('error', (error) => log.debug({ err: error }, 'the queue reported an error'));
    // A queue whose opening failed stays broken: it is kept only once it is open.
    await queue.waitUntilReady();
    queues.set(service, queue);
    return queue;
  }

  async function epochOf(service: ServiceName): Promise<string> {
    const found = await client.get(epochKey(service));
    if (found !== null) return found;
    await client.set(epochKey(service), randomUUID(), 'NX');
    return (await client.get(epochKey(service))) ?? '';
  }

  return {
    backend: 'redis',
    available: () => client.status === 'ready',
    add: async (service, messages) => {
      const queue = await queueOf(service);
      await queue.addBulk(
        messages.map((message) => ({
          name: message.kind,
          data: message.data,
          opts: messageOptions(message),
        })),
      );
    },
    state: async (service) => {
      const queue = await queueOf(service);
      const [waiting, epoch] = await Promise.all([queue.getWaitingCount(), epochOf(service)]);
      return { waiting, epoch };
    },
    work: (service, concurrency, consume) => {
      const consumer = watched(new Redis(url, consuming), log);
      closers.push(() => consumer.disconnect());
      const worker = new Worker(service, (job) => consume(job.name, job.data), {
        ...workerOptions,
        connection: consumer,
        prefix: prefixOf(service),
        concurrency,
      });
      return watchWorker(worker, { log, available: () => consumer.status === 'ready' });
    },
    faults: async () => {
      // At boot the connection is still being made; a Redis that stays away holds nobody up.
      if (client.status !== 'ready') await within(BOOT_MS, readyOf(client));
      return client.status === 'ready' ? policyFaults(client) : [];
    },
    close: async () => {
      await Promise.allSettled([...queues.values()].map((queue) => queue.close()));
      for (const close of closers) close();
    },
  };
}

function watched(client: Redis, log: Logger): Redis {
  let away = false;
  client.on('error', (error) => {
    if (!away) log.warn({ code: codeOf(error) }, 'Redis is away; records are kept and sent when it is back');
    away = true;
  });
  client.on('ready', () => {
    if (away) log.info('Redis is back');
    away = false;
  });
  return client;
}

/** Never rejects: the client goes on trying whatever errors it meets. */
function readyOf(client: Redis): Promise<void> {
  return new Promise((resolve) => void client.once('ready', () => resolve()));
}

async function policyFaults(client: Redis): Promise<readonly string[]> {
  try {
    const answer = await client.call('CONFIG', 'GET', 'maxmemory-policy');
    const policy = Array.isArray(answer) ? String(answer[1]) : 'noeviction';
    return policy === 'noeviction' ? [] : [`Redis maxmemory-policy must be noeviction, it is ${policy}`];
  } catch {
    // A managed Redis may refuse CONFIG; then its operator answers for the policy.
    return [];
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : String(error);
}
