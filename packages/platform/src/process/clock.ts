import type { Database } from '../db/database.ts';
import type { Logger } from '../telemetry/logger.ts';

/** What time it is; decisions receive its answer, never the clock itself. */
export interface Clock {
  now(): Date;
}

/** A clock that keeps itself right until it is stopped. */
export interface RunningClock extends Clock {
  /** Milliseconds the host's clock is behind the database's. */
  offset(): number;
  stop(): void;
}

const SAMPLE_EVERY_MS = 30_000;

/**
 * The host's clock plus its offset from the database's, sampled now and every 30 s: every process of the cluster
 * that shares a database server agrees on deadlines, whatever its own clock says.
 */
export async function startClock(db: Database, log?: Logger): Promise<RunningClock> {
  let offset = await sampleOffset(db);
  if (Math.abs(offset) > 5_000)
    log?.warn({ offsetMs: offset }, 'the host clock and the database clock differ');
  const timer = setInterval(() => {
    sampleOffset(db).then(
      (sampled) => {
        offset = sampled;
      },
      (error: unknown) => log?.warn({ err: error }, 'the clock could not be compared with the database'),
    );
  }, SAMPLE_EVERY_MS);
  timer.unref();
  return {
    now: () => new Date(Date.now() + offset),
    offset: () => offset,
    stop: () => clearInterval(timer),
  };
}

async function sampleOffset(db: Database): Promise<number> {
  const before = Date.now();
  const answer = await db.pool.query<{ at: string }>(
    'select extract(epoch from clock_timestamp()) * 1000 as at',
  );
  const after = Date.now();
  return Math.round(Number(answer.rows[0]?.at) - (before + after) / 2);
}
