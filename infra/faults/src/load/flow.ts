import { setTimeout as sleep } from 'node:timers/promises';
import { type Random, seededRandom } from '../random.ts';

/** A matter that one record hands to another, and whose end comes back. */
export interface Flow {
  /** Begins one; resolves when that is acknowledged. */
  begin(number: number, random: Random): Promise<void>;
  /** What waits for its end, by id; nothing where nobody answers just now. */
  waiting(): Promise<string[]>;
  /** Ends one; resolves when that is acknowledged. */
  end(id: string, random: Random): Promise<void>;
}

/** How far a flow is, in acknowledged requests. */
export interface FlowProgress {
  begun: number;
  ended: number;
}

export interface FlowOptions {
  readonly count: number;
  /** Begun a second, over all clients. */
  readonly perSecond: number;
  readonly seed: number;
}

const CLIENTS = 16;
const LOOK_MS = 50;
/** Nothing new for so long, once all are begun: what is missing then does not come. */
const GIVEN_UP_AFTER_MS = 30_000;

/** Sixteen clients begin `count` matters between them while the window ends whatever reaches it. */
export async function runFlow(flow: Flow, progress: FlowProgress, options: FlowOptions): Promise<void> {
  await Promise.all([beginAll(flow, progress, options), endAll(flow, progress, options)]);
}

async function beginAll(flow: Flow, progress: FlowProgress, options: FlowOptions): Promise<void> {
  const { count, perSecond, seed } = options;
  const started = performance.now();
  let taken = 0;
  const client = async (random: Random): Promise<void> => {
    while (taken < count) {
      const number = taken++;
      const early = started + (number * 1_000) / perSecond - performance.now();
      if (early > 0) await sleep(early);
      await flow.begin(number, random);
      progress.begun += 1;
    }
  };
  await Promise.all(
    Array.from({ length: CLIENTS }, (_, index) => client(seededRandom(seed * CLIENTS + index))),
  );
}

async function endAll(flow: Flow, progress: FlowProgress, { count, seed }: FlowOptions): Promise<void> {
  const random = seededRandom(seed + 1);
  const ended = new Set<string>();
  let last = performance.now();
  while (ended.size < count) {
    const found = (await flow.waiting()).filter((id) => !ended.has(id)).slice(0, CLIENTS);
    if (found.length > 0 || progress.begun < count) last = performance.now();
    if (performance.now() - last > GIVEN_UP_AFTER_MS) return;
    const one = async (id: string): Promise<void> => {
      await flow.end(id, random);
      ended.add(id);
      progress.ended += 1;
    };
    await Promise.all(found.map(one));
    if (found.length === 0) await sleep(LOOK_MS);
  }
}
