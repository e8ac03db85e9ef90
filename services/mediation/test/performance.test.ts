import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sweepPerformance } from '../src/use-cases/sweep-performance.ts';
import { agreeing, type Case, FIRM, MEDIATOR, WINDOW, WORKER } from './agreed-case.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';

const problem = (code: string) => `urn:qinwu:problem:${code}`;

describe('performance of an agreement', () => {
  let service: MediationService;
  let step: ReturnType<typeof agreeing>;
  beforeAll(async () => {
    service = await startMediationService();
    step = agreeing(service);
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const sweep = () => sweepPerformance(service.deps, service.clock.now());
  const pay = (who: object, of: Case, instalment: string, amount: string, paidOn: string) =>
    step.post(who, `/cases/${of.id}/agreement/instalments/${instalment}/payments`, {
      amount,
      paidOn,
      note: `转账${amount}`,
    });
  const effective = async (over = {}) => {
    const { of, last } = await step.effective(over);
    expect(last.body.caseState).toBe('EFFECTIVE');
    const [first, second] = last.body.instalments;
    return { of, first: first?.id, second: second?.id };
  };
  /** What the cockpit hears of its performance, in order of the case's versions. */
  const wordsOf = async (id: string) => {
    const { rows } = await service.deps.db.pool.query<{ envelope: string }>(
      `select envelope from outbox where envelope::jsonb ->> 'subject' = $1
       and type ~ 'case-(breached|performed)' order by (envelope::jsonb ->> 'sequence')::int, event_id`,
      [id],
    );
    return rows.map(({ envelope }) => {
      const { type, data } = JSON.parse(envelope);
      return [type.replace(/.*case-(.*)\.v1/, '$1'), data.performedOn ?? data.breachedOn, data.cured];
    });
  };

  it('adds payments up until the last instalment is paid', async () => {
    const { of, first, second } = await effective();
    service.clock.set('2025-09-10T10:00:00Z');
    const part = await pay(WINDOW, of, first, '2000.00', '2025-09-05');
    expect(part).toMatchObject({
      status: 201,
      body: {
        caseState: 'EFFECTIVE',
        instalments: [
          { paid: '2000.00', settledOn: null, manner: null, payments: [{ note: '转账2000.00' }] },
          { manner: '现金' },
        ],
      },
    });
    const large = await pay(WINDOW, of, first, '3000.01', '2025-09-10');
    expect(large).toMatchObject({ status: 422, body: { errors: [{ code: 'payment-too-large' }] } });
    const future = await pay(WINDOW, of, first, '3000.00', '2025-09-11');
    expect(future.body.errors[0]).toMatchObject({ pointer: '/paidOn', code: 'date-in-future' });
    expect((await pay(FIRM, of, first, '3000.00', '2025-09-10')).body.type).toBe(problem('not-the-payee'));
    // Who was paid confirms it.
    const { body } = await service.as(WORKER)('GET', `/cases/${of.id}/agreement`);
    expect(body.instalments[0].payments).toMatchObject([{ amount: '2000.00', note: '转账2000.00' }]);
    const rest = await pay(WORKER, of, first, '3000.00', '2025-09-10');
    expect(rest.body.instalments[0]).toMatchObject({ settledOn: '2025-09-10', onTime: true });
    expect((await pay(WORKER, of, first, '1.00', '2025-09-10')).body.type).toBe(problem('settled-already'));
    expect((await step.act(of.id, 'perform')).body.type).toBe(problem('instalments-open'));
    service.clock.set('2025-09-28T10:00:00Z');
    const last = await pay(WINDOW, of, second, '7000.00', '2025-09-28');
    expect(last.body).toMatchObject({ caseState: 'PERFORMED', instalments: [{}, { onTime: true }] });
    const found = await step.read(of.id);
    expect(found).toMatchObject({ state: 'PERFORMED', performedOn: '2025-09-28', breachedOn: null });
    const promises = found.clocks.filter(({ kind }: { kind: string }) => kind === 'instalment');
    expect(promises.map(({ onTime }: { onTime: boolean }) => onTime)).toEqual([true, true]);
    expect((await pay(WINDOW, of, second, '1.00', '2025-09-28')).body.type).toBe(
      problem('agreement-not-in-effect'),
    );
  });

  it('takes what was paid as it was signed, before the seal of a later day, and nothing from before', async () => {
    const { of, textHash } = await step.confirmed();
    await step.sign(WORKER, of, { party: of.worker }, textHash);
    await step.sign(FIRM, of, { party: of.firm }, textHash);
    service.clock.set('2025-08-22T02:00:00Z');
    await step.sign(MEDIATOR, of, { mediator: 'mediator-1' }, textHash);
    const sealed = (await step.seal(of, textHash)).body;
    expect(sealed).toMatchObject({ caseState: 'EFFECTIVE', effectiveOn: '2025-08-22' });
    const [first, second] = sealed.instalments;
    expect((await pay(WINDOW, of, first.id, '5000.00', '2025-08-19')).body.errors).toMatchObject([
      { pointer: '/paidOn' },
    ]);
    const paid = await pay(WINDOW, of, first.id, '5000.00', '2025-08-20');
    expect(paid.body.instalments[0]).toMatchObject({ settledOn: '2025-08-20', onTime: true });
    // Performed it is from the day of its effect at the earliest.
    await pay(WINDOW, of, second.id, '7000.00', '2025-08-21');
    expect(await step.read(of.id)).toMatchObject({ state: 'PERFORMED', performedOn: '2025-08-22' });
  });

  it('warns before the day, marks the breach after it with what can be done, and is cured by paying late', async () => {
    const { of, first, second } = await effective();
    const early = await step.act(of.id, 'breach', { reason: '未付' });
    expect(early.body.type).toBe(problem('nothing-overdue'));
    expect((await step.read(of.id)).allowedActions).toEqual([]);
    service.clock.set('2025-09-06T16:00:00Z');
    expect(await sweep()).toBe(1);
    expect(await sweep()).toBe(0);
    const lightOf = async (n: number) =>
      (await service.as(WORKER)('GET', `/cases/${of.id}/agreement`)).body.instalments[n].light;
    expect([await lightOf(0), await lightOf(1)]).toEqual(['yellow', 'green']);
    service.clock.set('2025-09-10T15:59:59Z');
    await sweep();
    expect(await step.read(of.id)).toMatchObject({ state: 'EFFECTIVE', nextSteps: [] });
    service.clock.set('2025-09-10T16:00:00Z');
    expect((await step.read(of.id)).allowedActions).toEqual(['breach']);
    expect(await sweep()).toBe(1);
    const breached = await step.read(of.id);
    expect(breached).toMatchObject({ state: 'BREACHED', breachedOn: '2025-09-11' });
    expect(breached.nextSteps).toMatchObject([
      { code: 'payment-order', article: '调解仲裁法第十六条', until: null },
      { code: 'court', article: '法释〔2020〕26号第五十一条', until: null },
      { code: 'arbitration', until: '2026-09-11' },
      { code: 'judicial-confirmation', until: '2025-09-19' },
    ]);
    const told = (await service.as(WORKER)('GET', '/notices?limit=3')).body.items;
    expect(told).toMatchObject([
      { kind: 'instalment-overdue', case: of.id, session: null, text: expect.stringContaining('5000.00') },
      { kind: 'instalment-due', text: expect.stringContaining('2025-09-10') },
      { kind: 'instalment-due' },
    ]);
    const part = await pay(WINDOW, of, first, '4999.99', '2025-09-11');
    expect(part.body.caseState).toBe('BREACHED');
    const late = await pay(WINDOW, of, first, '0.01', '2025-09-11');
    expect(late.body).toMatchObject({
      caseState: 'EFFECTIVE',
      nextSteps: [],
      instalments: [{ onTime: false }, {}],
    });
    service.clock.set('2025-10-02T02:00:00Z');
    await sweep();
    expect((await step.read(of.id)).state).toBe('BREACHED');
    await pay(WORKER, of, second, '7000.00', '2025-10-02');
    expect(await step.read(of.id)).toMatchObject({ state: 'PERFORMED', performedOn: '2025-10-02' });
    expect(await wordsOf(of.id)).toEqual([
      ['breached', '2025-09-11', false],
      ['breached', '2025-09-11', true],
      ['breached', '2025-10-02', false],
      // Not its cure besides: two words of one version, and the figure would keep the one that came first.
      ['performed', '2025-10-02', undefined],
    ]);
  });

  it('is put away where it is broken for good, which stays a breach and is told no more', async () => {
    const { of, first } = await effective();
    service.clock.set('2025-09-11T02:00:00Z');
    await sweep();
    expect((await step.act(of.id, 'breach', { reason: '未付' })).body.state).toBe('BREACHED');
    const told = await wordsOf(of.id);
    const { body } = await step.act(of.id, 'archive', { archiveNumber: `D-${of.id}` });
    expect(body).toMatchObject({ state: 'ARCHIVED', breachedOn: '2025-09-11', performedOn: null });
    expect(body.nextSteps.map(({ code }: { code: string }) => code)).toEqual([
      'payment-order',
      'court',
      'arbitration',
    ]);
    expect(await wordsOf(of.id)).toEqual(told);
    expect((await pay(WINDOW, of, first, '5000.00', '2025-09-11')).body.type).toBe(
      problem('agreement-not-in-effect'),
    );
  });

  it('stays breached while another instalment is overdue', async () => {
    const { of, first, second } = await effective();
    service.clock.set('2025-10-02T02:00:00Z');
    const breached = await step.act(of.id, 'breach', { reason: '两期均未付' });
    expect(breached.body.nextSteps.map(({ code }: { code: string }) => code)).toEqual([
      'payment-order',
      'court',
      'arbitration',
    ]);
    // Of the day it began, not of the day it was noticed: the limitation runs from there.
    expect(breached.body).toMatchObject({
      breachedOn: '2025-09-11',
      nextSteps: [{}, {}, { until: '2026-09-11' }],
    });
    expect((await pay(WINDOW, of, second, '7000.00', '2025-10-02')).body.caseState).toBe('BREACHED');
    expect((await pay(WINDOW, of, first, '5000.00', '2025-10-01')).body.caseState).toBe('PERFORMED');
    // With the payment that was made last, whichever was recorded last.
    expect(await step.read(of.id)).toMatchObject({ performedOn: '2025-10-02', breachedOn: '2025-09-11' });
  });

  it('counts a payment by its own day, not by the day it was recorded', async () => {
    const { of, first } = await effective();
    service.clock.set('2025-09-12T02:00:00Z');
    await sweep();
    const told = await pay(WINDOW, of, first, '5000.00', '2025-09-10');
    expect(told.body).toMatchObject({ caseState: 'EFFECTIVE', instalments: [{ onTime: true }, {}] });
    const { items } = (await service.as(WINDOW)('GET', `/cases/${of.id}/history`)).body;
    expect(items.at(-1)).toMatchObject({ action: 'cure', change: { breachedOn: null } });
    // Who paid in time breached nothing.
    expect(await step.read(of.id)).toMatchObject({ breachedOn: null, curedOn: null });
    expect(await wordsOf(of.id)).toEqual([
      ['breached', '2025-09-11', false],
      ['breached', '2025-09-11', true],
    ]);
  });

  it('takes two payments at once, but never more than is owed', async () => {
    const { of, first } = await effective();
    const both = await Promise.all([
      pay(WINDOW, of, first, '3000.00', '2025-08-20'),
      pay(WORKER, of, first, '3000.00', '2025-08-20'),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 422]);
  });

  it('leaves to people what is done rather than paid', async () => {
    const { of } = await effective({
      draft: {
        terms: [{ text: '被申请人出具离职证明。', nonMonetary: true }],
        amountAgreed: '0.00',
        instalments: [],
        performBy: '2025-08-31',
      },
    });
    service.clock.set('2025-09-01T02:00:00Z');
    await sweep();
    expect(await step.read(of.id)).toMatchObject({ state: 'EFFECTIVE', light: 'red' });
    expect((await step.act(of.id, 'breach', { reason: '未出具' })).body.state).toBe('BREACHED');
    const done = await step.act(of.id, 'perform', { performedOn: '2025-09-01' });
    expect(done.body).toMatchObject({ state: 'PERFORMED', performedOn: '2025-09-01' });
    const running = done.body.clocks.filter(
      ({ kind, stoppedAt }: { kind: string; stoppedAt: string | null }) =>
        kind === 'instalment' && stoppedAt === null,
    );
    expect(running).toEqual([]);
  });

  it('counts what was done by its own day, not by the day it was recorded', async () => {
    const { of } = await effective({
      draft: {
        terms: [{ text: '被申请人出具离职证明。', nonMonetary: true }],
        amountAgreed: '0.00',
        instalments: [],
        performBy: '2025-08-31',
      },
    });
    service.clock.set('2025-09-10T02:00:00Z');
    const breached = await step.act(of.id, 'breach', { reason: '未出具' });
    expect(breached.body).toMatchObject({
      breachedOn: '2025-09-01',
      nextSteps: [{ code: 'arbitration' }, {}],
    });
    const done = await step.act(of.id, 'perform', { performedOn: '2025-08-30' });
    expect(done.body).toMatchObject({ state: 'PERFORMED', breachedOn: null });
    const promise = done.body.clocks.find(({ kind }: { kind: string }) => kind === 'instalment');
    expect(promise).toMatchObject({ onTime: true });
  });

  it('follows an oral agreement too', async () => {
    const civil = { category: 'debt', organisation: 'people-mediation' };
    const oral = async () => {
      const of = await step.mediating(civil);
      const body = { amountAgreed: '3000.00', summary: '三日内支付3000元。' };
      expect((await step.act(of.id, 'agree-orally', body)).body).toMatchObject({
        state: 'EFFECTIVE',
        agreementForm: 'oral',
        amountAgreed: '3000.00',
      });
      return of.id;
    };
    expect((await step.act(await oral(), 'perform', { note: '已付' })).body.state).toBe('PERFORMED');
    const later = await step.mediating(civil);
    service.clock.set('2025-08-25T02:00:00Z');
    const told = (reachedOn: string) =>
      step.act(later.id, 'agree-orally', { amountAgreed: '1.00', summary: '和解。', reachedOn });
    for (const day of ['2025-08-19', '2025-08-26']) {
      expect(await told(day)).toMatchObject({ status: 422, body: { errors: [{ pointer: '/reachedOn' }] } });
    }
    expect((await told('2025-08-21')).body).toMatchObject({
      effectiveOn: '2025-08-21',
      concludedOn: '2025-08-21',
      clocks: expect.arrayContaining([
        expect.objectContaining({ kind: 'confirm', dueAt: '2025-09-22T16:00:00.000Z' }),
      ]),
    });
    const id = await oral();
    const breached = await step.act(id, 'breach', { reason: '逾期未付' });
    expect(breached.body.nextSteps.map(({ code }: { code: string }) => code)).toEqual([
      'court',
      'judicial-confirmation',
    ]);
    // Performed before the breach that was noted, it was never broken.
    service.clock.set('2025-08-28T02:00:00Z');
    expect((await step.act(later.id, 'breach', { reason: '逾期未付' })).body.breachedOn).toBe('2025-08-28');
    const kept = await step.act(later.id, 'perform', { performedOn: '2025-08-27' });
    expect(kept.body).toMatchObject({ state: 'PERFORMED', performedOn: '2025-08-27', breachedOn: null });
    const done = await step.act(id, 'perform', { performedOn: '2025-08-25' });
    expect(done.body).toMatchObject({ state: 'PERFORMED', breachedOn: '2025-08-25' });
  });

  it('of an oral agreement that was reached within the term is not late where it is recorded after it', async () => {
    const ofTerm = async (reachedOn: string) => {
      service.clock.set('2025-08-20T02:00:00Z');
      const { id } = await step.mediating({ category: 'debt', organisation: 'people-mediation' });
      service.clock.set('2025-10-10T02:00:00Z');
      const { body } = await step.act(id, 'agree-orally', {
        amountAgreed: '1.00',
        summary: '和解。',
        reachedOn,
      });
      return body.clocks.find(({ kind }: { kind: string }) => kind === 'mediate');
    };
    expect(await ofTerm('2025-08-21')).toMatchObject({ onTime: true });
    expect(await ofTerm('2025-10-09')).toMatchObject({ onTime: false });
  });
});
