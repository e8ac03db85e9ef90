import { plainError } from './plain-error.ts';
import { say } from './steps.ts';

type Stop = () => Promise<void>;

/** Adds one thing to stop later; while everything is being stopped it refuses, so that the start goes no further. */
export type OnStarted = (stop: Stop) => void;

/**
 * Does the work of starting, and stops what it started, in the opposite order, when the terminal or the system asks
 * to or when the start fails.
 */
export async function untilSignal(
  afterwards: () => void,
  work: (onStarted: OnStarted) => Promise<void>,
): Promise<void> {
  const stops: Stop[] = [];
  let stopping = false;
  const stopAll = async (): Promise<void> => {
    stopping = true;
    for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) await stop().catch(report);
  };

  const started = work((stop) => {
    stops.push(stop);
    if (stopping) throw plainError('stopped while starting');
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, async () => {
      // Ctrl-C reaches this process and its parent, which passes it on: the second one says nothing new.
      if (stopping) return;
      say('stopping …');
      await stopAll();
      await started.catch(() => undefined);
      await stopAll();
      afterwards();
      say('stopped');
      process.exit(0);
    });
  }
  await started.catch(async (error: unknown) => {
    // The signal's own handler ends the process.
    if (stopping) return new Promise<never>(() => undefined);
    await stopAll();
    afterwards();
    throw error;
  });
}

function report(error: unknown): void {
  say(`  ! ${Error.isError(error) ? error.message : String(error)}`);
}
