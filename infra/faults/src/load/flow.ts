import { setTimeout as sleep } from 'node:timers/promises';
import { type Random, seededRandom } from '../random.ts';

/** Somebody who takes up what reaches them, and sends it on or ends it. */
export interface Desk {
  /** How many of so many begun come here. */
  due(count: number): number;
  /** What waits here, by id; nothing where nobody answers just now. */
  waiting(): Promise<string[]>;
  /** Does with one what is done here; resolves when all of it is acknowledged. */
  serve(id: string, random: Random): Promise<void>;
}

/** A matter that one record hands to another, and whose end comes back. */
export interface Flow {
  /** Begins one; resolves when that is acknowledged. */
  begin(number: number, random: Random): Promise<void>;
  /** Where it passes, in this order. */
  readonly desks: readonly [Desk, Desk];
}

/** How far a flow is, in acknowledged requests; ended is what the first desk is done with. */
export interface FlowProgress {
  begun: number;
  ended: number;
}

export interface FlowOptions {
  readonly count: number;
  readonly seed: number;
  /** Whether the one of this number is to begin yet. */
  readonly mayBegin: (number: number) => boolean;
  /** Nothing new for so long, once all before it is done: what is missing then does not come. */
  readonly givenUpAfterMs: number;
}

const CLIENTS = 16;
const LOOK_MS = 200;
const PAUSE_MS = 20;

/** Sixteen clients begin `count` matters between them while the desks serve whatever reaches them. */
export async function runFlow(flow: Flow, progress: FlowProgress, options: FlowOptions): Promise<void> {
  const [first, second] = flow.desks;
  const begun = beginAll(flow, progress, options);
  const ended = serveAll(first, { after: begun, done: () => progress.ended++ }, options);
  const settled = serveAll(second, { after: ended, done: () => undefined }, options);
  await Promise.all([begun, ended, settled]);
}

async function beginAll(flow: Flow, progress: FlowProgress, options: FlowOptions): Promise<void> {
  const { count, seed, mayBegin } = options;
  let taken = 0;
  const client = async (random: Random): Promise<void> => {
    while (taken < count) {
      const number = taken++;
      while (!mayBegin(number)) await sleep(PAUSE_MS);
      await flow.begin(number, random);
      progress.begun += 1;
    }
  };
  await Promise.all(
    Array.from({ length: CLIENTS }, (_, index) => client(seededRandom(seed * CLIENTS + index))),
  );
}

interface Turn {
  /** What sends the matters here; more may come until it is over. */
  readonly after: Promise<void>;
  readonly done: () => void;
}

async function serveAll(desk: Desk, { after, done }: Turn, options: FlowOptions): Promise<void> {
  const { count, seed, givenUpAfterMs } = options;
  const random = seededRandom(seed + 1);
  const served = new Set<string>();
  const due = desk.due(count);
  let isFed = true;
  const close = (): void => {
    isFed = false;
  };
  after.then(close, close);
  let last = performance.now();
  while (served.size < due) {
    const found = (await desk.waiting()).filter((id) => !served.has(id)).slice(0, CLIENTS);
    if (found.length > 0 || isFed) last = performance.now();
    if (performance.now() - last > givenUpAfterMs) return;
    const one = async (id: string): Promise<void> => {
      await desk.serve(id, random);
      served.add(id);
      done();
    };
    await Promise.all(found.map(one));
    if (found.length === 0) await sleep(LOOK_MS);
  }
}
