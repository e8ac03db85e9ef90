import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestDatabase } from '@qinwu/testkit/database';
import { eventually } from '@qinwu/testkit/eventually';
import { sql } from 'drizzle-orm';
import type { Database } from '../../src/db/database.ts';
import { cancelJob, findJob, writeJob } from '../../src/jobs/job-store.ts';
import { defineJob, type Job, type JobDefinition } from '../../src/jobs/jobs.ts';
import { requestJob } from '../../src/jobs/request-job.ts';
import { type JobRunner, startJobRunner } from '../../src/jobs/run-jobs.ts';
import { watchJob } from '../../src/jobs/watch-job.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { counting, doneRows, jobDatabase, log, openJobDatabase } from './job-fixture.ts';

describe('a durable job', () => {
  let database: TestDatabase;
  let db: Database;
  const runners: JobRunner[] = [];
  beforeAll(async () => {
    database = await jobDatabase();
    db = openJobDatabase(database.url);
  });
  afterAll(async () => {
    await Promise.all(runners.map((runner) => runner.close()));
    await db.close();
    await database.drop();
  });

  const run = (
    definition: JobDefinition,
    leaseMs = 30_000,
    onAsked: (jobs: number) => void = () => {},
  ): JobRunner => {
    const metrics = createMetrics('test', { process: 'without' });
    const options = { db, definitions: [definition], log, metrics, retryMs: 5, leaseMs, onAsked };
    const runner = startJobRunner(options);
    runners.push(runner);
    return runner;
  };
  const ask = (kind: string, input: Job['input'] = {}) =>
    requestJob(db, { park: 'hefei', kind, input, createdBy: 'officer-1' });
  const ended = (id: string, within = 10_000) =>
    eventually(
      async () => {
        const job = await findJob(db.orm, 'hefei', id);
        if (job === null || job.finishedAt === null) throw new Error('the job has not ended');
        return job;
      },
      { within },
    );

  it('does slice after slice and shows its progress until it is done', async () => {
    const runner = run(counting);
    const id = await ask('counting', { items: 95, seconds: 0.05 });
    runner.poke();
    const shown: Job[] = [];
    for await (const job of watchJob(db, { park: 'hefei', id, signal: AbortSignal.timeout(10_000) }))
      shown.push(job);
    expect(shown.at(-1)).toMatchObject({ state: 'DONE', progress: { done: 95, of: 95 } });
    expect(await doneRows(db, id)).toEqual({ rows: 95, items: 95 });
    await runner.close();
  });

  it('tells of the jobs a slice wrote once they are committed, and not of those it did not commit', async () => {
    const seen: Promise<[asked: number, found: boolean]>[] = [];
    let tries = 0;
    let written = '';
    const planning = defineJob({
      kind: 'planning',
      runSlice: async (tx) => {
        written = await writeJob(tx, { park: 'hefei', kind: 'planned', input: {}, createdBy: 'officer-1' });
        tries += 1;
        // The transaction of the first try is over before anything is committed.
        if (tries === 1) throw new Error('first try');
        return { checkpoint: {}, progress: {}, done: true, asks: 1 };
      },
    });
    const runner = run(planning, 30_000, (asked) => {
      seen.push(findJob(db.orm, 'hefei', written).then((job) => [asked, job !== null]));
    });
    await ended(await ask('planning'));
    await runner.close();
    expect([tries, await Promise.all(seen)]).toEqual([2, [[1, true]]]);
  });

  it('is not seen from another park', async () => {
    const id = await writeJob(db.orm, { park: 'hefei', kind: 'never', input: {}, createdBy: 'officer-1' });
    expect(await findJob(db.orm, 'elsewhere', id)).toBeNull();
    await expect(cancelJob(db.orm, 'elsewhere', id)).rejects.toMatchObject({ code: 'job-not-found' });
    expect((await cancelJob(db.orm, 'hefei', id)).state).toBe('CANCELLED');
    await expect(cancelJob(db.orm, 'hefei', id)).rejects.toMatchObject({ code: 'job-ended' });
  });

  it('goes on after the last committed slice when its worker is killed, and does nothing twice', async () => {
    const id = await ask('counting', { items: 200, seconds: 0.06 });
    const script = fileURLToPath(new URL('job-worker.ts', import.meta.url));
    const start = (): ChildProcess => spawn(process.execPath, [script, database.url], { stdio: 'ignore' });
    const progress = async () => Number((await findJob(db.orm, 'hefei', id))?.checkpoint.next ?? 0);
    for (const goal of [30, 80, 130]) {
      const worker = start();
      await eventually(async () => (await progress()) >= goal, { within: 10_000 });
      worker.kill('SIGKILL');
      await once(worker, 'exit');
    }
    const last = start();
    const job = await ended(id);
    last.kill('SIGKILL');
    await once(last, 'exit');
    expect(job.state).toBe('DONE');
    expect(await doneRows(db, id)).toEqual({ rows: 200, items: 200 });
  });

  it('is shared by several workers without being done twice', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => ask('counting', { items: 40 })));
    const three = [run(counting), run(counting), run(counting)];
    for (const id of ids) {
      expect((await ended(id)).state).toBe('DONE');
      expect(await doneRows(db, id)).toEqual({ rows: 40, items: 40 });
    }
    await Promise.all(three.map((runner) => runner.close()));
  });

  it('commits nothing once its claim was lost', async () => {
    const id = await ask('stolen');
    const thief = openJobDatabase(database.url);
    let slices = 0;
    const stolen = defineJob({
      kind: 'stolen',
      runSlice: async () => {
        slices += 1;
        if (slices === 1) {
          await thief.pool.query(
            `update job set leased_by = 'someone-else', lease_until = now() where id = $1`,
            [id],
          );
        }
        return { checkpoint: { slices }, progress: {}, done: true };
      },
    });
    const runner = run(stolen);
    expect((await ended(id)).checkpoint).toEqual({ slices: 2 });
    await runner.close();
    await thief.close();
  });

  it('stops after the slice in hand when it is cancelled', async () => {
    const runner = run(counting);
    const id = await ask('counting', { items: 10_000, seconds: 0.02 });
    runner.poke();
    await eventually(async () => (await doneRows(db, id)).rows > 20);
    await cancelJob(db.orm, 'hefei', id);
    const job = await ended(id);
    expect(job.state).toBe('CANCELLED');
    expect((await doneRows(db, id)).rows).toBe(Number(job.checkpoint.next));
    await runner.close();
  });

  it('is tried again after a failure, keeps nothing of the failed slice, and fails for good in the end', async () => {
    const broken = defineJob({
      kind: 'broken',
      maxAttempts: 3,
      runSlice: async (tx, job, signal) => {
        await counting.runSlice(tx, job, signal);
        throw new Error(`cannot read row ${job.attempts}`);
      },
    });
    const runner = run(broken);
    const id = await ask('broken', { items: 10 });
    runner.poke();
    expect(await ended(id)).toMatchObject({ state: 'FAILED', attempts: 3, error: 'cannot read row 3' });
    expect((await doneRows(db, id)).rows).toBe(0);
    await runner.close();
  });

  it('fails for good when its statement always takes too long, and says so without the values in it', async () => {
    const slow = defineJob({
      kind: 'slow',
      maxAttempts: 2,
      runSlice: async (tx, job) => {
        if (job.attempts === 2) await tx.execute(sql`select ${'张三 13800138000'}::date`);
        await tx.execute(sql`set local statement_timeout = '20ms'`);
        await tx.execute(sql`select pg_sleep(1)`);
        return { checkpoint: {}, progress: {}, done: true };
      },
    });
    const runner = run(slow);
    const job = await ended(await ask('slow'));
    expect(job).toMatchObject({ state: 'FAILED', attempts: 2, error: 'SQLSTATE 22007' });
    await runner.close();
  });

  it('is left for the next process when its own stops, and that does not count against it', async () => {
    const id = await ask('counting', { items: 1_000, seconds: 0.02 });
    const first = run(counting);
    await eventually(async () => (await doneRows(db, id)).rows > 20);
    await first.close();
    expect(await findJob(db.orm, 'hefei', id)).toMatchObject({ state: 'WAITING', attempts: 0 });
    await cancelJob(db.orm, 'hefei', id);
  });
});
