import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { freeBasePort } from '../src/edge-port.ts';
import { createIssuer } from '../src/issuer.ts';
import { loadSecrets } from '../src/secrets.ts';
import { root } from '../src/state.ts';

let state: string;

beforeAll(() => {
  state = mkdtempSync(join(tmpdir(), 'qinwu-state-'));
});

afterAll(() => rmSync(state, { recursive: true, force: true }));

interface Outcome {
  code: number | null;
  out: string;
  err: string;
}

async function run(entry: string, args: string[], env: Record<string, string> = {}): Promise<Outcome> {
  const child = spawn(process.execPath, [join(root, 'infra', 'local', 'src', entry), ...args], {
    env: { PATH: process.env.PATH ?? '', QINWU_STATE: state, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const outcome: Outcome = { code: null, out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    outcome.out += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    outcome.err += chunk.toString('utf8');
  });
  [outcome.code] = (await once(child, 'close')) as [number | null];
  return outcome;
}

describe('npm start', () => {
  it('says which port is taken and how to take another', async () => {
    // One of a free block: the ports that servers of other tests are given lie beside any other.
    const port = await freeBasePort();
    const others = [port, port + 22].map((each): Server => createServer().listen(each, '127.0.0.1'));
    await Promise.all(others.map((other) => once(other, 'listening')));
    const { code, err } = await run('start.ts', [], { PORT: String(port) });
    for (const other of others) other.close();
    expect(code).toBe(1);
    const by = `\\S+ \\(process ${process.pid}\\)`;
    expect(err.trim()).toMatch(
      new RegExp(
        `^Port ${port} \\(the origin\\) is taken by ${by}; port ${port + 22} \\(mediation\\) is taken by ${by}: ` +
          'stop them, or start on other ports with PORT=\\d+ npm start\\.$',
      ),
    );
    const free = Number(/PORT=(\d+)/.exec(err)?.[1]);
    expect([free > port, (free - port) % 1_000]).toEqual([true, 0]);
  });

  it('refuses an option it does not know', async () => {
    const { code, err } = await run('start.ts', ['--frsh']);
    expect([code, err.trim()]).toEqual([1, 'npm start knows --fresh, --empty and --yes-erase, not --frsh.']);
  });
});

describe('npm start with servers that are given', () => {
  it('deletes nothing there unless told so in so many words, and names what it would delete', async () => {
    const env = { DATABASE_URL: 'postgres://boss:secret@db.park.example:5433/postgres' };
    const kept = join(state, 'kept');
    writeFileSync(kept, '');
    const { code, err } = await run('start.ts', ['--fresh'], env);
    expect(code).toBe(1);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toContain(
      'qinwu_grievance, qinwu_mediation, qinwu_credit, qinwu_cockpit on db.park.example:5433',
    );
    expect(err).toContain('--fresh --yes-erase');
    expect(err).not.toContain('secret');
    expect(existsSync(kept)).toBe(true);
  });

  it.each([
    [{ DATABASE_URL: 'nonsense' }, /^DATABASE_URL is no address of a server: write it as postgres:/],
    [{ REDIS_URL: 'foo' }, /^REDIS_URL is no address of a server: write it as redis:/],
    [
      { DATABASE_URL: 'postgres://127.0.0.1:9/postgres' },
      /^Nothing answers at the 127\.0\.0\.1:9 of DATABASE_URL/,
    ],
    [
      { REDIS_URL: 'redis://127.0.0.1:9' },
      /^Nothing answers at the 127\.0\.0\.1:9 of REDIS_URL \(ECONNREFUSED\)/,
    ],
    [{ REDIS_URL: 'redis+cluster://127.0.0.1:9/1' }, /^REDIS_URL must not name a database/],
    [
      { REDIS_URL: 'redis+cluster://127.0.0.1:9,127.0.0.1:19' },
      /^Nothing answers at the 127\.0\.0\.1:9 of REDIS_URL \(ECONNREFUSED\)/,
    ],
  ])('says in one sentence what is wrong with %j', async (env, sentence) => {
    const { code, err } = await run('start.ts', [], { PORT: String(await freeBasePort()), ...env });
    expect(code).toBe(1);
    expect(err.trim().split('\n').at(-1)).toMatch(sentence);
    expect(err).not.toMatch(/^\s+at /m);
  });
});

describe('npm run import', () => {
  it('says that there is no such file', async () => {
    const { code, err } = await run('import.ts', ['grievances', '/nope.xlsx', '--map', 'petitions']);
    expect([code, err.trim()]).toEqual([1, 'There is no file /nope.xlsx.']);
  });
});

describe('npm run token', () => {
  it('prints one token that the local issuer’s key set verifies', async () => {
    const args = ['--role', 'officer', '--grid', 'JJ-01,JJ-02', '--unit', 'street', '--sub', 'o-7'];
    const { code, out } = await run('token.ts', args);
    expect(code).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(1);

    const issuer = await createIssuer(loadSecrets(join(state, 'secrets.json')), 'http://localhost:8080');
    const keys = (await issuer.inject({ url: '/oauth/jwks.json' })).json();
    const { payload, protectedHeader } = await jwtVerify(out.trim(), createLocalJWKSet(keys), {
      issuer: 'http://localhost:8080/oauth',
      audience: 'qinwu',
    });
    expect(protectedHeader.typ).toBe('at+jwt');
    expect(payload).toMatchObject({
      sub: 'o-7',
      roles: ['officer'],
      grids: ['JJ-01', 'JJ-02'],
      unit: 'street',
    });
    expect(keys.keys[0].d).toBeUndefined();
    await issuer.close();
  });

  it('asks for a role that exists', async () => {
    const { code, out, err } = await run('token.ts', ['--role', 'king']);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^king is no role \(roles: citizen, officer/);
  });

  it.each([
    [['--foo', 'x'], /^Unknown option '--foo': npm run token knows --role/],
    [['--role', 'officer', '--ttl', '-5'], /^--ttl -5 is no whole number of seconds above zero/],
    [['--role', 'officer', 'x'], /^Unexpected argument 'x': npm run token knows/],
  ])('says in one sentence what is wrong with %j', async (args, sentence) => {
    const { code, out, err } = await run('token.ts', args);
    expect([code, out, err.trim().split('\n').length]).toEqual([1, '', 1]);
    expect(err).toMatch(sentence);
  });
});
