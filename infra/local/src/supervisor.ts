import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { portsTaken } from './edge-port.ts';
import { plainError } from './plain-error.ts';
import { type PortHolder, portHolder } from './port-holder.ts';
import type { LocalService } from './services.ts';
import { say } from './steps.ts';

export interface SuperviseOptions {
  service: LocalService;
  env: Record<string, string>;
  /** The file its output is added to. */
  log: string;
  /** Hears the process id of every start. */
  onStart(pid: number | undefined): void;
}

export interface Supervised {
  readonly pid: number | undefined;
  /** Resolves when its /readyz answers 200; fails with the end of its log when it keeps ending. */
  ready(): Promise<void>;
  /** SIGTERM, and SIGKILL when it has not ended in time. */
  stop(): Promise<void>;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
/** A run this long counts as healthy, and the next pause is short again. */
const HEALTHY_AFTER_MS = 30_000;
const ENDS_BEFORE_READY = 3;
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 12_000;

/** Runs a service as a process of its own, logs to a file, and starts it again with back-off when it ends. */
export function supervise({ service, env, log, onStart }: SuperviseOptions): Supervised {
  let child: ChildProcess | undefined;
  let stopping = false;
  let wasReady = false;
  let ends = 0;
  let pause = FIRST_PAUSE_MS;

  const run = (): void => {
    const began = performance.now();
    const output = openSync(log, 'a');
    child = spawn(process.execPath, [join('src', 'main.ts')], {
      cwd: service.folder,
      env: { ...inherited(), ...env },
      stdio: ['ignore', output, output],
      // A group of its own: Ctrl-C reaches only this command, which then stops everything in order.
      detached: true,
    });
    closeSync(output);
    onStart(child.pid);
    child.once('exit', (code, signal) => {
      if (stopping) return;
      ends += 1;
      if (!wasReady && ends >= ENDS_BEFORE_READY) return;
      if (performance.now() - began > HEALTHY_AFTER_MS) pause = FIRST_PAUSE_MS;
      say(`  ! ${service.name} ended (${signal ?? `code ${code}`}), starting it again; see ${log}`);
      setTimeout(() => stopping || run(), pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    });
  };
  run();

  /** `ready`, or what stands in the way; whoever else listens there answers the question too, and is not this service. */
  const seen = async (): Promise<string> => {
    const look = await readiness(service.port);
    const isDoubtful = look === 'ready' || ends > 0;
    if (!isDoubtful || !isForeign(portHolder(service.port), child)) return look;
    throw await portsTaken([{ port: service.port, use: service.name }]);
  };

  return {
    get pid(): number | undefined {
      return child?.pid;
    },
    async ready(): Promise<void> {
      const deadline = performance.now() + READY_WITHIN_MS;
      for (let look = await seen(); look !== 'ready'; look = await seen()) {
        const gaveUp = ends >= ENDS_BEFORE_READY || performance.now() > deadline;
        if (stopping) throw plainError(`${service.name} was stopped before it was ready.`);
        if (gaveUp)
          throw plainError(`${service.name} does not get ready (${look}); the end of ${log}:\n${tail(log)}`);
        await sleep(50);
      }
      wasReady = true;
    },
    async stop(): Promise<void> {
      stopping = true;
      const running = child;
      if (running === undefined || hasEnded(running)) return;
      const ended = new Promise((resolve) => running.once('exit', resolve));
      running.kill('SIGTERM');
      const force = setTimeout(() => running.kill('SIGKILL'), STOP_WITHIN_MS);
      await ended;
      clearTimeout(force);
    },
  };
}

/** True where another process than the service's own has the port; who has it may be hidden from us. */
function isForeign(holder: PortHolder | null, child: ChildProcess | undefined): boolean {
  return holder !== null && holder.pid !== child?.pid;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** `ready`, or what stands in the way. */
async function readiness(port: number): Promise<string> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(1_000) });
    const text = await answer.text();
    return answer.ok ? 'ready' : text.slice(0, 500);
  } catch {
    return 'no answer';
  }
}

/** Only what a process needs of the surroundings: npm's variables and the caller's secrets stay out. */
function inherited(): Record<string, string> {
  const names = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR', 'NODE_EXTRA_CA_CERTS'];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}

function tail(file: string): string {
  return readFileSync(file, 'utf8').trim().split('\n').slice(-8).join('\n').slice(-2_000);
}
