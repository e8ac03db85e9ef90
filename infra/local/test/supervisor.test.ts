import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@qinwu/testkit/eventually';
import { freePort } from '@qinwu/testkit/free-port';
import type { LocalService } from '../src/services.ts';
import { supervise } from '../src/supervisor.ts';

const SERVER = `
import { createServer } from 'node:http';
const server = createServer((request, response) => response.end(String(process.pid)));
server.listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => { server.closeAllConnections(); server.close(() => process.exit(0)); });
`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'qinwu-service-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function serviceWith(main: string): Promise<LocalService> {
  const service: LocalService = {
    name: 'grievance',
    folder: mkdtempSync(join(folder, 's-')),
    port: await freePort(),
  };
  mkdirSync(join(service.folder, 'src'));
  writeFileSync(join(service.folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(service.folder, 'src', 'main.ts'), main);
  return service;
}

describe('a supervised service', () => {
  it('is started again after it was killed, and stops when asked', async () => {
    const service = await serviceWith(SERVER);
    const starts: (number | undefined)[] = [];
    const log = join(folder, 'killed.log');
    const child = supervise({
      service,
      env: { PORT: String(service.port) },
      log,
      onStart: (pid) => starts.push(pid),
    });
    await child.ready();
    process.kill(Number(child.pid), 'SIGKILL');
    await eventually(() => starts.length === 2, { within: 5_000 });
    await child.ready();
    expect(starts[1]).not.toBe(starts[0]);
    await child.stop();
    await expect(fetch(`http://127.0.0.1:${service.port}/readyz`)).rejects.toThrow('fetch failed');
    expect(starts).toHaveLength(2);
  });

  it('is not taken for ready where another program answers on its port', async () => {
    const service = await serviceWith(SERVER);
    const another = supervise({
      service: { ...(await serviceWith(SERVER)), port: service.port },
      env: { PORT: String(service.port) },
      log: join(folder, 'another.log'),
      onStart: () => undefined,
    });
    await another.ready();
    const child = supervise({
      service,
      env: { PORT: String(service.port) },
      log: join(folder, 'late.log'),
      onStart: () => undefined,
    });
    await expect(child.ready()).rejects.toThrow(
      new RegExp(
        `^Port ${service.port} \\(grievance\\) is taken by node \\(process ${another.pid}\\): stop it, or start on other ports`,
      ),
    );
    await Promise.all([child.stop(), another.stop()]);
  });

  it('that cannot start is given up after three tries, with the end of its log', async () => {
    const service = await serviceWith("console.error('DATABASE_URL is missing'); process.exit(1);");
    const child = supervise({ service, env: {}, log: join(folder, 'broken.log'), onStart: () => undefined });
    await expect(child.ready()).rejects.toThrow(
      /grievance does not get ready \(no answer\).*DATABASE_URL is missing/s,
    );
    await child.stop();
  });
});
