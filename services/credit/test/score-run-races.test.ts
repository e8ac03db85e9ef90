import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { localDateOf } from '@qinwu/domain/local-date';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { eventually } from '@qinwu/testkit/eventually';
import { lockRun } from '../src/store/runs/runs.ts';
import { planRun } from '../src/use-cases/runs/plan-run.ts';
import { scoreSlice } from '../src/use-cases/runs/score-slice.ts';
import { type CreditService, startCreditService } from './credit-service.ts';
import { type CreditWork, startCreditWork } from './credit-work.ts';
import { enterFirm, enterTax, firm, publishModel, startRun, untilRun } from './run-park.ts';

const FIRMS = 6;
let service: CreditService;
let work: CreditWork | undefined;
let modelId: string;
let today: string;

const admin = () => service.as({ roles: 'admin', sub: 'admin' });

beforeAll(async () => {
  service = await startCreditService();
  service.clock.set(new Date().toISOString());
  today = localDateOf(new Date());
  modelId = await publishModel(service, 'national-18');
  for (let n = 0; n < FIRMS; n++) {
    await enterFirm(service, n);
    await enterTax(service, n, { code: 'G3', value: '800', unit: '万元' });
  }
});
afterAll(async () => {
  await work?.close();
  await service.close();
});

async function query<R>(text: string, values: readonly unknown[] = []): Promise<R[]> {
  return (await service.deps.db.pool.query(text, [...values])).rows;
}

const scoresOf = (run: string) =>
  query<{ uscc: string }>('select uscc from run_score where run_id = $1', [run]);

/** Plans a run as its job would, without a worker. */
async function planned(day: string): Promise<string> {
  const { id } = await startRun(service, { asOf: day, modelId });
  await inTransaction(service.deps.db, (tx) => planRun(tx, id, ''));
  return id;
}

describe('a run without workers', () => {
  it('that is cancelled while a slice is being scored keeps none of it', async () => {
    const id = await planned('2025-03-01');
    const scoring = await inTransaction(service.deps.db, (tx) => lockRun(tx, id));
    expect(scoring.state).toBe('SCORING');
    const { status, body } = await admin()('POST', `/score-runs/${id}/cancel`, { body: {} });
    expect({ status, state: body.state }).toEqual({ status: 200, state: 'CANCELLED' });
    await inTransaction(service.deps.db, (tx) => scoreSlice(tx, scoring, 0));
    expect(await scoresOf(id)).toEqual([]);
    const again = await admin()('POST', `/score-runs/${id}/cancel`, { body: {} });
    expect({ status: again.status, type: again.body.type }).toEqual({
      status: 409,
      type: 'urn:qinwu:problem:transition-not-allowed',
    });
  });

  it('that was cancelled leaves its period to another', async () => {
    const id = await planned('2025-03-02');
    await admin()('POST', `/score-runs/${id}/cancel`, { body: {} });
    const { id: next, state } = await startRun(service, { asOf: '2025-03-02', modelId });
    expect({ isOther: next !== id, state }).toEqual({ isOther: true, state: 'PLANNING' });
    await admin()('POST', `/score-runs/${next}/cancel`, { body: {} });
  });

  it('is started once by many who ask at the same time', async () => {
    const asked = Array.from({ length: 8 }, () => startRun(service, { asOf: '2025-03-03', modelId }));
    const ids = new Set((await Promise.all(asked)).map(({ id }) => id));
    expect(ids.size).toBe(1);
    const [{ count } = { count: -1 }] = await query<{ count: number }>(
      `select count(*)::int as count from job where kind = 'credit.plan-run' and input ->> 'run' = $1`,
      [[...ids][0]],
    );
    expect(count).toBe(1);
  });

  it('does not score a slice twice', async () => {
    const id = await planned('2025-03-04');
    const scoring = await inTransaction(service.deps.db, (tx) => lockRun(tx, id));
    await inTransaction(service.deps.db, (tx) => scoreSlice(tx, scoring, 0));
    await inTransaction(service.deps.db, (tx) => scoreSlice(tx, scoring, 0));
    expect(await scoresOf(id)).toHaveLength(FIRMS);
    const [row] = await query<{ state: string; slices_done: number }>(
      'select state, slices_done from score_run where id = $1',
      [id],
    );
    expect(row).toEqual({ state: 'PUBLISHING', slices_done: 1 });
  });
});

describe('a run with workers', () => {
  beforeAll(async () => {
    work = await startCreditWork(service);
  });

  it('waits for what was begun before its cut, and counts it', async () => {
    const open = await service.deps.db.pool.connect();
    try {
      // A change as the service makes it: dated under the lock, committed a good while later.
      await open.query('begin');
      await open.query(`select from input_vector where uscc = $1 for update`, [firm(0)]);
      await open.query(
        `update input_vector set slots[10] = 90000000, version = version + 1,
           updated_at = date_trunc('milliseconds', clock_timestamp()) + interval '1 millisecond'
         where uscc = $1`,
        [firm(0)],
      );
      const [{ slot } = { slot: 0 }] = await query<{ slot: number }>(
        `select array_position(slots, 8000000) as slot from input_vector where uscc = $1`,
        [firm(1)],
      );
      expect(slot).toBe(10);
      const run = await startRun(service, { asOf: today, modelId });
      await eventually(
        async () => {
          const jobs = await query(
            `select from pg_stat_activity where query like '%pg_stat_activity%' and pid <> pg_backend_pid()
               and state <> 'idle'`,
          );
          expect(jobs.length).toBeGreaterThan(0);
        },
        { within: 10_000, every: 5 },
      );
      expect((await admin()('GET', `/score-runs/${run.id}`)).body.state).toBe('PLANNING');
      await open.query('commit');
      await untilRun(service, run.id, 'PUBLISHED');
      const [scored] = await query<{ stage: string }>(
        'select stage from run_score where run_id = $1 and uscc = $2',
        [run.id, firm(0)],
      );
      expect(scored?.stage).toBe('growth');
    } finally {
      open.release();
    }
  });

  it('clears what a cancelled run has put down', async () => {
    await eventually(
      async () => {
        const left = await query(
          `select from run_score join score_run on score_run.id = run_id where state = 'CANCELLED'`,
        );
        const open = await query(`select from job where kind = 'credit.clear-run' and finished_at is null`);
        expect({ left: left.length, open: open.length }).toEqual({ left: 0, open: 0 });
      },
      { within: 10_000 },
    );
  });

  it('fails where a step was given up, and leaves its period to another', async () => {
    await work?.close();
    work = undefined;
    const { id } = await startRun(service, { asOf: '2025-03-09', modelId });
    await query(
      `update job set state = 'FAILED', error = 'out of luck', finished_at = now() where input ->> 'run' = $1`,
      [id],
    );
    const stranded = service.app.schedules.find(({ name }) => name === 'credit.stranded-runs');
    const turn = { signal: new AbortController().signal, stillMine: async () => {} };
    await stranded?.run(service.deps.db, { start: new Date(), end: new Date() }, turn);
    const { body } = await admin()('GET', `/score-runs/${id}`);
    expect(body).toMatchObject({ state: 'FAILED', fault: 'out of luck' });
    expect((await startRun(service, { asOf: '2025-03-09', modelId })).id).not.toBe(id);
  });
});

describe('a closed period', () => {
  const close = (closedThrough: string, headers = {}) =>
    admin()('PUT', '/closing', { body: { closedThrough }, headers });

  it('is scored no more, and not opened again', async () => {
    expect((await close('2099-01-01')).status).toBe(422);
    const { status, headers } = await close('2024-12-31');
    expect(status).toBe(200);
    const refused = await admin()('POST', '/score-runs', { body: { asOf: '2024-12-31', modelId } });
    expect([refused.status, refused.body.errors[0].code]).toEqual([422, 'period-closed']);
    const seen = { 'if-match': headers.get('etag') ?? '' };
    expect((await close('2024-11-30', seen)).body.errors[0].code).toBe('period-reopened');
    expect((await close('2025-01-31')).status).toBe(428);
    expect((await close('2025-01-31', seen)).status).toBe(200);
    expect((await admin()('POST', '/score-runs', { body: { asOf: '2025-02-01', modelId } })).status).toBe(
      202,
    );
  });
});

describe('the nightly schedule', () => {
  it('starts one run a day from its hour on', async () => {
    const { nightlyRuns } = await import('../src/jobs/nightly-runs.ts');
    const nightly = nightlyRuns(service.deps, 2);
    const turn = { signal: new AbortController().signal, stillMine: async () => {} };
    const period = { start: new Date(), end: new Date() };
    const runsOf = (day: string) =>
      query(`select from score_run where as_of = $1 and asked_by like 'system%'`, [day]);
    service.clock.set('2026-12-05T01:59:00+08:00');
    await nightly.run(service.deps.db, period, turn);
    expect(await runsOf('2026-12-05')).toHaveLength(0);
    service.clock.set('2026-12-05T02:01:00+08:00');
    await nightly.run(service.deps.db, period, turn);
    await nightly.run(service.deps.db, period, turn);
    expect(await runsOf('2026-12-05')).toHaveLength(1);
  });
});
