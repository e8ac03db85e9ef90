import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@qinwu/testkit/eventually';
import { endLeftover, startPostgresServer } from '@qinwu/testkit/postgres-server';
import { startRedisServer } from '@qinwu/testkit/redis-server';
import pg from 'pg';
import { keepRunning } from '../src/keep-running.ts';
import { accepts } from '../src/server-address.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'qinwu-kept-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a server that is kept running', () => {
  it('Redis is back on its port after it was killed, and stays away after it was stopped', async () => {
    const server = await startRedisServer({ dataDir: join(folder, 'redis'), appendOnly: 'everysec' });
    const pids: (number | undefined)[] = [server.pid];
    const kept = keepRunning('Redis', server, () => pids.push(server.pid));
    process.kill(Number(server.pid), 'SIGKILL');
    await eventually(() => pids.length === 2, { within: 10_000 });
    await accepts(server.port);
    expect(pids[1]).not.toBe(pids[0]);
    await kept.stop();
    await expect(accepts(server.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(pids).toHaveLength(2);
  });

  it('PostgreSQL is back on its port with its data after it was killed', async () => {
    const dataDir = join(folder, 'postgres');
    const server = await startPostgresServer({ dataDir });
    let starts = 0;
    const kept = keepRunning('PostgreSQL', server, () => {
      starts += 1;
    });
    try {
      await query(server.url(), 'CREATE TABLE kept AS SELECT 42 AS answer');
      process.kill(Number(server.pid), 'SIGKILL');
      await eventually(() => starts === 1, { within: 30_000 });
      expect(await query(server.url(), 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    } finally {
      await kept.stop();
      await endLeftover(dataDir);
    }
  });
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
