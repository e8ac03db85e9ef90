import { spawnSync } from 'node:child_process';
import { readRedisAddress, redisAddressFault } from '@qinwu/platform/config/redis-address';
import { eventually } from '@qinwu/testkit/eventually';
import { freePort } from '@qinwu/testkit/free-port';
import { ensureRedisBinary } from '@qinwu/testkit/redis-install';
import { redisBinary, startRedisServer } from '@qinwu/testkit/redis-server';
import { keepRunning } from './keep-running.ts';
import { plainError } from './plain-error.ts';
import { accepts, addressIn, requireListening } from './server-address.ts';
import { statePath } from './state.ts';
import { say } from './steps.ts';

const REDIS_PORT = 6_379;

/** What carries the queue: a Redis, or (redisUrl null) the PostgreSQL that is there anyway. */
export interface QueueServer {
  redisUrl: string | null;
  kind: string;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/**
 * The queue's Redis, in this order: REDIS_URL; a Redis or Valkey on the path; a Docker engine; one installed with
 * apt-get; else BullMQ's PostgreSQL backend.
 */
export async function startQueueServer(onRestart: () => void): Promise<QueueServer> {
  const given = process.env.REDIS_URL;
  if (given !== undefined) return givenRedis(given);
  if (process.env.QINWU_QUEUE === 'postgres') return onPostgres();
  if (redisBinary() !== undefined) return ownRedis(onRestart);
  const container = await redisContainer();
  if (container !== undefined) return container;
  if (ensureRedisBinary((line) => say(`  ${line}`))) return ownRedis(onRestart);
  say(
    '  no Redis to be had here: the queue runs on PostgreSQL (give REDIS_URL or install Redis to change that)',
  );
  return onPostgres();
}

async function givenRedis(given: string): Promise<QueueServer> {
  for (const node of nodesOf(given)) await requireListening('REDIS_URL', node, REDIS_PORT);
  return { redisUrl: given, kind: 'REDIS_URL', pid: undefined, stop: async () => undefined };
}

function nodesOf(given: string): readonly URL[] {
  if (!/^rediss?\+cluster:/.test(given)) return [addressIn('REDIS_URL', given, ['redis', 'rediss'])];
  const fault = redisAddressFault(given);
  if (fault !== null) throw plainError(`REDIS_URL ${fault}.`);
  return readRedisAddress(given).nodes;
}

function onPostgres(): QueueServer {
  return {
    redisUrl: null,
    kind: 'PostgreSQL backend of BullMQ',
    pid: undefined,
    stop: async () => undefined,
  };
}

async function ownRedis(onRestart: () => void): Promise<QueueServer> {
  const server = await startRedisServer({ dataDir: statePath('redis'), appendOnly: 'everysec' });
  const kept = keepRunning('Redis', server, onRestart);
  return {
    redisUrl: server.url,
    kind: `${redisBinary()} on port ${server.port}`,
    get pid(): number | undefined {
      return server.pid;
    },
    stop: kept.stop,
  };
}

async function redisContainer(): Promise<QueueServer | undefined> {
  const engine = spawnSync('docker', ['version', '--format', '{{.Server.Version}}'], { timeout: 5_000 });
  if (engine.status !== 0) return undefined;
  const port = await freePort();
  const name = `qinwu-redis-${port}`;
  const publish = ['--publish', `127.0.0.1:${port}:${REDIS_PORT}`];
  // The engine starts it again when it ends by itself.
  const run = ['run', '--restart', 'unless-stopped', '--detach', '--name', name, ...publish, 'redis:7'];
  if (spawnSync('docker', run, { stdio: 'ignore', timeout: 120_000 }).status !== 0) return undefined;
  await eventually(() => accepts(port), { within: 15_000, every: 100 });
  return {
    redisUrl: `redis://127.0.0.1:${port}`,
    kind: `redis:7 container on port ${port}`,
    pid: undefined,
    stop: async () => void spawnSync('docker', ['rm', '--force', name], { stdio: 'ignore' }),
  };
}
