import { isDomainError } from '@qinwu/domain/errors';

/** Records as this process wrote them last, for whoever changes one again soon. */
export interface LastWritten<T> {
  /** Hands a record over, once: it is what the store holds unless another process changed it since. */
  take(park: string, id: string): T | null;
  put(park: string, id: string, record: T): void;
}

interface Written<T> {
  /** Null while somebody has it in hand. */
  record: T | null;
  readonly until: number;
}

/** Enough for actions that follow each other; what is sealed in a record lies open for no longer than that takes. */
const MOST = 100;
const FOR_MS = 60_000;

/**
 * Remembers up to a hundred records for a minute each, counted from when it was first put: a record that is changed again
 * and again is read anew once a minute, so that what was sealed since (its key destroyed) is not handed on for as long
 * as actions follow each other. What it hands over may be out of date: only a commit that is
 * guarded by the record's version may follow from it, and no refusal (`changeLastWritten`).
 */
export function lastWritten<T>(nowMs: () => number = () => performance.now()): LastWritten<T> {
  // In the order of their ends: one that is put again keeps its place with its end.
  const kept = new Map<string, Written<T>>();
  const keyOf = (park: string, id: string) => `${park} ${id.toLowerCase()}`;
  const forget = (now: number) => {
    for (const [key, { until }] of kept) {
      if (until > now && kept.size <= MOST) return;
      kept.delete(key);
    }
  };
  return {
    take(park, id) {
      const key = keyOf(park, id);
      const found = kept.get(key);
      if (found === undefined || found.until <= nowMs()) return null;
      const { record } = found;
      found.record = null;
      return record;
    },
    put(park, id, record) {
      const now = nowMs();
      const key = keyOf(park, id);
      const found = kept.get(key);
      if (found !== undefined && found.until > now) {
        found.record = record;
      } else {
        kept.delete(key);
        kept.set(key, { record, until: now + FOR_MS });
      }
      forget(now);
    },
  };
}

/**
 * Changes a record as it was last written or, where there is none, as it is read. A refusal may only be said of what the
 * store holds: where the remembered record led to one, the change is decided again by what is read. What may have been
 * carried out (`unavailable`: the outcome is unknown) is not tried again.
 */
export async function changeLastWritten<T, A>(
  remembered: T | null,
  read: () => Promise<T>,
  change: (record: T) => Promise<A>,
): Promise<A> {
  if (remembered === null) return change(await read());
  try {
    return await change(remembered);
  } catch (error) {
    if (!isDomainError(error) || error.kind === 'unavailable') throw error;
    return change(await read());
  }
}
