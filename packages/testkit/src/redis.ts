import { Redis } from 'ioredis';

/**
 * A Redis database number of one's own on the run's server, emptied: `redis://127.0.0.1:PORT/N`. FLUSHALL would
 * empty the neighbours' too: a test that loses all of Redis starts its own with `startRedisServer`.
 */
export async function testRedisUrl(): Promise<string> {
  const base = process.env.TEST_REDIS_URL;
  if (base === undefined)
    throw new Error('TEST_REDIS_URL is not set: run through jest, whose global set-up sets it');
  const client = new Redis(base, { maxRetriesPerRequest: 1 });
  try {
    const databases = Number(((await client.config('GET', 'databases')) as string[])[1] ?? 16);
    const turn = await client.incr('qinwu:test:database');
    const number = 1 + (turn % (databases - 1));
    await client.select(number);
    await client.flushdb();
    const url = new URL(base);
    url.pathname = `/${number}`;
    return url.href;
  } finally {
    client.disconnect();
  }
}
