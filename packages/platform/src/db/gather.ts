import type { Database } from './database.ts';
import { secondConnectionFault } from './open-transaction.ts';

/** Calls that can be answered by one statement when they wait at the same moment. */
export interface Gathering<S, I, O> {
  /** Statements at once for what is shared. With more, each would find fewer calls waiting and be as dear. */
  readonly atOnce: number;
  /** What the calls of one statement have in common, as text. */
  keyOf(shared: S): string;
  /** How many of those that wait the next statement takes. */
  sizeOf(waiting: number): number;
  /** Answers each of the calls in their order; what it throws every one of them gets. */
  run(db: Database, shared: S, items: readonly I[]): Promise<readonly PromiseSettledResult<O>[]>;
}

/** One call of many: what is shared, and what is its own. */
export type Gathered<S, I, O> = (db: Database, shared: S, item: I) => Promise<O>;

interface Waiting<I, O> {
  readonly item: I;
  resolve(value: O): void;
  reject(error: unknown): void;
}

interface Line<I, O> {
  readonly waiting: Waiting<I, O>[];
  running: number;
}

/**
 * Answers calls that wait at the same moment together. Nobody waits for company: a call that finds a statement free is
 * carried out at once and alone; what comes while all are busy goes together as soon as one is done.
 */
export function gather<S, I, O>(gathering: Gathering<S, I, O>): Gathered<S, I, O> {
  const { atOnce, keyOf } = gathering;
  const linesOf = new WeakMap<Database, Map<string, Line<I, O>>>();
  return (db, shared, item) => {
    // What waits is carried out in another chain of calls, where the pool could not tell any more.
    const fault = secondConnectionFault(db.pool);
    if (fault !== null) return Promise.reject(fault);
    const lines = linesOf.get(db) ?? new Map<string, Line<I, O>>();
    linesOf.set(db, lines);
    const key = keyOf(shared);
    const line = lines.get(key) ?? { waiting: [], running: 0 };
    lines.set(key, line);
    return new Promise<O>((resolve, reject) => {
      line.waiting.push({ item, resolve, reject });
      if (line.running >= atOnce) return;
      void work(db, shared, { gathering, line }).then(() => {
        if (line.running > 0 || line.waiting.length > 0) return;
        if (lines.get(key) === line) lines.delete(key);
      });
    });
  };
}

async function work<S, I, O>(
  db: Database,
  shared: S,
  { gathering, line }: { gathering: Gathering<S, I, O>; line: Line<I, O> },
): Promise<void> {
  line.running += 1;
  while (line.waiting.length > 0) {
    const calls = line.waiting.splice(0, gathering.sizeOf(line.waiting.length));
    try {
      const answers = await gathering.run(
        db,
        shared,
        calls.map(({ item }) => item),
      );
      for (const [at, call] of calls.entries()) answer(call, answers[at]);
    } catch (error) {
      for (const call of calls) call.reject(error);
    }
  }
  line.running -= 1;
}

function answer<I, O>(call: Waiting<I, O>, settled: PromiseSettledResult<O> | undefined): void {
  if (settled?.status === 'fulfilled') call.resolve(settled.value);
  else call.reject(settled?.reason ?? new Error('a call was given no answer'));
}
