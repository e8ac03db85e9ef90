import type { Database } from '../db/database.ts';
import { type JobRequest, writeJob } from './job-store.ts';

const nudges = new WeakMap<Database, () => void>();

/** Sets who is told that a job stands in this database; the worker's poll would find it within a quarter of a second anyway. */
export function onJobRequest(db: Database, nudge: () => void): void {
  nudges.set(db, nudge);
}

/** Tells the workers to look: called after the commit that wrote a job with `writeJob`. */
export function pokeJobs(db: Database): void {
  nudges.get(db)?.();
}

/** Asks for a job by itself and tells the workers; returns its id. */
export async function requestJob(db: Database, request: JobRequest): Promise<string> {
  const id = await writeJob(db.orm, request);
  pokeJobs(db);
  return id;
}
