import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '@qinwu/testkit/free-port';
import { portHolder } from '../src/port-holder.ts';

const SERVER = `
import { createServer } from 'node:http';
createServer().listen(Number(process.env.PORT), '127.0.0.1', () => process.stdout.write('listens'));
`;

let folder: string;
const children: ChildProcess[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'qinwu-other-'));
});

afterAll(() => {
  for (const child of children) child.kill();
  rmSync(folder, { recursive: true, force: true });
});

describe('who has a port', () => {
  it('is named as the service of another Qinwu where it is one', async () => {
    const service = join(folder, 'services', 'mediation');
    mkdirSync(join(service, 'src'), { recursive: true });
    writeFileSync(join(service, 'package.json'), '{"type":"module"}');
    writeFileSync(join(service, 'src', 'main.ts'), SERVER);
    const port = await freePort();
    const child = spawn(process.execPath, [join('src', 'main.ts')], {
      cwd: service,
      env: { PORT: String(port) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    await once(child.stdout, 'data');
    expect(portHolder(port)).toEqual({
      pid: child.pid,
      what: `the mediation service of the Qinwu in ${folder} (process ${child.pid})`,
    });
  });

  it('is any program by its process, and nobody of a free port', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const at = server.address();
    if (at === null || typeof at === 'string') throw new Error('it has no port');
    const { port } = at;
    expect(portHolder(port)).toMatchObject({ pid: process.pid });
    server.close();
    await once(server, 'close');
    expect(portHolder(port)).toBeNull();
  });
});
