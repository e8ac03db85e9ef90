import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freeBasePort } from './edge-port.ts';
import { plainError } from './plain-error.ts';
import { root } from './state.ts';

export interface SeparateCluster {
  port: number;
  origin: string;
  /** Its own state folder, gone after `remove`. */
  state: string;
  /** Runs `npm start` again on the same state; resolves when it says that it is ready, with the seconds it took. */
  start(args?: readonly string[], env?: Record<string, string>): Promise<number>;
  /** Runs another command against it, such as `import.ts`; resolves with what it printed when it ended well. */
  run(entry: string, args: readonly string[]): Promise<string>;
  /** A bearer token of its issuer, as `npm run token` prints it. */
  token(...args: string[]): Promise<string>;
  /** Ctrl-C; resolves with the exit code. */
  interrupt(): Promise<number | null>;
  remove(): Promise<void>;
}

/** A cluster beside the one that may be running here: other ports, another state folder. */
export async function separateCluster(): Promise<SeparateCluster> {
  const port = await freeBasePort();
  const state = mkdtempSync(join(tmpdir(), 'qinwu-separate-'));
  const tokens = new Map<string, string>();
  let child: ChildProcess | undefined;

  const launch = (entry: string, args: readonly string[], env: Record<string, string>): ChildProcess =>
    spawn(process.execPath, [join(root, 'infra', 'local', 'src', entry), ...args], {
      cwd: root,
      env: { ...process.env, PORT: String(port), QINWU_STATE: state, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });

  const run = async (entry: string, args: readonly string[]): Promise<string> => {
    const command = launch(entry, args, {});
    let said = '';
    let complained = '';
    command.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
    command.stderr?.on('data', (chunk: Buffer) => {
      complained += chunk.toString('utf8');
    });
    const [code] = (await once(command, 'close')) as [number | null];
    if (code !== 0) throw plainError(`${entry} ended with ${code}:\n${complained}${said}`);
    return said;
  };

  const interrupt = async (): Promise<number | null> => {
    const running = child;
    child = undefined;
    if (running === undefined || running.exitCode !== null) return running?.exitCode ?? null;
    running.kill('SIGINT');
    const [code] = (await once(running, 'exit')) as [number | null];
    return code;
  };

  return {
    port,
    origin: `http://localhost:${port}`,
    state,
    async start(args = [], env = {}): Promise<number> {
      const began = performance.now();
      tokens.clear();
      child = launch('start.ts', args, env);
      await saysReady(child);
      return (performance.now() - began) / 1_000;
    },
    run,
    async token(...args): Promise<string> {
      const key = args.join(' ');
      const token = tokens.get(key) ?? (await run('token.ts', args)).trim();
      tokens.set(key, token);
      return token;
    },
    interrupt,
    async remove(): Promise<void> {
      await interrupt();
      rmSync(state, { recursive: true, force: true });
    },
  };
}

/** Resolves when the child prints its addresses; fails with what it said when it ends before. */
function saysReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
    child.stdout?.once('data', () => resolve());
    child.once('close', () => reject(plainError(`npm start ended:\n${said}`)));
  });
}
