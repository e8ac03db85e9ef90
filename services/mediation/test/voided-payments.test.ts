import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sweepClocks } from '../src/use-cases/sweep-clocks.ts';
import { sweepPerformance } from '../src/use-cases/sweep-performance.ts';
import { agreeing, type Case, FIRM, MEDIATOR, WINDOW, WORKER } from './agreed-case.ts';
import { type MediationService, type Reply, startMediationService } from './mediation-service.ts';

const problem = (code: string) => `urn:qinwu:problem:${code}`;

/** A day of a case's course: what is paid on which instalment, and whether it is voided in the end. */
interface Step {
  on: string;
  paid: readonly [instalment: 0 | 1, amount: string, paidOn: string];
  mistaken?: boolean;
}

describe('a payment that was recorded by mistake', () => {
  let service: MediationService;
  let step: ReturnType<typeof agreeing>;
  beforeAll(async () => {
    service = await startMediationService();
    step = agreeing(service);
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const sweep = async () => {
    await sweepPerformance(service.deps, service.clock.now());
    await sweepClocks(service.deps, service.clock.now());
  };
  const effective = async (over = {}) => {
    const { of, last } = await step.effective(over);
    const instalments: string[] = last.body.instalments.map(({ id }: { id: string }) => id);
    return { of, instalments };
  };
  const pathOf = (of: Case, instalment = '') =>
    `/cases/${of.id}/agreement/instalments/${instalment}/payments`;
  const pay = (of: Case, instalment: string | undefined, amount: string, paidOn: string) =>
    step.post(WINDOW, pathOf(of, instalment), { amount, paidOn });
  /** The payment of an answer that was recorded last on its nth instalment. */
  const idOf = ({ body }: Reply, n: number): string => body.instalments[n].payments.at(-1).id;
  const cancel = (who: object, of: Case, instalment: string | undefined, payment: string) =>
    step.post(who, `${pathOf(of, instalment)}/${payment}/actions/void`, { reason: '误登他案转账' });

  const wordsOf = async (id: string) => {
    const { rows } = await service.deps.db.pool.query<{ envelope: string }>(
      `select envelope from outbox where envelope::jsonb ->> 'subject' = $1
       and type ~ 'case-(breached|performed)' order by (envelope::jsonb ->> 'sequence')::int, event_id`,
      [id],
    );
    return rows.map(({ envelope }) => {
      const { type, data } = JSON.parse(envelope);
      const { performedOn, breachedOn, cured, withdrawn } = data;
      return [type.replace(/.*case-(.*)\.v1/, '$1'), performedOn ?? breachedOn, cured ?? withdrawn];
    });
  };

  it('stays on record, counts no more, and is voided once, by those who run the case', async () => {
    const { of, instalments } = await effective();
    const [first, second] = instalments;
    const told = await pay(of, first, '2000.00', '2025-08-20');
    const payment = idOf(told, 0);
    // Also not the payee, who may have recorded it.
    expect((await cancel(WORKER, of, first, payment)).status).toBe(403);
    expect((await cancel({ roles: 'mediator', sub: 'mediator-2' }, of, first, payment)).status).toBe(404);
    expect((await cancel(WINDOW, of, second, payment)).body.type).toBe(problem('payment-missing'));
    const silent = await step.post(WINDOW, `${pathOf(of, first)}/${payment}/actions/void`, {});
    expect(silent).toMatchObject({ status: 400, body: { errors: [{ pointer: '/reason' }] } });
    const done = await cancel(MEDIATOR, of, first, payment);
    expect(done).toMatchObject({
      status: 200,
      body: {
        caseState: 'EFFECTIVE',
        instalments: [{ paid: '0.00', payments: [{ amount: '2000.00' }] }, {}],
      },
    });
    // Both sides see what became of it.
    const { body } = await service.as(FIRM)('GET', `/cases/${of.id}/agreement`);
    expect(body.instalments[0].payments).toMatchObject([
      { id: payment, voided: { by: null, reason: '误登他案转账', at: '2025-08-20T02:00:00.000Z' } },
    ]);
    expect((await cancel(WINDOW, of, first, payment)).body.type).toBe(problem('voided-already'));
    const { items } = (await service.as(WINDOW)('GET', `/cases/${of.id}/history`)).body;
    expect(items.at(-1)).toMatchObject({
      action: 'payment-voided',
      actor: 'mediator-1',
      change: { instalment: first, payment, amount: '2000.00', paidOn: '2025-08-20', paid: '0.00' },
    });
    expect(JSON.stringify(items)).not.toContain('误登他案转账');
    const whole = await pay(of, first, '5000.00', '2025-08-20');
    expect(whole.body.instalments[0]).toMatchObject({
      paid: '5000.00',
      settledOn: '2025-08-20',
      payments: [{ voided: {} }, { voided: null }],
    });
  });

  it('that had performed the case leaves it in effect, with everything running that ended with it', async () => {
    const { of, instalments } = await effective();
    const [first, second] = instalments;
    await pay(of, first, '5000.00', '2025-08-20');
    service.clock.set('2025-09-01T02:00:00Z');
    const running = async () =>
      (await step.read(of.id)).clocks
        .filter(({ stoppedAt }: { stoppedAt: string | null }) => stoppedAt === null)
        .map(({ kind }: { kind: string }) => kind)
        .toSorted();
    await sweep();
    const before = { running: await running(), light: (await step.read(of.id)).light };
    const told = await pay(of, second, '7000.00', '2025-08-31');
    expect(told.body.caseState).toBe('PERFORMED');
    expect(await running()).toEqual([]);
    const done = await cancel(WINDOW, of, second, idOf(told, 1));
    expect(done.body).toMatchObject({ caseState: 'EFFECTIVE', instalments: [{}, { light: 'green' }] });
    expect(await running()).toEqual(before.running);
    const { items } = (await service.as(WINDOW)('GET', `/cases/${of.id}/history`)).body;
    expect(items.at(-1).change).toMatchObject({ from: 'PERFORMED', to: 'EFFECTIVE' });
    expect(await step.read(of.id)).toMatchObject({ performedOn: null, light: before.light });
    expect((await step.act(of.id, 'archive', { archiveNumber: 'A-1' })).status).toBe(409);
    service.clock.set('2025-09-20T02:00:00Z');
    await sweep();
    const last = await pay(of, second, '7000.00', '2025-09-20');
    expect(await step.read(of.id)).toMatchObject({ state: 'PERFORMED', performedOn: '2025-09-20' });
    expect(await wordsOf(of.id)).toEqual([
      ['performed', '2025-08-31', undefined],
      ['performed', '2025-08-31', true],
      ['performed', '2025-09-20', undefined],
    ]);
    expect((await step.act(of.id, 'archive', { archiveNumber: 'V-2025-1' })).status).toBe(200);
    const late = await cancel(WINDOW, of, second, idOf(last, 1));
    expect(late).toMatchObject({ status: 409, body: { type: problem('case-archived') } });
  });

  it('that had performed the case leaves a breach where money is overdue, and tells both sides', async () => {
    const { of, instalments } = await effective();
    const [first, second] = instalments;
    await pay(of, first, '5000.00', '2025-08-20');
    service.clock.set('2025-09-28T02:00:00Z');
    const told = await pay(of, second, '7000.00', '2025-09-28');
    service.clock.set('2025-10-09T02:00:00Z');
    const done = await cancel(WINDOW, of, second, idOf(told, 1));
    expect(done.body).toMatchObject({ caseState: 'BREACHED', instalments: [{}, { light: 'red' }] });
    expect(done.body.nextSteps.map(({ code }: { code: string }) => code)).toContain('payment-order');
    expect(await step.read(of.id)).toMatchObject({
      state: 'BREACHED',
      breachedOn: '2025-10-02',
      curedOn: null,
      performedOn: null,
      light: 'red',
    });
    expect(await wordsOf(of.id)).toEqual([
      ['performed', '2025-09-28', undefined],
      // The breach alone: of two words of one version, the figure would keep the one that came first.
      ['breached', '2025-10-02', false],
    ]);
    const notices = (await service.as(FIRM)('GET', '/notices?limit=1')).body.items;
    expect(notices).toMatchObject([{ kind: 'instalment-overdue', text: expect.stringContaining('7000.00') }]);
    const { version } = await step.read(of.id);
    await sweep();
    expect((await step.read(of.id)).version).toBe(version);
  });

  it('takes back the day of a breach with it', async () => {
    const { of, instalments } = await effective();
    const [first] = instalments;
    service.clock.set('2025-09-12T02:00:00Z');
    await sweep();
    const told = await pay(of, first, '5000.00', '2025-09-09');
    expect(await step.read(of.id)).toMatchObject({ state: 'EFFECTIVE', breachedOn: null });
    service.clock.set('2025-10-03T02:00:00Z');
    await sweep();
    expect(await step.read(of.id)).toMatchObject({ state: 'BREACHED', breachedOn: '2025-10-02' });
    await cancel(WINDOW, of, first, idOf(told, 0));
    expect(await step.read(of.id)).toMatchObject({ state: 'BREACHED', breachedOn: '2025-09-11' });
    expect(await wordsOf(of.id)).toEqual([
      ['breached', '2025-09-11', false],
      ['breached', '2025-09-11', true],
      ['breached', '2025-10-02', false],
      ['breached', '2025-09-11', false],
    ]);
  });

  it('that had performed the case opens again what a filing that came to nothing meanwhile had closed', async () => {
    const COURT = { kind: 'judicial-confirmation', authority: '晋江市人民法院', jointly: true };
    /** Confirmation and review of a case performed on the 21st, whose filings end on the 25th, voided on `voidedAt`. */
    const after = async (action: string, voidedAt: string) => {
      service.clock.set('2025-08-20T02:00:00Z');
      const { of, instalments } = await effective();
      const [first, second] = instalments;
      const filing = (kind: string) =>
        step.post(WINDOW, `/cases/${of.id}/tracks`, { ...COURT, kind, filedOn: '2025-08-20' });
      const filed = [await filing('judicial-confirmation'), await filing('arbitration-review')];
      await pay(of, first, '5000.00', '2025-08-20');
      service.clock.set('2025-08-21T02:00:00Z');
      const told = await pay(of, second, '7000.00', '2025-08-21');
      service.clock.set('2025-08-25T02:00:00Z');
      for (const { body } of filed) {
        const path = `/cases/${of.id}/tracks/${body.id}/actions/${action}`;
        expect((await step.post(WINDOW, path, { on: '2025-08-25' })).status).toBe(200);
      }
      service.clock.set(voidedAt);
      await cancel(WINDOW, of, second, idOf(told, 1));
      const { clocks } = await step.read(of.id);
      return (name: string) => clocks.find(({ kind }: { kind: string }) => kind === name);
    };
    const vain = await after('not-accept', '2025-09-08T02:00:00Z');
    expect(vain('confirm')).toMatchObject({ stoppedAt: null, onTime: null, lapsed: false });
    // Its fifteen days are over: it lapsed on its own day.
    expect(vain('review')).toMatchObject({
      onTime: null,
      lapsed: true,
      stoppedAt: '2025-09-04T16:00:00.000Z',
    });
    const heard = await after('accept', '2025-08-26T02:00:00Z');
    expect(heard('confirm')).toMatchObject({ onTime: true, lapsed: false });
    expect(heard('review')).toMatchObject({ onTime: true });
  });

  it('takes back that everything was done, which nobody could say while money was open', async () => {
    const { of, instalments } = await effective({
      draft: { terms: [{ text: '分两期支付工资，并出具离职证明。', nonMonetary: true }] },
    });
    const [first, second] = instalments;
    const told = await pay(of, first, '5000.00', '2025-08-20');
    expect((await pay(of, second, '7000.00', '2025-08-20')).body.caseState).toBe('EFFECTIVE');
    expect((await step.act(of.id, 'perform')).body.state).toBe('PERFORMED');
    expect((await cancel(WINDOW, of, first, idOf(told, 0))).body.caseState).toBe('EFFECTIVE');
    expect((await step.act(of.id, 'perform')).body.type).toBe(problem('instalments-open'));
    expect((await pay(of, first, '5000.00', '2025-08-20')).body.caseState).toBe('EFFECTIVE');
    const done = await step.act(of.id, 'perform');
    expect(done.body).toMatchObject({
      state: 'PERFORMED',
      performedOn: '2025-08-20',
      allowedActions: ['archive'],
    });
  });

  it('lets what an authority does be followed again', async () => {
    const { of, instalments } = await effective();
    const [first, second] = instalments;
    await pay(of, first, '5000.00', '2025-08-20');
    const filed = await step.post(WINDOW, `/cases/${of.id}/tracks`, {
      ...{ kind: 'judicial-confirmation', filedOn: '2025-08-20', jointly: true, authority: '晋江市人民法院' },
    });
    service.clock.set('2025-08-21T02:00:00Z');
    const told = await pay(of, second, '7000.00', '2025-08-20');
    const path = `/cases/${of.id}/tracks/${filed.body.id}/actions/accept`;
    expect((await step.post(WINDOW, path, { on: '2025-08-20' })).body.state).toBe('ACCEPTED');
    await cancel(WINDOW, of, second, idOf(told, 1));
    const { clocks } = await step.read(of.id);
    expect(clocks.filter(({ kind }: { kind: string }) => kind === 'track')).toMatchObject([
      { stoppedAt: null, dueAt: '2025-09-19T16:00:00.000Z' },
    ]);
  });

  const COURSES: readonly [name: string, course: readonly Step[], end: string][] = [
    [
      'the first, in time',
      [{ on: '2025-09-01', paid: [0, '5000.00', '2025-09-01'], mistaken: true }],
      '2025-09-05',
    ],
    [
      'the first, found out late',
      [{ on: '2025-09-01', paid: [0, '5000.00', '2025-09-01'], mistaken: true }],
      '2025-09-20',
    ],
    [
      'what cured a breach',
      [
        { on: '2025-09-12', paid: [0, '1000.00', '2025-09-12'] },
        { on: '2025-09-14', paid: [0, '4000.00', '2025-09-14'], mistaken: true },
      ],
      '2025-09-16',
    ],
    [
      'the last of a case that was in breach before',
      [
        { on: '2025-09-15', paid: [0, '5000.00', '2025-09-15'] },
        { on: '2025-09-28', paid: [1, '7000.00', '2025-09-28'], mistaken: true },
      ],
      '2025-09-29',
    ],
    [
      'the last of a breach of two, of which one was made good',
      [
        { on: '2025-10-03', paid: [0, '5000.00', '2025-10-03'] },
        { on: '2025-10-04', paid: [1, '7000.00', '2025-10-04'], mistaken: true },
      ],
      '2025-10-06',
    ],
    [
      'the second before the first was paid late',
      [
        { on: '2025-09-02', paid: [1, '7000.00', '2025-09-02'], mistaken: true },
        { on: '2025-09-15', paid: [0, '5000.00', '2025-09-15'] },
      ],
      '2025-09-17',
    ],
    [
      'the second before the first was paid in time and recorded late',
      [
        { on: '2025-09-02', paid: [1, '7000.00', '2025-09-02'], mistaken: true },
        { on: '2025-09-15', paid: [0, '5000.00', '2025-09-09'] },
      ],
      '2025-09-25',
    ],
    [
      'a part of what was paid in two',
      [
        { on: '2025-08-25', paid: [0, '1000.00', '2025-08-25'], mistaken: true },
        { on: '2025-09-01', paid: [0, '4000.00', '2025-09-01'] },
        { on: '2025-09-03', paid: [1, '7000.00', '2025-09-03'] },
      ],
      '2025-09-04',
    ],
  ];

  it.each(COURSES)('leaves the case as if it had never been there: %s', async (_name, course, end) => {
    const follow = async (withMistake: boolean) => {
      service.clock.set('2025-08-20T02:00:00Z');
      const { of, instalments } = await effective();
      const mistakes: { instalment: string | undefined; id: string }[] = [];
      for (const { on, paid, mistaken = false } of course) {
        if (mistaken && !withMistake) continue;
        service.clock.set(`${on}T02:00:00Z`);
        await sweep();
        const [n, amount, paidOn] = paid;
        const told = await pay(of, instalments[n], amount, paidOn);
        expect(told.status).toBe(201);
        if (mistaken) mistakes.push({ instalment: instalments[n], id: idOf(told, n) });
      }
      service.clock.set(`${end}T02:00:00Z`);
      await sweep();
      for (const { instalment, id } of mistakes) {
        expect((await cancel(WINDOW, of, instalment, id)).status).toBe(200);
      }
      const { state, breachedOn, curedOn, performedOn, dueAt, light, nextSteps, clocks } = await step.read(
        of.id,
      );
      const told = (await service.as(WINDOW)('GET', `/cases/${of.id}/agreement`)).body.instalments;
      return {
        ...{ state, breachedOn, curedOn, performedOn, dueAt, light, nextSteps },
        standing: (await wordsOf(of.id)).at(-1)?.[0] === 'breached',
        clocks: clocks
          .map(({ kind, dueAt: due, light: lit, stoppedAt, onTime }: Record<string, unknown>) => ({
            ...{ kind, due, lit, onTime },
            stopped: stoppedAt !== null,
          }))
          .toSorted((a: object, b: object) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
        instalments: told.map(({ paid, settledOn, onTime, light: lit }: Record<string, unknown>) => ({
          ...{ paid, settledOn, onTime, lit },
        })),
      };
    };
    expect(await follow(true)).toEqual({ ...(await follow(false)), standing: expect.any(Boolean) });
  });
});
