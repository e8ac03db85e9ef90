import { refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { sql } from 'drizzle-orm';
import type { Database, DbOrTx, Tx } from '../db/database.ts';
import type { Job, JobState, JsonObject, Slice } from './jobs.ts';

/** A job to be done. */
export interface JobRequest {
  /** Made by the caller where the answer names it before the commit. */
  readonly id?: string;
  readonly park: string;
  readonly kind: string;
  readonly input: JsonObject;
  readonly createdBy: string;
}

interface Row extends Record<string, unknown> {
  id: string;
  park_id: string;
  kind: string;
  state: JobState;
  input: JsonObject;
  checkpoint: JsonObject;
  progress: JsonObject;
  attempts: number;
  error: string | null;
  created_by: string;
  created_at: string;
  finished_at: string | null;
  cancel_requested: boolean;
}

const COLUMNS = sql.raw(
  'id, park_id, kind, state, input, checkpoint, progress, attempts, error, created_by, created_at, finished_at, cancel_requested',
);

/** Writes a job, in the caller's transaction where it belongs to a change; returns its id. */
export async function writeJob(db: DbOrTx, request: JobRequest): Promise<string> {
  const id = request.id ?? newId();
  await db.execute(sql`
    insert into job (id, park_id, kind, input, created_by)
    values (${id}, ${request.park}, ${request.kind}, ${JSON.stringify(request.input)}, ${request.createdBy})`);
  return id;
}

/** A job of the given park, or null. */
export async function findJob(db: DbOrTx, park: string, id: string): Promise<Job | null> {
  const found = await db.execute<Row>(sql`select ${COLUMNS} from job where id = ${id} and park_id = ${park}`);
  return found.rows[0] === undefined ? null : jobOf(found.rows[0]);
}

/** Ends a job: at once where nobody works on it, after the slice in hand otherwise. Conflict where it has ended. */
export async function cancelJob(db: DbOrTx, park: string, id: string): Promise<Job> {
  const changed = await db.execute<Row>(sql`
    update job set cancel_requested = true,
      state = case when lease_until > now() then state else 'CANCELLED' end,
      finished_at = case when lease_until > now() then null else now() end
    where id = ${id} and park_id = ${park} and finished_at is null
    returning ${COLUMNS}`);
  if (changed.rows[0] !== undefined) return jobOf(changed.rows[0]);
  const job = await findJob(db, park, id);
  if (job === null) throw refuse('missing', 'job-not-found', { zh: '没有这个任务', en: 'No such job' });
  const title = { zh: '任务已经结束', en: 'The job has already ended' };
  throw refuse('conflict', 'job-ended', title, { extra: { state: job.state } });
}

/** The claim of one worker on one job; every claim has its own token, so that a late worker commits nothing. */
export interface Claim {
  readonly token: string;
  readonly job: Job;
}

/** Takes the job that has waited longest, for `leaseMs`; null where none is due. The claim counts as an attempt. */
export async function claimJob(
  db: Database,
  kinds: readonly string[],
  leaseMs: number,
): Promise<Claim | null> {
  const token = newId();
  const claimed = await db.orm.execute<Row>(sql`
    with due as materialized (
      select id from job
      where finished_at is null and run_after <= now() and kind = any(${sql.param(kinds)})
        and (lease_until is null or lease_until < now())
      order by run_after limit 1 for update skip locked)
    update job set state = 'RUNNING', attempts = attempts + 1, leased_by = ${token},
      lease_until = now() + ${leaseMs} * interval '1 millisecond'
    from due where job.id = due.id
    returning ${sql.raw('job.*')}`);
  return claimed.rows[0] === undefined ? null : { token, job: jobOf(claimed.rows[0]) };
}

/** Keeps a claim for another `leaseMs`; false where it was lost. */
export async function renewClaim(db: Database, { token, job }: Claim, leaseMs: number): Promise<boolean> {
  const renewed = await db.orm.execute(sql`
    update job set lease_until = now() + ${leaseMs} * interval '1 millisecond'
    where id = ${job.id} and leased_by = ${token} and finished_at is null`);
  return renewed.rowCount === 1;
}

/** Writes what a slice leaves behind, in the slice's transaction; null where the claim was lost meanwhile. */
export async function keepSlice(
  tx: Tx,
  { token, job }: Claim,
  slice: Slice,
  leaseMs: number,
): Promise<Job | null> {
  const kept = await tx.execute<Row>(sql`
    update job set checkpoint = ${JSON.stringify(slice.checkpoint)}, progress = ${JSON.stringify(slice.progress)},
      attempts = 0, error = null,
      state = case when ${slice.done} then 'DONE' when cancel_requested then 'CANCELLED' else 'RUNNING' end,
      finished_at = case when ${slice.done} or cancel_requested then now() end,
      lease_until = case when not ${slice.done} and not cancel_requested
        then now() + ${leaseMs} * interval '1 millisecond' end
    where id = ${job.id} and leased_by = ${token} and finished_at is null
    returning ${COLUMNS}`);
  return kept.rows[0] === undefined ? null : jobOf(kept.rows[0]);
}

/** How a claim ends without the job being done. */
export interface Ending {
  readonly state: 'WAITING' | 'FAILED' | 'CANCELLED';
  readonly attempts: number;
  readonly error: string | null;
  readonly afterMs: number;
}

/** Lets go of a claim: the job waits for another try, or has ended. Nothing happens where the claim was lost. */
export async function endClaim(db: Database, { token, job }: Claim, ending: Ending): Promise<void> {
  await db.orm.execute(sql`
    update job set state = ${ending.state}, attempts = ${ending.attempts}, error = ${ending.error},
      leased_by = null, lease_until = null,
      run_after = now() + ${ending.afterMs} * interval '1 millisecond',
      finished_at = case when ${ending.state} = 'WAITING' then null else now() end
    where id = ${job.id} and leased_by = ${token} and finished_at is null`);
}

function jobOf(row: Row): Job {
  return {
    id: row.id,
    park: row.park_id,
    kind: row.kind,
    state: row.state,
    input: row.input,
    checkpoint: row.checkpoint,
    progress: row.progress,
    attempts: row.attempts,
    error: row.error,
    createdBy: row.created_by,
    createdAt: new Date(row.created_at),
    finishedAt: row.finished_at === null ? null : new Date(row.finished_at),
    cancelRequested: row.cancel_requested,
  };
}
