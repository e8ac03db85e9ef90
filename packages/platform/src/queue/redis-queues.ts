import { randomUUID } from 'node:crypto';
import type { ServiceName } from '@qinwu/contracts/service-name';
import { Queue, Worker } from 'bullmq';
import { Cluster, type Redis } from 'ioredis';
import { within } from '../process/within.ts';
import type { Logger } from '../telemetry/logger.ts';
import { prefixOf } from './queue-prefix.ts';
import { watchReach } from './queue-reach.ts';
import { messageOptions, watchWorker, workerOptions } from './queue-worker.ts';
import type { QueueState, Queues } from './queues.ts';
import { connectConsumer, connectProducer, type RedisClient } from './redis-clients.ts';

/** What lets a lost Redis be seen: this key is set once and goes only with everything else. */
const epochKey = (service: ServiceName): string => `${prefixOf(service)}:epoch`;

const BOOT_MS = 1_500;

/** The queues on Redis (6.2 or later, `noeviction`), one server or a cluster. */
export function openRedisQueues(url: string, log: Logger): Queues {
  const client = connectProducer(url, log);
  const queues = new Map<ServiceName, Queue>();
  const isUp = (): boolean => client.status === 'ready';
  const reach = watchReach({ look: stateOf, isUp, log });
  const closers: (() => void)[] = [() => client.disconnect()];

  async function queueOf(service: ServiceName): Promise<Queue> {
    if (!isUp()) throw new Error('Redis is away');
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

  async function stateOf(service: ServiceName): Promise<QueueState> {
    const queue = await queueOf(service);
    const [waiting, epoch] = await Promise.all([queue.getWaitingCount(), epochOf(service)]);
    return { waiting, epoch };
  }

  return {
    backend: 'redis',
    available: () => isUp() && reach.whole(),
    add: (service, messages) =>
      reach.ask(service, async () => {
        const queue = await queueOf(service);
        await queue.addBulk(
          messages.map((message) => ({
            name: message.kind,
            data: message.data,
            opts: messageOptions(message),
          })),
        );
      }),
    state: (service) => reach.ask(service, () => stateOf(service)),
    work: (service, concurrency, consume) => {
      const consumer = connectConsumer(url, log);
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
      if (!isUp()) await within(BOOT_MS, readyOf(client));
      return isUp() ? policyFaults(client) : [];
    },
    close: async () => {
      reach.close();
      await Promise.allSettled([...queues.values()].map((queue) => queue.close()));
      for (const close of closers) close();
    },
  };
}

/** Never rejects: the client goes on trying whatever errors it meets. */
function readyOf(client: RedisClient): Promise<void> {
  return new Promise((resolve) => void client.once('ready', () => resolve()));
}

/** Of each node of a cluster. */
async function policyFaults(client: RedisClient): Promise<readonly string[]> {
  const nodes = client instanceof Cluster ? client.nodes('master') : [client];
  const policies = new Set(await Promise.all(nodes.map(policyOf)));
  policies.delete('noeviction');
  return [...policies].map((policy) => `Redis maxmemory-policy must be noeviction, it is ${policy}`);
}

async function policyOf(node: Redis): Promise<string> {
  try {
    const answer = await node.call('CONFIG', 'GET', 'maxmemory-policy');
    return Array.isArray(answer) ? String(answer[1]) : 'noeviction';
  } catch {
    // A managed Redis may refuse CONFIG; then its operator answers for the policy.
    return 'noeviction';
  }
}
