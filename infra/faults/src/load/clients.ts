import { setTimeout as sleep } from 'node:timers/promises';
import { type Random, seededRandom } from '../random.ts';
import { intakeBody, sendOnce, sendUntilAcknowledged, type Target } from './client.ts';
import type { History } from './history.ts';

export interface LoadOptions {
  readonly count: number;
  /** Creations begun a second, over all clients; those waiting for a server catch up afterwards. */
  readonly perSecond: number;
  readonly seed: number;
  /** Distinguishes the keys of one load from those of another. */
  readonly name: string;
  /** Whether an answer other than 2xx is tried again. */
  readonly retry: 'until-acknowledged' | 'never';
  /** Keys that were acknowledged before and are left out. */
  readonly done?: ReadonlySet<string>;
  /** Ends the load before its count is reached. */
  readonly stop?: AbortSignal;
}

const CLIENTS = 16;
/** One acknowledged creation in so many is sent again. */
const REPLAY_EVERY = 50;

/** Keys must be 16 to 255 characters of the base64url alphabet. */
const keyOf = (name: string, number: number): string => `faults-${name}-${String(number).padStart(12, '0')}`;

/**
 * Sixteen clients file `count` problems between them; one in fifty that was acknowledged is sent once more. Returns
 * how many were begun.
 */
export async function runLoad(target: Target, history: History, options: LoadOptions): Promise<number> {
  const started = performance.now();
  let taken = 0;
  const client = async (random: Random): Promise<void> => {
    while (taken < options.count && options.stop?.aborted !== true) {
      const number = taken++;
      const early = started + (number * 1_000) / options.perSecond - performance.now();
      if (early > 0) await sleep(early);
      await fileOne(target, history, { number, random, options });
    }
  };
  await Promise.all(
    Array.from({ length: CLIENTS }, (_, index) => client(seededRandom(options.seed * CLIENTS + index))),
  );
  return taken;
}

async function fileOne(
  target: Target,
  history: History,
  { number, random, options }: { number: number; random: Random; options: LoadOptions },
): Promise<void> {
  const key = keyOf(options.name, number);
  if (options.done?.has(key)) return;
  const body = intakeBody(number);
  if (options.retry === 'never') {
    await sendOnce(target, history, { op: 'create', key, body, attempt: 1 });
    return;
  }
  const acknowledged = await sendUntilAcknowledged(target, history, { op: 'create', key, body, random });
  if (acknowledged && (number + options.seed) % REPLAY_EVERY === 0) {
    await sendUntilAcknowledged(target, history, { op: 'replay', key, body, random });
  }
}
