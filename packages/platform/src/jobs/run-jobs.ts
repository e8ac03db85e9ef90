import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../db/database.ts';
import { domainErrorOf } from '../db/database-error.ts';
import { inTransaction } from '../db/in-transaction.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { safeErrorText } from '../telemetry/safe-error-text.ts';
import { type Claim, claimJob, endClaim, keepSlice, renewClaim } from './job-store.ts';
import type { Job, JobDefinition } from './jobs.ts';

export interface JobRunnerOptions {
  readonly db: Database;
  readonly definitions: readonly JobDefinition[];
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Jobs at once in this process; 1 unless told. */
  readonly concurrency?: number;
  /** Milliseconds after which a silent worker's job is taken by another; 10 s unless told. */
  readonly leaseMs?: number;
  /** Milliseconds before a failed job is tried again; doubled for each further try. */
  readonly retryMs?: number;
  /** Called after the commit of a slice that wrote so many jobs for whoever is free. */
  readonly onAsked?: (jobs: number) => void;
}

/** Works the durable jobs of one service. */
export interface JobRunner {
  /** A job was asked for: look now, not at the next poll. */
  poke(): void;
  /** Stops after the slices in hand. */
  close(): Promise<void>;
}

const POLL_MS = 250;
const LEASE_MS = 10_000;
const RETRY_MS = 1_000;
const MAX_RETRY_MS = 60_000;
const MAX_ATTEMPTS = 10;

class ClaimLost extends Error {}

/** Starts the workers: each claims one job at a time and does slice after slice until it is done, cancelled or fails. */
export function startJobRunner(options: JobRunnerOptions): JobRunner {
  const { db, log, leaseMs = LEASE_MS, concurrency = 1 } = options;
  const definitions = new Map(options.definitions.map((definition) => [definition.kind, definition]));
  const kinds = [...definitions.keys()];
  const stop = new AbortController();
  let wake = Promise.withResolvers<void>();

  const work = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const woken = wake.promise;
      try {
        const claim = await claimJob(db, kinds, leaseMs);
        const definition = claim === null ? undefined : definitions.get(claim.job.kind);
        if (claim !== null && definition !== undefined) {
          await runClaim(options, definition, claim, stop.signal);
          continue;
        }
      } catch (error) {
        log.warn({ err: error }, 'the jobs could not be looked at');
      }
      await Promise.race([woken, sleep(POLL_MS, undefined, { signal: stop.signal }).catch(() => {})]);
    }
  };

  const workers = kinds.length === 0 ? [] : Array.from({ length: concurrency }, work);
  return {
    poke: () => {
      wake.resolve();
      wake = Promise.withResolvers();
    },
    close: async () => {
      stop.abort();
      wake.resolve();
      await Promise.all(workers);
    },
  };
}

/** Does the slices of one claimed job; ends the claim whatever happens. */
async function runClaim(
  options: JobRunnerOptions,
  definition: JobDefinition,
  claim: Claim,
  stopping: AbortSignal,
): Promise<void> {
  const { db, log, leaseMs = LEASE_MS } = options;
  const about = { job: claim.job.id, kind: claim.job.kind };
  const maxAttempts = definition.maxAttempts ?? MAX_ATTEMPTS;
  const lost = new AbortController();
  const heart = setInterval(() => {
    renewClaim(db, claim, leaseMs).then(
      (kept) => kept || lost.abort(),
      (error: unknown) => log.warn({ err: error, ...about }, 'a job could not be renewed'),
    );
  }, leaseMs / 3);
  let attempts = claim.job.attempts;
  try {
    if (attempts > maxAttempts) {
      const error = claim.job.error ?? 'The worker died at every try.';
      return await endClaim(db, claim, { state: 'FAILED', attempts: attempts - 1, error, afterMs: 0 });
    }
    if (claim.job.cancelRequested) {
      return await endClaim(db, claim, { state: 'CANCELLED', attempts: 0, error: null, afterMs: 0 });
    }
    const signal = AbortSignal.any([stopping, lost.signal]);
    let job: Job = claim.job;
    while (job.finishedAt === null) {
      if (stopping.aborted) {
        return await endClaim(db, claim, {
          state: 'WAITING',
          attempts: attempts - 1,
          error: null,
          afterMs: 0,
        });
      }
      job = await runSlice(options, definition, { claim, job, signal });
      attempts = 1;
    }
    log.info({ ...about, state: job.state }, 'a job has ended');
  } catch (error) {
    if (error instanceof ClaimLost) log.warn(about, 'a job was taken by another worker');
    else await retryLater(options, { claim, attempts, maxAttempts, error });
  } finally {
    clearInterval(heart);
  }
}

async function runSlice(
  { db, metrics, onAsked, leaseMs = LEASE_MS }: JobRunnerOptions,
  definition: JobDefinition,
  { claim, job, signal }: { claim: Claim; job: Job; signal: AbortSignal },
): Promise<Job> {
  const finished = metrics.jobSeconds.startTimer({ kind: job.kind });
  try {
    const { kept, asks } = await inTransaction(db, async (tx) => {
      const slice = await definition.runSlice(tx, job, signal);
      const next = await keepSlice(tx, claim, slice, leaseMs);
      if (next === null) throw new ClaimLost();
      return { kept: next, asks: slice.asks ?? 0 };
    });
    finished({ outcome: 'done' });
    if (asks > 0) onAsked?.(asks);
    return kept;
  } catch (error) {
    finished({ outcome: 'failed' });
    throw error;
  }
}

async function retryLater(
  { db, log, retryMs = RETRY_MS }: JobRunnerOptions,
  failure: { claim: Claim; attempts: number; maxAttempts: number; error: unknown },
): Promise<void> {
  const { claim, maxAttempts, error } = failure;
  // The database being away is no fault of the job; a statement that takes too long, or that ends the connection, is.
  const away = domainErrorOf(error)?.code === 'database-unavailable';
  const attempts = away ? failure.attempts - 1 : failure.attempts;
  const about = { err: error, job: claim.job.id, kind: claim.job.kind, attempts };
  const text = safeErrorText(error);
  if (attempts >= maxAttempts) {
    log.error(about, 'a job has failed');
    await endClaim(db, claim, { state: 'FAILED', attempts, error: text, afterMs: 0 });
    return;
  }
  log.warn(about, 'a slice of a job failed and will be tried again');
  const afterMs = Math.min(retryMs * 2 ** Math.max(attempts - 1, 0), MAX_RETRY_MS);
  await endClaim(db, claim, { state: 'WAITING', attempts, error: text, afterMs });
}
