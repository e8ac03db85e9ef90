import { setTimeout as sleep } from 'node:timers/promises';

export interface Patience {
  /** Milliseconds until the last error is thrown; 5,000 by default. */
  within?: number;
  /** Milliseconds between two looks; 20 by default. */
  every?: number;
}

/**
 * Looks again until `look` neither throws nor answers `false`, and gives back what it answered; after the
 * deadline the last error is thrown. Assertions belong inside `look`.
 */
export async function eventually<T>(look: () => Promise<T> | T, patience: Patience = {}): Promise<T> {
  const { within = 5_000, every = 20 } = patience;
  const deadline = performance.now() + within;
  for (;;) {
    const failure = await attempt(look);
    if (failure.ok) return failure.value;
    if (performance.now() >= deadline) throw failure.error;
    await sleep(every);
  }
}

type Attempt<T> = { ok: true; value: T } | { ok: false; error: unknown };

async function attempt<T>(look: () => Promise<T> | T): Promise<Attempt<T>> {
  try {
    const value = await look();
    return value === false
      ? { ok: false, error: new Error('still false at the deadline') }
      : { ok: true, value };
  } catch (error) {
    return { ok: false, error };
  }
}
