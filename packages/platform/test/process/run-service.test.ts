import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@qinwu/testkit/database';
import { eventually } from '@qinwu/testkit/eventually';
import { testRedisUrl } from '@qinwu/testkit/redis';
import { migrate } from '../../src/db/migrate.ts';

const SCRIPT = fileURLToPath(new URL('run-small-service.ts', import.meta.url));
const PLATFORM = new URL('../../migrations/', import.meta.url);

interface Running {
  readonly process: ChildProcess;
  readonly url: string;
  readonly lines: Record<string, unknown>[];
  readonly exit: Promise<number | null>;
}

describe('a running service', () => {
  let database: TestDatabase;
  let redisUrl: string;
  const started: ChildProcess[] = [];
  beforeAll(async () => {
    database = await createTestDatabase((url) => migrate(url, [PLATFORM]), { template: 'platform' });
    redisUrl = await testRedisUrl();
  });
  afterEach(() => {
    for (const child of started) child.kill('SIGKILL');
  });
  afterAll(() => database.drop());

  const start = async (role: string, redis = redisUrl): Promise<Running> => {
    const child = spawn(process.execPath, [SCRIPT, database.url, redis, role], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    started.push(child);
    const exit = once(child, 'exit').then(([code]) => code as number | null);
    const lines: Record<string, unknown>[] = [];
    const errors: string[] = [];
    child.stderr?.on('data', (chunk) => errors.push(String(chunk)));
    createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line)));
    const url = await eventually(
      () => {
        const line = lines.find((entry) => entry.msg === 'the service runs');
        if (line === undefined) throw new Error(errors.join('') || 'it does not run');
        return String(line.url);
      },
      { within: 10_000 },
    );
    return { process: child, url, lines, exit };
  };
  const status = async (url: string) => (await fetch(url)).status;

  it('finishes the request in hand at SIGTERM, is not ready meanwhile, and ends within 10 s with 0', async () => {
    const service = await start('all');
    expect(await status(`${service.url}/readyz`)).toBe(200);
    const slow = fetch(`${service.url}/slow`);
    await eventually(() => service.lines.some((line) => line.msg === 'a slow request is in hand'));
    const began = performance.now();
    service.process.kill('SIGTERM');
    expect((await slow).status).toBe(200);
    expect(await service.exit).toBe(0);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(service.lines.at(-1)).toMatchObject({ msg: 'the service has stopped' });
  });

  it('ends with 1 after an error nobody handled, and says so', async () => {
    const service = await start('all');
    await fetch(`${service.url}/reject`).catch(() => {});
    expect(await service.exit).toBe(1);
    expect(service.lines.some((line) => String(line.msg).startsWith('an error nobody handled'))).toBe(true);
  });

  it('serves only its probes as a worker', async () => {
    const service = await start('worker');
    expect(await status(`${service.url}/livez`)).toBe(200);
    expect(await status(`${service.url}/readyz`)).toBe(200);
    expect(await status(`${service.url}/slow`)).toBe(404);
    expect(await (await fetch(`${service.url}/metrics`)).text()).toContain('qinwu_events_handled_total');
    service.process.kill('SIGTERM');
    expect(await service.exit).toBe(0);
  });

  it('is ready and accepts work while Redis is away', async () => {
    const service = await start('all', 'redis://127.0.0.1:1');
    const readyz = await fetch(`${service.url}/readyz`);
    expect([readyz.status, await readyz.json()]).toEqual([200, { degraded: true }]);
    service.process.kill('SIGTERM');
    expect(await service.exit).toBe(0);
  });

  it('is not ready where the database is not at its migrations', async () => {
    const empty = await createTestDatabase(async () => {});
    const kept = database;
    database = empty;
    const service = await start('http');
    database = kept;
    expect(await status(`${service.url}/readyz`)).toBe(503);
    service.process.kill('SIGTERM');
    await service.exit;
    await empty.drop();
  });
});
