import type { Logger } from '../telemetry/logger.ts';
import { openPostgresQueues } from './postgres-queues.ts';
import type { Queues } from './queues.ts';
import { openRedisQueues } from './redis-queues.ts';

/** Where the queues are: Redis, or PostgreSQL where there is no Redis. */
export interface QueueOptions {
  readonly redisUrl?: string | undefined;
  readonly databaseUrl?: string | undefined;
  readonly log: Logger;
}

/** Opens the queues on Redis, or on PostgreSQL when only a queue database is configured; does not wait for Redis. */
export async function openQueues({ redisUrl, databaseUrl, log }: QueueOptions): Promise<Queues> {
  if (redisUrl !== undefined) return openRedisQueues(redisUrl, log);
  if (databaseUrl !== undefined) return openPostgresQueues(databaseUrl, log);
  throw new Error('Neither REDIS_URL nor QUEUE_DATABASE_URL is configured');
}
