import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sweepClocks } from '../src/use-cases/sweep-clocks.ts';
import { sweepPerformance } from '../src/use-cases/sweep-performance.ts';
import { agreeing, FIRM, MEDIATOR, WINDOW, WORKER } from './agreed-case.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';

interface Clock {
  kind: string;
  stoppedAt: string | null;
  onTime: boolean | null;
}

describe('where the clocks of a case end', () => {
  let service: MediationService;
  let step: ReturnType<typeof agreeing>;
  beforeAll(async () => {
    service = await startMediationService();
    step = agreeing(service);
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const sweep = async () => {
    const now = service.clock.now();
    return (await sweepClocks(service.deps, now)) + (await sweepPerformance(service.deps, now));
  };
  const at = async (instant: string) => {
    service.clock.set(instant);
    return sweep();
  };
  const running = ({ clocks }: { clocks: Clock[] }) =>
    clocks.filter(({ stoppedAt }) => stoppedAt === null).map(({ kind }) => kind);
  const reds = async () =>
    (await service.as(WINDOW)('GET', '/cases?light=red')).body.items.map(({ id }: { id: string }) => id);
  const pay = (id: string, instalment: string, amount: string, paidOn: string) =>
    step.post(WINDOW, `/cases/${id}/agreement/instalments/${instalment}/payments`, { amount, paidOn });

  it('lets an option that ran out lapse without a red light, and shows the instalment that comes next', async () => {
    const { of } = await step.effective();
    expect(await step.read(of.id)).toMatchObject({ dueAt: '2025-09-04T16:00:00.000Z' });
    await at('2025-09-04T16:00:00Z');
    const found = await step.read(of.id);
    expect(found).toMatchObject({ state: 'EFFECTIVE', dueAt: '2025-09-10T16:00:00.000Z', light: 'green' });
    const clock = (kind: string) => found.clocks.find((each: Clock) => each.kind === kind);
    expect(clock('review')).toMatchObject({
      stoppedAt: '2025-09-04T16:00:00.000Z',
      onTime: null,
      light: 'green',
      lapsed: true,
    });
    expect(clock('confirm')).toMatchObject({ stoppedAt: null, lapsed: false });
    expect(await reds()).not.toContain(of.id);
    // A filing in time that is recorded late is still one in time.
    const filing = { kind: 'arbitration-review', authority: '仲裁委', jointly: true };
    const late = await step.post(WINDOW, `/cases/${of.id}/tracks`, { ...filing, filedOn: '2025-09-05' });
    expect(late.body.type).toBe('urn:qinwu:problem:filed-too-late');
    const inTime = await step.post(WINDOW, `/cases/${of.id}/tracks`, { ...filing, filedOn: '2025-09-04' });
    expect(inTime.status).toBe(201);
    const review = `/cases/${of.id}/tracks/${inTime.body.id}/actions`;
    await step.post(WINDOW, `${review}/accept`, { on: '2025-09-04' });
    const limit = async () =>
      (await step.read(of.id)).clocks.find(
        ({ kind, stoppedAt }: Clock) => kind === 'track' && stoppedAt === null,
      );
    // Five working days, and as many again where its head approves them.
    expect(await limit()).toMatchObject({ dueAt: '2025-09-11T16:00:00.000Z' });
    const extension = { on: '2025-09-05', days: 6, reason: '情况复杂，经批准延长。' };
    const extend = (over: object) => step.post(WINDOW, `${review}/extend`, { ...extension, ...over });
    expect((await extend({})).body.errors).toMatchObject([{ pointer: '/days', code: 'extension-too-long' }]);
    expect((await extend({ days: 5 })).status).toBe(200);
    expect(await limit()).toMatchObject({ dueAt: '2025-09-18T16:00:00.000Z' });
  });

  it('stops everything at performance, and nothing of an archived case is red later', async () => {
    const { of, last } = await step.effective();
    const [first, second] = last.body.instalments;
    await pay(of.id, first.id, '5000.00', '2025-08-20');
    await pay(of.id, second.id, '7000.00', '2025-08-20');
    const done = await step.read(of.id);
    expect(done).toMatchObject({ state: 'PERFORMED', dueAt: null, light: null });
    expect(running(done)).toEqual([]);
    expect(done.clocks.find(({ kind }: Clock) => kind === 'confirm')).toMatchObject({
      onTime: null,
      lapsed: false,
    });
    const { version } = (await step.act(of.id, 'archive', { archiveNumber: '2025-1' })).body;
    await at('2025-11-01T02:00:00Z');
    expect(await step.read(of.id)).toMatchObject({ version, state: 'ARCHIVED', dueAt: null, light: null });
    expect(await reds()).not.toContain(of.id);
  });

  it('stops what follows another way when the case is archived', async () => {
    const of = await step.mediating();
    await step.act(of.id, 'fail', { reason: '分歧较大' });
    const filing = { kind: 'arbitration', filedOn: '2025-08-20', authority: '仲裁委' };
    const { body } = await step.post(WINDOW, `/cases/${of.id}/tracks`, filing);
    expect(running(await step.read(of.id))).toEqual(['track']);
    const archived = await step.act(of.id, 'archive', { archiveNumber: '2025-2' });
    expect(archived.body).toMatchObject({ dueAt: null, light: null });
    expect(running(archived.body)).toEqual([]);
    // What the commission did is still put down, but nobody counts its days any more.
    const path = `/cases/${of.id}/tracks/${body.id}/actions/accept`;
    expect((await step.post(WINDOW, path, { on: '2025-08-20' })).status).toBe(200);
    expect(running(await step.read(of.id))).toEqual([]);
  });

  it('mends by migration and sweep what stood wrong before', async () => {
    const { of, last } = await step.effective();
    const [first, second] = last.body.instalments;
    await pay(of.id, first.id, '5000.00', '2025-08-20');
    await pay(of.id, second.id, '7000.00', '2025-08-20');
    const { of: unused } = await step.effective();
    const { of: unsigned } = await step.confirmed();
    const { pool } = service.deps.db;
    service.clock.set('2025-09-30T02:00:00Z');
    await pool.query(
      `update case_clock set stopped_at = null, on_time = null, light = 'red', next_light_at = null
       where case_id = any($1) and kind in ('confirm', 'review')`,
      [[of.id, unused.id]],
    );
    await pool.query(`update dispute_case set light = 'red', due_at = received_on where id = any($1)`, [
      [of.id, unused.id],
    ]);
    await pool.query(
      `update case_clock set stopped_at = '2025-08-20T02:00:00Z', on_time = true, next_light_at = null
       where case_id = $1`,
      [unsigned.id],
    );
    expect(await reds()).toEqual(expect.arrayContaining([of.id, unused.id]));
    const sql = await readFile(new URL('../migrations/0013-options-lapse.sql', import.meta.url), 'utf8');
    const updates = sql.split(';').filter((statement) => statement.includes('UPDATE'));
    expect(updates).toHaveLength(3);
    for (const update of updates) await pool.query(update);
    await sweep();
    const performed = await step.read(of.id);
    expect(performed).toMatchObject({ state: 'PERFORMED', dueAt: null, light: null });
    expect(running(performed)).toEqual([]);
    // What was overdue of it shows now: the first instalment.
    expect(await step.read(unused.id)).toMatchObject({
      state: 'BREACHED',
      dueAt: '2025-09-10T16:00:00.000Z',
    });
    expect(running(await step.read(unused.id))).toEqual(['instalment', 'instalment']);
    expect(running(await step.read(unsigned.id))).toEqual(['mediate']);
    expect(await step.read(unsigned.id)).toMatchObject({ state: 'AGREED', light: 'red' });
    const { body } = await service.as(WINDOW)('GET', `/cases/${of.id}/history`);
    expect(body.items.map(({ action }: { action: string }) => action)).toContain('lights-changed');
    expect(await sweep()).toBe(0);
  });

  it('counts the term on while an agreement waits for its signatures, and lets the parties go to arbitration after it', async () => {
    const { of, textHash } = await step.confirmed();
    expect(await step.read(of.id)).toMatchObject({ state: 'AGREED', dueAt: '2025-09-04T16:00:00.000Z' });
    const filing = { kind: 'arbitration', filedOn: '2025-08-20', authority: '仲裁委' };
    const early = await step.post(WINDOW, `/cases/${of.id}/tracks`, filing);
    expect(early.body.type).toBe('urn:qinwu:problem:track-not-open');
    expect((await step.act(of.id, 'time-out')).body.type).toBe('urn:qinwu:problem:term-not-over');
    await at('2025-09-04T16:00:00Z');
    // Nobody ends it behind the parties' backs.
    const waiting = await step.read(of.id);
    expect(waiting).toMatchObject({ state: 'AGREED', light: 'red' });
    expect(waiting.allowedActions).toContain('time-out');
    const before = await step.post(WINDOW, `/cases/${of.id}/tracks`, { ...filing, filedOn: '2025-09-04' });
    expect(before).toMatchObject({ status: 422, body: { errors: [{ pointer: '/filedOn' }] } });
    expect(before.body.errors[0].detail).toContain('2025-09-05');
    const filed = await step.post(WINDOW, `/cases/${of.id}/tracks`, { ...filing, filedOn: '2025-09-05' });
    expect(filed.status).toBe(201);
    const ended = await step.act(of.id, 'time-out');
    expect(ended.body).toMatchObject({ state: 'TIMED_OUT', outcome: 'timed-out' });
    const signed = await step.sign(WORKER, of, { party: of.worker }, textHash);
    expect(signed.status).toBe(409);
  });

  it('ends the term with the effect, on time or late', async () => {
    const { of, textHash } = await step.confirmed();
    await at('2025-09-06T02:00:00Z');
    await step.sign(WORKER, of, { party: of.worker }, textHash);
    await step.sign(FIRM, of, { party: of.firm }, textHash);
    await step.sign(MEDIATOR, of, { mediator: 'mediator-1' }, textHash);
    expect((await step.seal(of, textHash)).body.caseState).toBe('EFFECTIVE');
    const found = await step.read(of.id);
    expect(found).toMatchObject({ light: 'green' });
    expect(found.clocks.find(({ kind }: Clock) => kind === 'mediate')).toMatchObject({ onTime: false });
    const prompt = (await step.effective()).of;
    const { clocks } = await step.read(prompt.id);
    const mediate = clocks.find(({ kind }: Clock) => kind === 'mediate');
    expect(mediate).toMatchObject({ stoppedAt: '2025-09-06T02:00:00.000Z', onTime: true });
  });
});
