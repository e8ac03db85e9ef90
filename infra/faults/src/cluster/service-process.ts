import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** How a process ended that nobody had told to end. */
export interface WrongEnd {
  readonly name: string;
  readonly code: number | null;
  readonly signal: string | null;
  /** The end of its log. */
  readonly said: string;
}

/** One process of the cluster, to be killed and started again on the same port. */
export interface ServiceProcess {
  readonly name: string;
  readonly url: string;
  readonly running: boolean;
  /** Resolves when its /readyz answers 200. */
  start(): Promise<void>;
  /** SIGKILL, and waits for its end. */
  kill(): Promise<void>;
  /** SIGTERM, and waits for its end; a code other than 0 is a wrong end. */
  stop(): Promise<void>;
}

export interface ProcessOptions {
  readonly name: string;
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  readonly port: number;
  /** The file its output is added to. */
  readonly logFile: string;
  readonly onWrongEnd: (end: WrongEnd) => void;
}

/** A start takes three seconds of a processor: on one that does ten other things, a minute may not be enough. */
const READY_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 15_000;
const LOOK_MS = 20;
/** What answers late is ready all the same. */
const READ_WITHIN_MS = 5_000;

/** Describes a process of the cluster; it runs once it is started. */
export function serviceProcess(options: ProcessOptions): ServiceProcess {
  const { name, port } = options;
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  let expected: 'kill' | 'stop' | null = null;

  const running = (): boolean =>
    child?.pid !== undefined && child.exitCode === null && child.signalCode === null;

  const launch = (): void => {
    const output = openSync(options.logFile, 'a');
    child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', options.script], {
      env: { PATH: process.env.PATH ?? '', PORT: String(port), HOST: '127.0.0.1', ...options.env },
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    expected = null;
    child.once('exit', (code, signal) => {
      const rightly = expected === 'kill' || (expected === 'stop' && code === 0);
      if (!rightly) options.onWrongEnd({ name, code, signal, said: endOf(options.logFile) });
    });
  };

  const end = async (how: 'kill' | 'stop'): Promise<void> => {
    const ending = child;
    if (ending === undefined || !running()) return;
    expected = how;
    const ended = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill(how === 'kill' ? 'SIGKILL' : 'SIGTERM');
    const force = setTimeout(() => ending.kill('SIGKILL'), STOP_WITHIN_MS);
    await ended;
    clearTimeout(force);
  };

  return {
    name,
    url,
    get running(): boolean {
      return running();
    },
    start: async () => {
      launch();
      const deadline = performance.now() + READY_WITHIN_MS;
      while (!(await answersReady(url))) {
        if (!running()) throw new Error(`${name} ended while starting:\n${endOf(options.logFile)}`);
        if (performance.now() > deadline)
          throw new Error(`${name} does not get ready:\n${endOf(options.logFile)}`);
        await sleep(LOOK_MS);
      }
    },
    kill: () => end('kill'),
    stop: () => end('stop'),
  };
}

async function answersReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(READ_WITHIN_MS) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}

const SHOWN = 1_500;

function endOf(logFile: string): string {
  return readFileSync(logFile, 'utf8').slice(-SHOWN);
}
