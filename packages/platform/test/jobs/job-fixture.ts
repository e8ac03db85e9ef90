import { createTestDatabase, type TestDatabase } from '@qinwu/testkit/database';
import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { type Database, openDatabase } from '../../src/db/database.ts';
import { migrate } from '../../src/db/migrate.ts';
import { defineJob, type JobDefinition } from '../../src/jobs/jobs.ts';

const PLATFORM = new URL('../../migrations/', import.meta.url);
export const log = pino({ level: 'silent' });

/** A database with the platform's tables and a `done` table that shows every piece of work, doubles too. */
export async function jobDatabase(): Promise<TestDatabase> {
  return createTestDatabase(
    async (url) => {
      await migrate(url, [PLATFORM]);
      const db = openJobDatabase(url);
      await db.orm.execute(
        sql`create table done (job_id text not null, item int not null, at timestamptz default now())`,
      );
      await db.close();
    },
    { template: 'platform-jobs' },
  );
}

export function openJobDatabase(url: string): Database {
  return openDatabase({ url, max: 4, log });
}

/** Counts up to `input.items`, ten rows a slice. */
export const counting: JobDefinition = defineJob({
  kind: 'counting',
  runSlice: async (tx, job) => {
    const next = Number(job.checkpoint.next ?? 0);
    const items = Number(job.input.items);
    const end = Math.min(next + 10, items);
    await tx.execute(
      sql`insert into done (job_id, item) select ${job.id}, generate_series(${next}::int, ${end - 1}::int)`,
    );
    await tx.execute(sql`select pg_sleep(${Number(job.input.seconds ?? 0)}::float8)`);
    return { checkpoint: { next: end }, progress: { done: end, of: items }, done: end === items };
  },
});

/** Rows of `done` for a job: how many, and how many different ones. */
export async function doneRows(db: Database, job: string): Promise<{ rows: number; items: number }> {
  const found = await db.orm.execute<{ rows: number; items: number }>(
    sql`select count(*)::int as rows, count(distinct item)::int as items from done where job_id = ${job}`,
  );
  return found.rows[0] ?? { rows: -1, items: -1 };
}
