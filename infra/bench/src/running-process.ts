import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eventually } from '@qinwu/testkit/eventually';
import { freePort } from '@qinwu/testkit/free-port';
import { processorMilliseconds, residentMegabytes } from './process-cost.ts';

/** A server in a process of its own. */
export interface RunningProcess {
  readonly url: string;
  /** Resident memory in MB; NaN where the system does not say. */
  memory(): number;
  /** Processor time used so far in milliseconds. */
  processor(): number;
  stop(): Promise<void>;
}

export interface Launch {
  entry: URL;
  environment: Readonly<Record<string, string>>;
  execArgv?: readonly string[];
  /** Path that answers 200 once it is ready. */
  readyPath?: string;
}

const running = new Set<ChildProcess>();

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Starts it on a free port and resolves when it is ready; what it says goes to our own error output. */
export async function startProcess(launch: Launch): Promise<RunningProcess> {
  const { entry, environment, execArgv = [], readyPath = '/readyz' } = launch;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', ...execArgv, fileURLToPath(entry)],
    {
      cwd: root,
      env: { PATH: process.env.PATH, ...environment, PORT: String(port) },
      stdio: ['ignore', environment.LOG_LEVEL === 'info' ? 'ignore' : 'inherit', 'inherit'],
    },
  );
  running.add(child);
  const ended = once(child, 'exit').finally(() => running.delete(child));
  await eventually(
    async () => {
      if (child.exitCode !== null) throw new Error(`${entry.href} ended with ${child.exitCode}`);
      return (await fetch(`${url}${readyPath}`)).ok;
    },
    { within: 30_000, every: 50 },
  );
  return {
    url,
    memory: () => residentMegabytes(child.pid ?? 0),
    processor: () => processorMilliseconds(child.pid ?? 0),
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Ends what a bench that failed has left running. */
export async function stopProcesses(): Promise<void> {
  await Promise.all(
    [...running].map(async (child) => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }),
  );
}
