import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../db/database.ts';
import { findJob } from './job-store.ts';
import type { Job } from './jobs.ts';

const LOOK_EVERY_MS = 500;

/** A job each time its progress or state has changed, looked at every half second, until it has ended or `signal`. */
export async function* watchJob(
  db: Database,
  { park, id, signal }: { readonly park: string; readonly id: string; readonly signal: AbortSignal },
): AsyncGenerator<Job> {
  let shown = '';
  while (!signal.aborted) {
    const job = await findJob(db.orm, park, id);
    if (job === null) return;
    const now = JSON.stringify([job.state, job.progress, job.error]);
    if (now !== shown) yield job;
    shown = now;
    if (job.finishedAt !== null) return;
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
  }
}
