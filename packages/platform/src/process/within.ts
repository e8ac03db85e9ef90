import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for work to finish, at most `ms`; what is not finished then goes on alone. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const done = new AbortController();
  await Promise.race([work, sleep(ms, undefined, { signal: done.signal }).catch(() => {})]);
  done.abort();
}
