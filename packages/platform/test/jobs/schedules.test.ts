import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestDatabase } from '@qinwu/testkit/database';
import { eventually } from '@qinwu/testkit/eventually';
import { sql } from 'drizzle-orm';
import type { Database } from '../../src/db/database.ts';
import { inTransaction } from '../../src/db/in-transaction.ts';
import { retention } from '../../src/jobs/retention.ts';
import { startSchedules } from '../../src/jobs/run-schedules.ts';
import { defineSchedule, type Period, type Turn } from '../../src/jobs/schedules.ts';
import { jobDatabase, log, openJobDatabase } from './job-fixture.ts';

const TURN: Turn = { signal: new AbortController().signal, stillMine: async () => {} };

describe('a schedule', () => {
  let database: TestDatabase;
  const dbs: Database[] = [];
  let db: Database;
  beforeAll(async () => {
    database = await jobDatabase();
    for (let at = 0; at < 3; at++) dbs.push(openJobDatabase(database.url));
    const [first] = dbs;
    if (first === undefined) throw new Error('no database');
    db = first;
  });
  afterAll(async () => {
    await Promise.all(dbs.map((each) => each.close()));
    await database.drop();
  });

  const runs = async (name: string) => {
    const found = await db.orm.execute<{ period: string; attempts: number; finished: boolean }>(sql`
      select period, attempts, finished_at is not null as finished from schedule_run
      where name = ${name} order by period`);
    return found.rows;
  };

  it('runs once per period, whoever of three competing processes gets to it', async () => {
    let now = Date.parse('2025-08-31T16:00:00Z');
    const ran: string[] = [];
    const hourly = defineSchedule({
      name: 'hourly',
      everySeconds: 3_600,
      run: async (_db, period) => void ran.push(period.start.toISOString()),
    });
    const clock = { now: () => new Date(now) };
    const runners = dbs.map((each) =>
      startSchedules({ db: each, definitions: [hourly], clock, log, lookEveryMs: 2 }),
    );
    for (let hour = 0; hour < 100; hour++) {
      await eventually(() => ran.length === hour + 1);
      now += 3_600_000;
    }
    await eventually(() => ran.length === 101);
    await Promise.all(runners.map((runner) => runner.close()));
    expect(new Set(ran).size).toBe(101);
    expect((await runs('hourly')).every((run) => run.finished && run.attempts === 1)).toBe(true);
  });

  it('is finished by another process when the one that had it died', async () => {
    await db.pool.query(
      `insert into schedule_run (name, period, lease_until)
       values ('orphaned', '2025-08-31T10:00:00.000Z', now() - interval '1 second')`,
    );
    const periods: Period[] = [];
    const orphaned = defineSchedule({
      name: 'orphaned',
      everySeconds: 3_600,
      run: async (_db, period) => void periods.push(period),
    });
    const clock = { now: () => new Date('2025-08-31T15:30:00Z') };
    const runners = dbs.map((each) =>
      startSchedules({ db: each, definitions: [orphaned], clock, log, lookEveryMs: 5 }),
    );
    await eventually(() => periods.length === 2);
    await Promise.all(runners.map((runner) => runner.close()));
    expect(periods.map((period) => period.start.toISOString()).toSorted()).toEqual([
      '2025-08-31T10:00:00.000Z',
      '2025-08-31T15:00:00.000Z',
    ]);
    expect(periods[0]?.end.getTime()).toBe((periods[0]?.start.getTime() ?? 0) + 3_600_000);
  });

  it('keeps a long run its own and takes a failed one up again', async () => {
    let tries = 0;
    const slow = defineSchedule({
      name: 'slow',
      everySeconds: 3_600,
      run: async () => {
        tries += 1;
        if (tries === 1) throw new Error('not this time');
        await db.pool.query('select pg_sleep(2)');
      },
    });
    const clock = { now: () => new Date('2025-08-31T15:30:00Z') };
    const runners = dbs.map((each) =>
      startSchedules({ db: each, definitions: [slow], clock, log, lookEveryMs: 5, leaseMs: 1_000 }),
    );
    await eventually(async () => (await runs('slow'))[0]?.finished === true);
    await Promise.all(runners.map((runner) => runner.close()));
    expect(tries).toBe(2);
  });

  it('commits nothing in a run that another process has taken', async () => {
    const [first, second, thief] = dbs;
    if (first === undefined || second === undefined || thief === undefined) throw new Error('no database');
    const clock = { now: () => new Date('2025-08-31T15:30:00Z') };
    const aborted: boolean[] = [];
    let tries = 0;
    const fenced = defineSchedule({
      name: 'fenced',
      everySeconds: 3_600,
      run: async (own, _period, { signal, stillMine }) => {
        tries += 1;
        await inTransaction(own, async (tx) => {
          await tx.execute(sql`insert into done (job_id, item) values ('fenced', ${tries})`);
          if (tries === 1) {
            await thief.pool.query(
              `update schedule_run set attempts = 7, lease_until = now() where name = 'fenced'`,
            );
            await eventually(() => signal.aborted);
            aborted.push(signal.aborted);
          }
          await stillMine(tx);
        });
      },
    });
    const shared = { definitions: [fenced], clock, log, lookEveryMs: 5, leaseMs: 1_000 };
    const runners = [first, second].map((each) => startSchedules({ db: each, ...shared }));
    await eventually(async () => (await runs('fenced'))[0]?.finished === true);
    await Promise.all(runners.map((runner) => runner.close()));
    const done = await db.pool.query(`select item from done where job_id = 'fenced'`);
    expect(aborted).toEqual([true]);
    expect(done.rows).toEqual([{ item: 2 }]);
  });

  it('runs the newest period first and gives up old ones that keep failing, one try a look', async () => {
    await db.pool.query(
      `insert into schedule_run (name, period, lease_until, attempts)
       select 'failing', to_char(timestamp '2025-08-31 10:00' + g * interval '10 seconds', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
         now() - interval '1 second', case when g < 300 then 10 else 1 end from generate_series(1, 310) as g`,
    );
    const periods: string[] = [];
    const failing = defineSchedule({
      name: 'failing',
      everySeconds: 10,
      run: async (_db, { start }) => {
        periods.push(start.toISOString());
        throw new Error('still away');
      },
    });
    const clock = { now: () => new Date('2025-08-31T12:00:00Z') };
    const runner = startSchedules({ db, definitions: [failing], clock, log, lookEveryMs: 50 });
    const started = performance.now();
    await eventually(() => periods.length >= 5);
    const seconds = (performance.now() - started) / 1_000;
    await runner.close();
    expect(periods[0]).toBe('2025-08-31T12:00:00.000Z');
    expect(periods[1]).toBe('2025-08-31T10:51:40.000Z');
    expect(seconds).toBeGreaterThan(0.15);
    const rows = await db.pool.query<{ given_up: boolean; n: number }>(
      `select given_up, count(*)::int as n from schedule_run where name = 'failing' group by 1 order by 1`,
    );
    expect(rows.rows).toEqual([
      { given_up: false, n: 12 },
      { given_up: true, n: 299 },
    ]);
  });

  it('forgets what the platform no longer needs, and nothing else', async () => {
    await db.pool.query(
      `insert into inbox (event_id, producer, received_at) select gen_random_uuid(), 'grievance', now() - make_interval(days => d)
       from generate_series(80, 99) as d`,
    );
    await db.pool.query(
      `insert into idempotency (client_id, operation, key, fingerprint, status, headers, body, created_at)
       select 'c', 'o', 'key-' || d, '', 201, '{}', '', now() - make_interval(days => d, mins => 1)
       from generate_series(0, 9) as d`,
    );
    await retention({ importReportDays: 30 }).run(db, { start: new Date(), end: new Date() }, TURN);
    const left = await db.pool.query<{ events: number; answers: number }>(
      `select (select count(*)::int from inbox) as events, (select count(*)::int from idempotency) as answers`,
    );
    expect(left.rows[0]).toEqual({ events: 10, answers: 7 });
  });

  it('forgets false signatures and what was put away, keeps what waits, and finds old answers by an index', async () => {
    await db.pool.query(
      `insert into dead_letter (event_id, producer, type, envelope, error, attempts, reason, died_at, dismissed_at)
       select gen_random_uuid(), 'grievance', 't', '', '', 0, reason, now() - interval '100 days', dismissed
       from (values ('forged', null), ('too-old', now() - interval '91 days'), ('failed', null),
         ('too-old', now() - interval '1 day')) as letter (reason, dismissed)`,
    );
    await db.pool.query(
      `insert into idempotency (client_id, operation, key, fingerprint, status, headers, body)
       select 'many', 'o', 'key-' || n, '', 201, '{}', repeat('x', 300) from generate_series(1, 20000) as n`,
    );
    await db.pool.query('analyze idempotency');
    await retention({ importReportDays: 30 }).run(db, { start: new Date(), end: new Date() }, TURN);
    const left = await db.pool.query(`select reason from dead_letter order by reason`);
    expect(left.rows).toEqual([{ reason: 'failed' }, { reason: 'too-old' }]);
    const plan = await db.pool.query<{ 'QUERY PLAN': string }>(
      `explain select ctid from idempotency where created_at < now() - interval '7 days' limit 5000`,
    );
    expect(plan.rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('idempotency_created');
  });

  it('clears the other tables where one cannot be cleared', async () => {
    const other = await jobDatabase();
    const own = openJobDatabase(other.url);
    await own.pool.query('drop table inbox');
    await own.pool.query(
      `insert into schedule_run (name, period, started_at, finished_at) values ('old', '1', now() - interval '99 days', now())`,
    );
    const run = retention({ importReportDays: 30 }).run(own, { start: new Date(), end: new Date() }, TURN);
    await expect(run).rejects.toThrow('1 tables could not be cleared');
    expect((await own.pool.query('select from schedule_run')).rowCount).toBe(0);
    await own.close();
    await other.drop();
  });
});
