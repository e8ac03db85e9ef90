import { type ChildProcess, execFileSync, type SpawnOptions, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { eventually } from './eventually.ts';

/** A real server on this machine that a test can kill, freeze, empty and start again on the same port. */
export interface ServerProcess {
  readonly port: number;
  /** Starts it (again) and resolves when it answers. */
  start(): Promise<void>;
  /** Asks it to stop cleanly and waits for its end. */
  stop(): Promise<void>;
  /** SIGKILL to it and its children, and waits for their end. */
  kill(): Promise<void>;
  /** SIGSTOP to it and its children: sockets stay open, nothing answers. */
  pause(): void;
  /** SIGCONT after `pause`. */
  resume(): void;
  /** Deletes everything it has stored; only while it is stopped. */
  erase(): Promise<void>;
  readonly running: boolean;
  readonly pid: number | undefined;
}

export interface Launch {
  command: string;
  args: readonly string[];
  options: SpawnOptions;
}

export interface ProcessHandle {
  start(launch: Launch, ready: () => Promise<void>): Promise<void>;
  end(signal: NodeJS.Signals): Promise<void>;
  kill(): Promise<void>;
  signalAll(signal: NodeJS.Signals): void;
  readonly running: boolean;
  readonly pid: number | undefined;
}

/** Keeps one child process at a time and the last lines it wrote, for the message when it does not start. */
export function processHandle(name: string, startWithinMs = 30_000): ProcessHandle {
  let child: ChildProcess | undefined;
  let lastLines = '';

  const alive = (): boolean =>
    child?.pid !== undefined && child.exitCode === null && child.signalCode === null;

  const ended = async (): Promise<void> => {
    await eventually(() => !alive(), { within: 30_000, every: 5 });
    child = undefined;
  };

  return {
    get running(): boolean {
      return alive();
    },
    get pid(): number | undefined {
      return child?.pid;
    },
    async start(launch, ready): Promise<void> {
      if (alive()) return;
      lastLines = '';
      const started = spawn(launch.command, [...launch.args], { ...launch.options, detached: true });
      const keep = (chunk: Buffer): void => {
        lastLines = (lastLines + chunk.toString('utf8')).slice(-2_000);
      };
      started.stdout?.on('data', keep);
      started.stderr?.on('data', keep);
      started.once('error', (error) => keep(Buffer.from(error.message)));
      child = started;
      await eventually(
        async () => {
          if (alive()) await ready();
        },
        { within: startWithinMs, every: 10 },
      );
      if (!alive()) throw new Error(`${name} ended while starting:\n${lastLines}`);
    },
    async end(signal): Promise<void> {
      if (!alive()) return;
      child?.kill(signal);
      await ended();
    },
    async kill(): Promise<void> {
      if (!alive()) return;
      const pids = familyOf(child?.pid);
      for (const pid of pids) send(pid, 'SIGKILL');
      await ended();
      // Only a process that is really gone has released its shared memory and its port.
      await eventually(() => pids.every((pid) => !exists(pid)), { within: 10_000, every: 5 });
    },
    signalAll(signal): void {
      for (const pid of familyOf(child?.pid)) send(pid, signal);
    },
  };
}

/** The process and its direct children, the parent first. */
function familyOf(pid: number | undefined): number[] {
  return pid === undefined ? [] : [pid, ...childrenOf(pid)];
}

function childrenOf(pid: number): number[] {
  try {
    const text =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
        : execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' });
    return text.split(/\s+/).filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended already.
  }
}

/** Whether the process lives; one that only waits to be collected by its parent counts as ended. */
function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
