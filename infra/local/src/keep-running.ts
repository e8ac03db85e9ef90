import { say } from './steps.ts';

/** A server that was started here and can be started again on the same port and data. */
export interface Restartable {
  readonly running: boolean;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface KeptServer {
  /** Stops watching, then the server. */
  stop(): Promise<void>;
}

const LOOK_EVERY_MS = 200;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/** Starts the server again, with back-off, whenever it has ended, and says so at the terminal. */
export function keepRunning(name: string, server: Restartable, onStart: () => void): KeptServer {
  let stopping = false;
  let attempt: Promise<void> | undefined;
  let pause = FIRST_PAUSE_MS;
  let tryAgainAt = 0;

  const restart = async (): Promise<void> => {
    const began = performance.now();
    say(`  ! ${name} ended, starting it again`);
    try {
      await server.start();
      pause = FIRST_PAUSE_MS;
      onStart();
      say(`  ✓ ${name} is back after ${((performance.now() - began) / 1_000).toFixed(1)} s`);
    } catch (error) {
      say(`  ! ${name} did not start: ${reasonOf(error)}; the next try is in ${pause} ms`);
      tryAgainAt = performance.now() + pause;
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  };

  const look = setInterval(() => {
    if (stopping || attempt !== undefined || server.running || performance.now() < tryAgainAt) return;
    attempt = restart().finally(() => {
      attempt = undefined;
    });
  }, LOOK_EVERY_MS);

  return {
    async stop(): Promise<void> {
      stopping = true;
      clearInterval(look);
      await attempt;
      await server.stop();
    },
  };
}

/** The line of a server's own output that says why, else the last one. */
function reasonOf(error: unknown): string {
  const lines = (Error.isError(error) ? error.message : String(error)).trim().split('\n');
  return lines.find((line) => line.includes('FATAL')) ?? lines.at(-1) ?? '';
}
