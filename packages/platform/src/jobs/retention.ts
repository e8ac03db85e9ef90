import type { Database } from '../db/database.ts';
import { INBOX_DAYS } from '../events/open-envelope.ts';
import { defineSchedule, type ScheduleDefinition } from './schedules.ts';

const SLICE = 5_000;
const DAY_SECONDS = 86_400;

/** Stored answers are replayed for a week (Stripe keeps a day). */
const ANSWER_DAYS = 7;
const RUN_DAYS = 90;

/** What a platform table forgets, and how long after: each statement removes one slice. */
const FORGOTTEN: readonly { readonly table: string; readonly where: string }[] = [
  { table: 'inbox', where: `received_at < now() - interval '${INBOX_DAYS} days'` },
  { table: 'idempotency', where: `created_at < now() - interval '${ANSWER_DAYS} days'` },
  {
    table: 'schedule_run',
    where: `started_at < now() - interval '${RUN_DAYS} days' and finished_at is not null`,
  },
  // A false signature is no delivery of ours: nobody can drive it again, so nobody has to have seen it.
  {
    table: 'dead_letter',
    where: `least(redriven_at, dismissed_at, case when reason = 'forged' then died_at end)
      < now() - interval '${INBOX_DAYS} days'`,
  },
];

export interface RetentionOptions {
  /** Days for which the rows of a finished import can be reported. */
  readonly importReportDays: number;
}

/** Every day removes what the platform's tables no longer need, in slices that hold no lock for long. */
export function retention({ importReportDays }: RetentionOptions): ScheduleDefinition {
  const ended = `select id from job where finished_at < now() - interval '${importReportDays} days'`;
  const forgotten = [...FORGOTTEN, { table: 'import_row', where: `import_id in (${ended})` }];
  return defineSchedule({
    name: 'platform-retention',
    everySeconds: DAY_SECONDS,
    run: async (db, _period, { signal }) => {
      const kept: unknown[] = [];
      for (const { table, where } of forgotten) {
        // One table that cannot be cleared does not keep the others.
        await forget(db, { table, where, signal }).catch((error: unknown) => kept.push(error));
      }
      if (kept.length > 0)
        throw new AggregateError(kept, `${kept.length} tables could not be cleared`, { cause: kept[0] });
    },
  });
}

async function forget(
  db: Database,
  { table, where, signal }: { table: string; where: string; signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    const gone = await db.pool.query(
      `delete from ${table} where ctid = any(array(select ctid from ${table} where ${where} limit ${SLICE}))`,
    );
    if ((gone.rowCount ?? 0) < SLICE) return;
  }
}
