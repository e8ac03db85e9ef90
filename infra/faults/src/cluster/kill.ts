import { setTimeout as sleep } from 'node:timers/promises';
import type { RedisServer } from '@qinwu/testkit/redis-server';

/** A process or a server that can be killed and started again. */
export interface Killable {
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** Kills it, and starts it again after a while. */
export async function killAndRestart(target: Killable, downMs: number): Promise<void> {
  await target.kill();
  await sleep(downMs);
  await target.start();
}

/** Kills Redis and deletes its data, then starts it empty. */
export async function eraseRedis(redis: RedisServer, downMs: number): Promise<void> {
  await redis.kill();
  await redis.erase();
  await sleep(downMs);
  await redis.start();
}
