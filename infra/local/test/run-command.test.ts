import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { root } from '../src/state.ts';

const NOBODY = 65_534;
let clone: string;

/** A clone without packages, as `git clone` leaves it. */
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'qinwu-clone-'));
  mkdirSync(join(clone, 'infra', 'local', 'bin'), { recursive: true });
  copyFileSync(join(root, 'infra', 'local', 'bin', 'run.mjs'), script());
  writeFileSync(join(clone, 'package.json'), '{"name":"clone","private":true}');
  writeFileSync(join(clone, 'pnpm-lock.yaml'), "lockfileVersion: '9.0'\n");
});

afterEach(() => {
  chmodSync(clone, 0o755);
  rmSync(clone, { recursive: true, force: true });
});

function script(): string {
  return join(clone, 'infra', 'local', 'bin', 'run.mjs');
}

interface Surroundings {
  node?: string[];
  env?: Record<string, string>;
  uid?: number;
}

function run(
  args: string[],
  { node = [], env = {}, uid }: Surroundings = {},
): { status: number | null; said: string } {
  const options = { encoding: 'utf8' as const, env: { PATH: process.env.PATH ?? '', HOME: clone, ...env } };
  const account = uid === undefined ? {} : { uid, gid: uid };
  const done = spawnSync(process.execPath, [...node, script(), ...args], { ...options, ...account });
  return { status: done.status, said: done.stderr.trim() };
}

describe('the entry of the npm commands', () => {
  it('names the commands when it does not know one', () => {
    const { status, said } = run(['fly']);
    expect(status).toBe(1);
    expect(said).toMatch(/^There is no command "fly"; there are: start, test, .*\.$/);
  });

  it('says in a sentence that Node is too old', () => {
    const older =
      "data:text/javascript,Object.defineProperty(process.versions, 'node', { value: '18.20.4' })";
    const { status, said } = run(['start'], { node: ['--import', older] });
    expect(status).toBe(1);
    expect(said).toBe('Node 18.20.4 is too old: install Node 20 or newer and run this again.');
  });

  it('says in a sentence that the folder cannot be written', () => {
    const asRoot = process.getuid?.() === 0;
    if (!asRoot) chmodSync(clone, 0o555);
    else chmodSync(clone, 0o755);
    const { status, said } = run(['start'], asRoot ? { uid: NOBODY } : {});
    expect(status).toBe(1);
    expect(said).toMatch(
      /^The folder .* cannot be written \(EACCES\): move the clone to a folder of your own/,
    );
    expect(said.split('\n')).toHaveLength(1);
  });

  it('says in a sentence that the registry is not reachable', () => {
    if (process.getuid?.() === 0) chownSync(clone, 0, 0);
    const env = { npm_config_registry: 'http://127.0.0.1:9/', npm_config_fetch_retries: '0' };
    const { status, said } = run(['start'], { env });
    expect(status).toBe(1);
    expect(said).toContain('The packages could not be fetched because the npm registry is not reachable');
    expect(said.split('\n')).toHaveLength(2);
  });
});
