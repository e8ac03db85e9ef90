import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import type { Clock } from '../process/clock.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Period, ScheduleDefinition, Turn } from './schedules.ts';

export interface ScheduleRunnerOptions {
  readonly db: Database;
  readonly definitions: readonly ScheduleDefinition[];
  readonly clock: Clock;
  readonly log: Logger;
  /** Milliseconds after which a silent process's run is taken by another; 30 s unless told. */
  readonly leaseMs?: number;
  /** Milliseconds between two looks; a second unless told. */
  readonly lookEveryMs?: number;
}

/** Works the schedules of one service in this process, beside other processes that do the same. */
export interface ScheduleRunner {
  close(): Promise<void>;
}

const LEASE_MS = 30_000;
const LOOK_EVERY_MS = 1_000;
const MAX_RETRY_MS = 60_000;
/** Failures after which a period is given up once a newer one has begun. */
const MAX_ATTEMPTS = 10;

interface Run {
  readonly period: string;
  readonly attempts: number;
}

/**
 * Starts the schedules: at each look the period that began last is run unless some process already has it, then
 * earlier ones whose process died or failed. The row in `schedule_run` decides; nothing of it stands in Redis.
 */
export function startSchedules(options: ScheduleRunnerOptions): ScheduleRunner {
  const stop = new AbortController();
  const loops = options.definitions.map((definition) => look(options, definition, stop.signal));
  return {
    close: async () => {
      stop.abort();
      await Promise.all(loops);
    },
  };
}

async function look(
  options: ScheduleRunnerOptions,
  definition: ScheduleDefinition,
  stopping: AbortSignal,
): Promise<void> {
  const { clock, log, lookEveryMs = LOOK_EVERY_MS } = options;
  let seen = '';
  while (!stopping.aborted) {
    try {
      const period = periodAt(definition, clock.now());
      const run =
        (await takeNew(options, definition, period, seen)) ??
        (await takeUnfinished(options, definition, period));
      seen = period;
      // After a failure the next period waits for the next look: what fails for all of them is not hammered.
      if (run !== null && (await runOnce(options, definition, run))) continue;
    } catch (error) {
      log.warn({ err: error, schedule: definition.name }, 'a schedule could not be looked at');
    }
    await sleep(lookEveryMs, undefined, { signal: stopping }).catch(() => {});
  }
}

/** The period that has begun last, named by its start. */
function periodAt({ everySeconds }: ScheduleDefinition, now: Date): string {
  const every = everySeconds * 1_000;
  return new Date(Math.floor(now.getTime() / every) * every).toISOString();
}

async function takeNew(
  { db, leaseMs = LEASE_MS }: ScheduleRunnerOptions,
  { name }: ScheduleDefinition,
  period: string,
  seen: string,
): Promise<Run | null> {
  if (period === seen) return null;
  const taken = await db.pool.query<Run>(
    `insert into schedule_run (name, period, lease_until) values ($1, $2, now() + $3 * interval '1 millisecond')
     on conflict do nothing returning period, attempts`,
    [name, period, leaseMs],
  );
  return taken.rows[0] ?? null;
}

/** Takes the newest run that nobody has in hand; gives up older ones that failed too often. */
async function takeUnfinished(
  { db, leaseMs = LEASE_MS }: ScheduleRunnerOptions,
  { name }: ScheduleDefinition,
  newest: string,
): Promise<Run | null> {
  const taken = await db.pool.query<Run>(
    `with given_up as (
       update schedule_run set finished_at = now(), given_up = true
       where name = $1 and finished_at is null and lease_until < now() and attempts >= $4 and period < $3),
     due as materialized (
       select period from schedule_run where name = $1 and finished_at is null and lease_until < now()
         and (attempts < $4 or period >= $3)
       order by period desc limit 1 for update skip locked)
     update schedule_run r set lease_until = now() + $2 * interval '1 millisecond', attempts = r.attempts + 1
     from due where r.name = $1 and r.period = due.period
     returning r.period, r.attempts`,
    [name, leaseMs, newest, MAX_ATTEMPTS],
  );
  return taken.rows[0] ?? null;
}

/** Does one run and marks it finished; false where it failed or was lost to another process. */
async function runOnce(
  { db, log, leaseMs = LEASE_MS }: ScheduleRunnerOptions,
  definition: ScheduleDefinition,
  { period, attempts }: Run,
): Promise<boolean> {
  const about = { schedule: definition.name, period, attempts };
  const mine = sql`name = ${definition.name} and period = ${period} and attempts = ${attempts}
    and finished_at is null`;
  const leaseFor = (ms: number) =>
    sql`update schedule_run set lease_until = now() + ${ms} * interval '1 millisecond' where ${mine}`;
  const lost = new AbortController();
  let over = performance.now() + leaseMs;
  const renew = async (): Promise<void> => {
    const asked = performance.now();
    const kept = await db.orm.execute(leaseFor(leaseMs));
    if (kept.rowCount === 0) lost.abort();
    else over = asked + leaseMs;
  };
  const heart = setInterval(() => {
    if (performance.now() > over) lost.abort();
    renew().catch((error: unknown) =>
      log.warn({ err: error, ...about }, 'a scheduled run could not be renewed'),
    );
  }, leaseMs / 3);
  const turn: Turn = {
    signal: lost.signal,
    stillMine: async (tx) => {
      const kept = await tx.execute(leaseFor(leaseMs));
      if (kept.rowCount === 0) throw new Error('The run was taken by another process.');
    },
  };
  try {
    await definition.run(db, boundsOf(definition, period), turn);
    const finished = await db.orm.execute(sql`update schedule_run set finished_at = now() where ${mine}`);
    if (finished.rowCount === 0) log.warn(about, 'a scheduled run was taken by another process');
    return finished.rowCount === 1;
  } catch (error) {
    log.error({ err: error, ...about }, 'a scheduled run failed');
    await db.orm.execute(leaseFor(Math.min(1_000 * 2 ** Math.min(attempts, 10), MAX_RETRY_MS)));
    return false;
  } finally {
    clearInterval(heart);
  }
}

function boundsOf({ everySeconds }: ScheduleDefinition, period: string): Period {
  const start = new Date(period);
  return { start, end: new Date(start.getTime() + everySeconds * 1_000) };
}
