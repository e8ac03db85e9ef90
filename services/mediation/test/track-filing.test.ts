import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sweepClocks } from '../src/use-cases/sweep-clocks.ts';
import { sweepPerformance } from '../src/use-cases/sweep-performance.ts';
import { agreeing, WINDOW } from './agreed-case.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';

const problem = (code: string) => `urn:qinwu:problem:${code}`;
const COURT = { kind: 'judicial-confirmation', authority: '晋江市人民法院', jointly: true };

describe('days of what is filed and paid', () => {
  let service: MediationService;
  let step: ReturnType<typeof agreeing>;
  beforeAll(async () => {
    service = await startMediationService();
    step = agreeing(service);
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const file = (id: string, body: object) => step.post(WINDOW, `/cases/${id}/tracks`, body);
  const track = (id: string, of: string, action: string, body: object) =>
    step.post(WINDOW, `/cases/${id}/tracks/${of}/actions/${action}`, body);
  const at = async (instant: string) => {
    service.clock.set(instant);
    await sweepClocks(service.deps, service.clock.now());
    await sweepPerformance(service.deps, service.clock.now());
  };
  const confirmClock = async (id: string) =>
    (await step.read(id)).clocks.find(({ kind }: { kind: string }) => kind === 'confirm');
  const tooEarly = (pointer: string, day: string) => ({
    status: 422,
    body: { errors: [{ pointer, code: 'dates-reversed', detail: expect.stringContaining(day) }] },
  });

  it('refuses payments and filings dated before the effect, naming the first day', async () => {
    const { of, last } = await step.effective();
    const [first] = last.body.instalments;
    const path = `/cases/${of.id}/agreement/instalments/${first.id}/payments`;
    const paid = await step.post(WINDOW, path, { amount: '5000.00', paidOn: '2025-08-19' });
    expect(paid).toMatchObject(tooEarly('/paidOn', '2025-08-20'));
    for (const kind of ['judicial-confirmation', 'arbitration-review']) {
      const filed = await file(of.id, { ...COURT, kind, filedOn: '2025-08-19' });
      expect(filed).toMatchObject(tooEarly('/filedOn', '2025-08-20'));
    }
    const oral = await step.mediating({ category: 'debt', organisation: 'people-mediation' });
    await step.act(oral.id, 'agree-orally', { amountAgreed: '3000.00', summary: '三日内支付3000元。' });
    const done = await step.act(oral.id, 'perform', { performedOn: '2025-08-19' });
    expect(done).toMatchObject(tooEarly('/performedOn', '2025-08-20'));
    expect((await step.act(oral.id, 'perform', { performedOn: '2025-08-20' })).status).toBe(200);
  });

  it('takes a payment order only on money that is overdue, from the day it is', async () => {
    const { of, last } = await step.effective();
    const order = { kind: 'payment-order', authority: '晋江市人民法院' };
    const none = await file(of.id, { ...order, filedOn: '2025-08-20' });
    expect(none).toMatchObject({ status: 409, body: { type: problem('nothing-overdue') } });
    await at('2025-09-12T02:00:00Z');
    expect(await file(of.id, { ...order, filedOn: '2025-09-10' })).toMatchObject(
      tooEarly('/filedOn', '2025-09-11'),
    );
    expect((await file(of.id, { ...order, filedOn: '2025-09-11' })).status).toBe(201);
    const [first] = last.body.instalments;
    const path = `/cases/${of.id}/agreement/instalments/${first.id}/payments`;
    await step.post(WINDOW, path, { amount: '5000.00', paidOn: '2025-09-12' });
    const again = await file(of.id, { ...order, filedOn: '2025-09-12' });
    expect(again.body.type).toBe(problem('nothing-overdue'));
  });

  it('lets a joint filing that came to nothing be made again within the term, and not once it was decided', async () => {
    const { of } = await step.effective();
    const first = await file(of.id, { ...COURT, filedOn: '2025-08-20' });
    expect(await confirmClock(of.id)).toMatchObject({ onTime: true });
    expect((await file(of.id, { ...COURT, filedOn: '2025-08-20' })).body.type).toBe(
      problem('track-under-way'),
    );
    await at('2025-08-25T02:00:00Z');
    await track(of.id, first.body.id, 'not-accept', { on: '2025-08-25' });
    // The window is open again, and says so.
    expect(await confirmClock(of.id)).toMatchObject({
      stoppedAt: null,
      onTime: null,
      dueAt: '2025-09-19T16:00:00.000Z',
    });
    const second = await file(of.id, { ...COURT, authority: '泉州市丰泽区人民法院', filedOn: '2025-08-25' });
    expect(second.status).toBe(201);
    await at('2025-09-25T02:00:00Z');
    await track(of.id, second.body.id, 'withdraw', { on: '2025-09-25' });
    expect(await confirmClock(of.id)).toMatchObject({ onTime: true });
    expect((await file(of.id, { ...COURT, filedOn: '2025-09-20' })).body.type).toBe(
      problem('filed-too-late'),
    );
    const third = await file(of.id, { ...COURT, filedOn: '2025-09-19' });
    expect(third.status).toBe(201);
    await track(of.id, third.body.id, 'accept', { on: '2025-09-22' });
    await track(of.id, third.body.id, 'decide', { on: '2025-09-24', outcome: 'confirmed' });
    expect((await file(of.id, { ...COURT, filedOn: '2025-09-19' })).body.type).toBe(problem('filed-already'));
  });

  it('has nothing to confirm after full performance, but takes what was filed before it', async () => {
    const { of, last } = await step.effective();
    for (const { id, amount } of last.body.instalments) {
      const path = `/cases/${of.id}/agreement/instalments/${id}/payments`;
      await step.post(WINDOW, path, { amount, paidOn: '2025-08-20' });
    }
    await at('2025-08-22T02:00:00Z');
    expect((await file(of.id, { ...COURT, filedOn: '2025-08-21' })).body.type).toBe(
      problem('track-not-open'),
    );
    expect((await file(of.id, { ...COURT, filedOn: '2025-08-20' })).status).toBe(201);
  });

  it('tells when a breach was made good, and forgets that with the next breach', async () => {
    const { of, last } = await step.effective();
    const [first] = last.body.instalments;
    await at('2025-09-11T02:00:00Z');
    expect(await step.read(of.id)).toMatchObject({ breachedOn: '2025-09-11', curedOn: null });
    service.clock.set('2025-09-13T02:00:00Z');
    const path = `/cases/${of.id}/agreement/instalments/${first.id}/payments`;
    await step.post(WINDOW, path, { amount: '5000.00', paidOn: '2025-09-12' });
    expect(await step.read(of.id)).toMatchObject({
      state: 'EFFECTIVE',
      breachedOn: '2025-09-11',
      curedOn: '2025-09-12',
    });
    const exported = await service.open(WINDOW, '/exports/cases?format=jsonl');
    const rows = (await exported.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows).toContainEqual(expect.objectContaining({ breachedOn: '2025-09-11', curedOn: '2025-09-12' }));
    await at('2025-10-02T02:00:00Z');
    expect(await step.read(of.id)).toMatchObject({ breachedOn: '2025-10-02', curedOn: null });
  });
});
