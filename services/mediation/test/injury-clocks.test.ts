import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sweepInjuryClocks } from '../src/use-cases/injury/sweep-injury-clocks.ts';
import { ALL_MATERIALS, AUTHORITY, INJURY, injurySteps, WINDOW } from './injury-service.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';

describe('limits of work-injury applications', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const steps = injurySteps(() => service);
  const { receive, act } = steps;
  const read = async (id: string) => (await steps.read(id)).body;
  const clock = (body: { clocks: { kind: string }[] }, kind: string) =>
    body.clocks.find((each) => each.kind === kind);
  const happened = (occurredAt: string) => ({ event: { ...INJURY.event, occurredAt } });
  const TRANSFER = { receiver: AUTHORITY, receiptNumber: 'JJGS-2025-0098' };

  it('rolls over the National Day week', async () => {
    service.clock.set('2025-09-06T02:00:00Z');
    const body = await receive(happened('2025-09-05T08:00:00+08:00'));
    expect(clock(body, 'employer')).toMatchObject({ dueAt: '2025-10-09T16:00:00.000Z', daysLeft: 33 });
    const why = await service.as(WINDOW)('GET', `/injury-applications/${body.id}/clocks`);
    expect(why.body.items[0].why.join('')).toContain('2025-10-05 为休息日，顺延至 2025-10-09');
  });

  it('ends a year from a leap day on the last day of February', async () => {
    service.clock.set('2024-03-01T02:00:00Z');
    const body = await receive(happened('2024-02-29T08:00:00+08:00'));
    expect(clock(body, 'worker')).toMatchObject({ dueAt: '2025-02-28T16:00:00.000Z', daysLeft: 364 });
  });

  it('runs from the diagnosis of an occupational disease', async () => {
    const { occurredAt: _none, ...event } = INJURY.event;
    const body = await receive({ cause: 'disease', event: { ...event, diagnosedOn: '2025-08-12' } });
    expect(body.baseOn).toBe('2025-08-12');
    expect(clock(body, 'employer')).toMatchObject({ dueAt: '2025-09-11T16:00:00.000Z' });
  });

  it('is kept by a receipt on behalf of the authority', async () => {
    const body = await receive({ delegated: true });
    for (const kind of ['employer', 'worker']) {
      expect(clock(body, kind)).toMatchObject({ stoppedAt: '2025-08-20T02:00:00.000Z', onTime: true });
    }
    service.clock.set('2025-12-20T02:00:00Z');
    expect((await read(body.id)).flags).toEqual([]);
  });

  it('is kept by a receipt on behalf of the authority also by days that are taken out or added later', async () => {
    service.clock.set('2026-08-20T02:00:00Z');
    const { id, flags } = await receive({ delegated: true });
    expect(flags).toMatchObject([{ code: 'employer-late' }, { code: 'worker-late' }]);
    const period = { reason: 'force-majeure', basis: '台风停工', from: '2026-08-01', to: '2026-08-03' };
    const out = await act(id, 'exclude-period', period);
    expect(clock(out.body, 'worker')).toMatchObject({ stoppedAt: '2026-08-20T02:00:00.000Z', onTime: true });
    const more = { days: 340, documentNumber: '晋人社延〔2025〕4号', authority: AUTHORITY };
    const { body } = await act(id, 'extend-employer-limit', { ...more, approvedOn: '2025-09-01' });
    expect(clock(body, 'employer')).toMatchObject({ stoppedAt: '2026-08-20T02:00:00.000Z', onTime: true });
    expect(body.flags).toEqual([]);
    expect(body.dueAt).toBeNull();
  });

  it('counts the acceptance from the day the materials were complete here where here is there', async () => {
    const due = async (delegated: boolean) => {
      service.clock.set('2025-08-20T02:00:00Z');
      const { id } = await receive({ delegated, materials: ALL_MATERIALS });
      expect((await act(id, 'complete')).status).toBe(200);
      service.clock.set('2025-08-22T02:00:00Z');
      const { body } = await act(id, 'transfer', TRANSFER);
      return clock(body, 'accept');
    };
    expect(await due(true)).toMatchObject({ dueAt: '2025-09-04T16:00:00.000Z' });
    // Saturday the 6th rolls.
    expect(await due(false)).toMatchObject({ dueAt: '2025-09-08T16:00:00.000Z' });
  });

  it('hands over incomplete with three days left, and says so', async () => {
    const { id } = await receive({ applicantKind: 'employer' });
    service.clock.set('2025-09-13T02:00:00Z');
    expect((await act(id, 'transfer', TRANSFER)).status).toBe(409);
    service.clock.set('2025-09-14T02:00:00Z');
    const done = await act(id, 'transfer', TRANSFER);
    expect(done.body).toMatchObject({ state: 'TRANSFERRED', transfer: { incomplete: true } });
    expect(clock(done.body, 'employer')).toMatchObject({ onTime: true });
    // Its fifteen days to accept run from complete materials: nobody here knows that day.
    expect(clock(done.body, 'accept')).toBeUndefined();
    expect(done.body.flags).toEqual([]);
  });

  it('is near its limit on the day it was handed over, also where that is written down later', async () => {
    const { id } = await receive({ applicantKind: 'employer' });
    service.clock.set('2025-09-18T02:00:00Z');
    const on = (transferredOn: string) => act(id, 'transfer', { ...TRANSFER, transferredOn });
    for (const day of ['2025-09-13', '2025-09-18']) expect((await on(day)).status).toBe(409);
    expect((await on('2025-09-19')).status).toBe(422);
    const { body } = await on('2025-09-17');
    expect(body).toMatchObject({ transfer: { incomplete: true }, transferredOn: '2025-09-17', flags: [] });
    expect(clock(body, 'employer')).toMatchObject({ onTime: true });
  });

  it('was complete by the day it was handed over complete, on whatever day the window wrote that down', async () => {
    const handed = async (delegated: boolean, transferredOn: string) => {
      service.clock.set('2025-08-20T02:00:00Z');
      const { id } = await receive({ delegated, materials: ALL_MATERIALS });
      service.clock.set('2025-08-25T02:00:00Z');
      await act(id, 'complete');
      const { body } = await act(id, 'transfer', { ...TRANSFER, transferredOn });
      return { ...body, accept: clock(body, 'accept') };
    };
    for (const delegated of [true, false]) {
      expect(await handed(delegated, '2025-08-21')).toMatchObject({
        completeOn: '2025-08-21',
        transferredOn: '2025-08-21',
        accept: { dueAt: '2025-09-05T16:00:00.000Z' },
      });
    }
    expect(await handed(false, '2025-08-25')).toMatchObject({ completeOn: '2025-08-25' });
  });

  it('tells that the employer is late and bears the costs, with the article', async () => {
    const { id } = await receive({ applicantKind: 'worker' });
    service.clock.set('2025-09-17T15:59:59Z');
    expect((await read(id)).flags).toEqual([]);
    service.clock.set('2025-09-17T16:00:00Z');
    const body = await read(id);
    expect(body.flags).toMatchObject([{ code: 'employer-late', article: '工伤保险条例第十七条第四款' }]);
    expect(clock(body, 'employer')).toMatchObject({ daysLeft: -1 });
    expect(clock(body, 'worker')).toMatchObject({ daysLeft: 334 });
  });

  it('tells that the year of the worker was over, is transferred all the same, and not once days are taken out', async () => {
    service.clock.set('2026-08-19T02:00:00Z');
    const { id } = await receive({ materials: ALL_MATERIALS });
    const codes = async () => (await read(id)).flags.map(({ code }: { code: string }) => code);
    expect(await codes()).toEqual(['employer-late', 'worker-late']);
    const late = (await read(id)).flags[1];
    expect(late).toMatchObject({ article: '工伤保险条例第十七条第二款' });
    expect(late.text).toContain('2026-08-18');
    const period = {
      reason: 'employer-fault',
      basis: '用人单位扣押材料',
      from: '2026-08-01',
      to: '2026-08-03',
    };
    expect((await act(id, 'exclude-period', period)).status).toBe(200);
    expect(await codes()).toEqual(['employer-late']);
    service.clock.set('2026-08-24T02:00:00Z');
    expect(await codes()).toEqual(['employer-late', 'worker-late']);
    await act(id, 'complete');
    expect((await act(id, 'transfer', TRANSFER)).status).toBe(200);
    expect(await codes()).toEqual(['employer-late', 'worker-late']);
    // The employer has a limit of its own.
    expect((await receive({ applicantKind: 'employer' })).flags).toMatchObject([{ code: 'employer-late' }]);
  });

  it('takes more time for the employer by approval', async () => {
    const { id } = await receive({ applicantKind: 'employer' });
    const approval = { days: 30, documentNumber: '晋人社延〔2025〕3号', authority: AUTHORITY };
    const future = await act(id, 'extend-employer-limit', { ...approval, approvedOn: '2025-08-21' });
    expect(future.status).toBe(422);
    const { body, headers } = await act(id, 'extend-employer-limit', {
      ...approval,
      approvedOn: '2025-08-20',
    });
    expect(clock(body, 'employer')).toMatchObject({ dueAt: '2025-10-17T16:00:00.000Z' });
    expect(clock(body, 'worker')).toMatchObject({ dueAt: '2026-08-18T16:00:00.000Z' });
    // Another day of the accident keeps what was approved.
    const patched = await service.as(WINDOW)('PATCH', `/injury-applications/${id}`, {
      body: happened('2025-08-11T08:00:00+08:00'),
      headers: { 'if-match': String(headers.get('etag')) },
    });
    expect(patched).toMatchObject({ status: 200 });
    expect(clock(patched.body, 'employer')).toMatchObject({ dueAt: '2025-10-10T16:00:00.000Z' });
  });

  it('does not count what the Supreme Court excepts from the year', async () => {
    const { id } = await receive();
    const period = { reason: 'force-majeure', basis: '台风停工' };
    const reversed = await act(id, 'exclude-period', { ...period, from: '2025-08-20', to: '2025-08-19' });
    expect(reversed.status).toBe(422);
    const other = { ...period, reason: 'holiday', from: '2025-08-19', to: '2025-08-19' };
    expect((await act(id, 'exclude-period', other)).status).toBe(400);
    const { body } = await act(id, 'exclude-period', { ...period, from: '2025-08-19', to: '2025-08-20' });
    expect(clock(body, 'worker')).toMatchObject({
      dueAt: '2026-08-20T16:00:00.000Z',
      article: '工伤保险条例第十七条第二款；法释〔2014〕9号第七条',
    });
    expect(clock(body, 'employer')).toMatchObject({ dueAt: '2025-09-17T16:00:00.000Z' });
  });

  it('changes its light by itself and never ends by time', async () => {
    const { id } = await receive();
    service.clock.set('2025-09-17T16:00:00Z');
    expect(await sweepInjuryClocks(service.deps, service.clock.now())).toBeGreaterThan(0);
    expect(await read(id)).toMatchObject({ state: 'RECEIVED', light: 'red' });
    expect(await sweepInjuryClocks(service.deps, service.clock.now())).toBe(0);
    const red = await service.as(WINDOW)('GET', '/injury-applications?light=red');
    expect(red.body.items.map((item: { id: string }) => item.id)).toContain(id);
  });

  it('follows what the park has set, from the day it holds', async () => {
    const park = 'other-park';
    const admin = service.as({ roles: 'admin', sub: 'admin-1', park });
    const settings = {
      transferDays: 1,
      supplyDays: 2,
      nearDays: 30,
      materials: [{ code: 'identity', name: '身份证明', required: true }],
      source: '窗口工作规程',
      official: false,
    };
    const put = (day: string, body: object = settings) => admin('PUT', `/injury-settings/${day}`, { body });
    expect((await admin('GET', '/injury-settings')).body).toMatchObject({
      transferDays: 3,
      supplyDays: 15,
      official: false,
    });
    expect((await put('2025-08-19')).status).toBe(409);
    const taken = { ...settings, materials: [{ code: 'diagnosis', name: '诊断', required: true }] };
    expect((await put('2025-08-20', taken)).status).toBe(422);
    expect((await admin('GET', '/injury-settings/2025-08-20')).status).toBe(404);
    expect(await put('2025-08-20')).toMatchObject({ status: 201, body: settings });
    expect((await put('2025-08-20')).status).toBe(428);
    const { headers } = await admin('GET', '/injury-settings/2025-08-20');
    const seen = { body: settings, headers: { 'if-match': headers.get('etag') ?? '' } };
    expect((await admin('PUT', '/injury-settings/2025-08-20', seen)).status).toBe(200);
    expect((await admin('PUT', '/injury-settings/2025-08-20', seen)).status).toBe(412);
    const window = service.as({ ...WINDOW, park });
    const { body } = await window('POST', '/injury-applications', { body: INJURY });
    expect(body.missingMaterials).toEqual(['diagnosis', 'identity']);
    const path = `/injury-applications/${body.id}/actions`;
    const told = await window('POST', `${path}/request-correction`, { body: {} });
    expect(told.body).toMatchObject({ supplyBy: '2025-08-22' });
    const materials = [{ code: 'diagnosis' }, { code: 'identity' }];
    await window('POST', `${path}/add-materials`, { body: { materials } });
    const done = await window('POST', `${path}/complete`, { body: {} });
    const transfer = done.body.clocks.find(({ kind }: { kind: string }) => kind === 'transfer');
    expect(transfer).toMatchObject({
      dueAt: '2025-08-21T16:00:00.000Z',
      article: '窗口工作规程',
      official: false,
    });
  });
});
