import { Cluster, Redis } from 'ioredis';
import { readRedisAddress } from '../config/redis-address.ts';
import type { Logger } from '../telemetry/logger.ts';

/** A client of one Redis, or of a Redis Cluster. */
export type RedisClient = Redis | Cluster;

const REDIS_PORT = 6_379;

/** Redis is back within a second of its return; the client's own back-off would take 18 s. */
const backOff = (times: number): number => Math.min(50 * 2 ** Math.min(times, 10), 1_000);

const connection = {
  retryStrategy: backOff,
  connectTimeout: 2_000,
  keepAlive: 5_000,
  // The client waits this long for the end even of a connection that never came about, and the process with it.
  disconnectTimeout: 200,
};

/** Producers fail fast: a write must never wait for Redis. */
const producing = {
  ...connection,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
  commandTimeout: 3_000,
};

/** Workers wait for Redis for ever, but notice a connection that is dead without saying so. */
const consuming = {
  ...connection,
  enableOfflineQueue: true,
  maxRetriesPerRequest: null,
  socketTimeout: 12_000,
};

/** A command for a node that is away is sent again every 100 ms: twice, or until its slots have a node again. */
const PRODUCING_TRIES = 4;
const CONSUMING_TRIES = Number.MAX_SAFE_INTEGER;

/** Connects whoever adds messages. */
export function connectProducer(url: string, log: Logger): RedisClient {
  return connect(url, { options: producing, tries: PRODUCING_TRIES, log });
}

/** Connects a worker. */
export function connectConsumer(url: string, log: Logger): RedisClient {
  return connect(url, { options: consuming, tries: CONSUMING_TRIES, log });
}

type Options = typeof producing | typeof consuming;

interface Connecting {
  readonly options: Options;
  readonly tries: number;
  readonly log: Logger;
}

function connect(url: string, { options, tries, log }: Connecting): RedisClient {
  const { isCluster, nodes } = readRedisAddress(url);
  return watched(isCluster ? openCluster(nodes, options, tries) : new Redis(url, options), log);
}

function openCluster(nodes: readonly URL[], options: Options, tries: number): Cluster {
  const startup = nodes.map(({ hostname, port }) => ({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || REDIS_PORT),
  }));
  return new Cluster(startup, {
    redisOptions: { ...options, ...accessOf(nodes) },
    enableOfflineQueue: options.enableOfflineQueue,
    clusterRetryStrategy: backOff,
    maxRedirections: tries,
    // Certificates bear names: a name stays one until the connection is made.
    dnsLookup: (name, done) => done(null, name),
  });
}

interface Access {
  readonly username?: string;
  readonly password?: string;
  readonly tls?: object;
}

/** What the first node's address says of all nodes, those too that the cluster names by itself. */
function accessOf([first]: readonly URL[]): Access {
  if (first === undefined) return {};
  const { username, password, protocol } = first;
  return {
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' ? { tls: {} } : {}),
  };
}

function watched(client: RedisClient, log: Logger): RedisClient {
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

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : String(error);
}
