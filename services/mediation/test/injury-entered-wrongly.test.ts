import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ALL_MATERIALS, AUTHORITY, INJURY, injurySteps, WINDOW, WORKER } from './injury-service.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';

const APPROVAL = {
  days: 30,
  documentNumber: '晋人社工伤延〔2025〕3号',
  approvedOn: '2025-08-20',
  authority: AUTHORITY,
};
const PERIOD = { reason: 'force-majeure', basis: '台风停工', from: '2025-08-19', to: '2025-08-20' };
const WHY = '误登，批准的是另一件申请。';

describe('what a limit hangs on, entered twice or by mistake', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const { receive, act, read } = injurySteps(() => service);
  const limit = (body: { clocks: { kind: string }[] }, kind: string) =>
    body.clocks.find((clock) => clock.kind === kind);
  const extend = (id: string, over: object = {}) =>
    act(id, 'extend-employer-limit', { ...APPROVAL, ...over });
  const exclude = (id: string, over: object = {}) => act(id, 'exclude-period', { ...PERIOD, ...over });
  const undo = (id: string, over: object = {}, claims: object = WINDOW) => {
    const { documentNumber } = APPROVAL;
    return act(id, 'void-employer-extension', { documentNumber, reason: WHY, ...over }, claims);
  };
  const undoPeriod = (id: string, over: object = {}) =>
    act(id, 'void-excluded-period', { from: PERIOD.from, to: PERIOD.to, reason: WHY, ...over });
  const known = (code: string, pointer: string) => ({
    status: 409,
    body: { type: `urn:qinwu:problem:${code}`, errors: [{ pointer, code }] },
  });
  const fault = (code: string, pointer: string) => ({
    status: 422,
    body: { errors: [{ pointer, code }] },
  });

  it('is one approval however often it is entered, and another by another number', async () => {
    const { id } = await receive({ applicantKind: 'employer' });
    const first = limit((await extend(id)).body, 'employer');
    expect(first).toMatchObject({ dueAt: '2025-10-17T16:00:00.000Z' });
    expect(await extend(id)).toMatchObject(known('extension-known', '/documentNumber'));
    const typed = { days: 10, documentNumber: ' 晋人社工伤延〔２０２５〕 3号' };
    expect(await extend(id, typed)).toMatchObject(known('extension-known', '/documentNumber'));
    expect(limit((await read(id)).body, 'employer')).toEqual(first);
    const other = await extend(id, { documentNumber: '晋人社工伤延〔2025〕4号' });
    expect(limit(other.body, 'employer')).toMatchObject({ dueAt: '2025-11-17T16:00:00.000Z' });
  });

  it('is one period of its reason, and none before the accident', async () => {
    const { id } = await receive();
    const year = limit((await exclude(id)).body, 'worker');
    for (const again of [{}, { from: '2025-08-20' }, { from: '2025-08-18', to: '2025-08-19' }]) {
      expect(await exclude(id, again)).toMatchObject(known('period-known', '/from'));
    }
    expect(await exclude(id, { from: '2025-08-20', to: undefined })).toMatchObject(
      known('period-known', '/from'),
    );
    const before = { from: '2025-08-01', to: '2025-08-17' };
    expect(await exclude(id, before)).toMatchObject(fault('period-before-event', '/to'));
    // Two reasons may hold on one day: it is taken out once.
    const both = await exclude(id, { reason: 'employer-fault' });
    expect([both.status, limit(both.body, 'worker')]).toEqual([200, year]);
    const onset = await exclude(id, { from: '2025-08-10', to: '2025-08-18' });
    expect([onset.status, limit(onset.body, 'worker')]).toEqual([200, year]);
  });

  it('is void by its reason: the employer is late as if it had never been entered', async () => {
    const { id } = await receive({ applicantKind: 'employer' });
    const untouched = limit((await read(id)).body, 'employer');
    await extend(id);
    await extend(id, { days: 5, documentNumber: '晋人社工伤延〔2025〕4号' });
    expect(
      (await act(id, 'void-employer-extension', { documentNumber: APPROVAL.documentNumber })).status,
    ).toBe(400);
    expect(await undo(id, {}, WORKER)).toMatchObject({ status: 403 });
    expect(await undo(id, { documentNumber: '9号' })).toMatchObject(
      fault('extension-missing', '/documentNumber'),
    );
    const { body } = await undo(id);
    expect(limit(body, 'employer')).toMatchObject({ dueAt: '2025-09-22T16:00:00.000Z' });
    expect(body.employerExtensions).toEqual([
      { ...APPROVAL, voidedOn: '2025-08-20' },
      { ...APPROVAL, days: 5, documentNumber: '晋人社工伤延〔2025〕4号', voidedOn: null },
    ]);
    expect(await undo(id)).toMatchObject(fault('extension-missing', '/documentNumber'));
    const none = await undo(id, { documentNumber: '晋人社工伤延〔2025〕4号' });
    expect(limit(none.body, 'employer')).toEqual(untouched);
    expect(none.body.allowedActions).not.toContain('void-employer-extension');
    const { items } = (await service.as(WINDOW)('GET', `/injury-applications/${id}/history`)).body;
    expect(items.at(-2)).toMatchObject({
      action: 'void-employer-extension',
      change: { days: 30, documentNumber: APPROVAL.documentNumber },
    });
    expect(JSON.stringify(items)).not.toContain(WHY);
    service.clock.set('2025-09-18T02:00:00Z');
    const codes = (await read(id)).body.flags.map(({ code }: { code: string }) => code);
    expect(codes).toEqual(['employer-late']);
    // What was void may be entered as it should have been.
    expect((await extend(id, { days: 60 })).body.flags).toEqual([]);
  });

  it('is void by its reason: the year runs as if the period had never been entered', async () => {
    const { id } = await receive();
    const untouched = limit((await read(id)).body, 'worker');
    await exclude(id);
    await exclude(id, { reason: 'relation-disputed', to: undefined });
    expect(await undoPeriod(id, { from: '2025-08-18' })).toMatchObject(fault('period-missing', '/from'));
    const running = await undoPeriod(id, { to: undefined });
    expect(limit(running.body, 'worker')).toMatchObject({ paused: false, dueAt: '2026-08-20T16:00:00.000Z' });
    expect(running.body.allowedActions).not.toContain('end-excluded-period');
    const none = await undoPeriod(id);
    expect(limit(none.body, 'worker')).toEqual(untouched);
    const { basis: _basis, ...period } = PERIOD;
    expect(none.body.excludedPeriods).toEqual([
      { ...period, voidedOn: '2025-08-20' },
      { ...period, reason: 'relation-disputed', to: null, voidedOn: '2025-08-20' },
    ]);
    expect(none.body.allowedActions).not.toContain('void-excluded-period');
    const why = await service.as(WINDOW)('GET', `/injury-applications/${id}/clocks`);
    expect(JSON.stringify(why.body)).not.toContain('不计入');
    expect((await exclude(id)).status).toBe(200);
  });

  it('counts no more where the accident is moved to another day, nor keeps a duplicate from being closed', async () => {
    const { id } = await receive({ applicantKind: 'employer' });
    await extend(id);
    await exclude(id);
    await undo(id);
    const { headers } = await undoPeriod(id);
    const patched = await service.as(WINDOW)('PATCH', `/injury-applications/${id}`, {
      body: { event: { ...INJURY.event, occurredAt: '2025-08-17T15:20:00+08:00' } },
      headers: { 'if-match': String(headers.get('etag')) },
    });
    expect(limit(patched.body, 'employer')).toMatchObject({ dueAt: '2025-09-16T16:00:00.000Z' });
    expect(limit(patched.body, 'worker')).toMatchObject({ dueAt: '2026-08-17T16:00:00.000Z' });
    const other = await receive({
      worker: { name: INJURY.worker.name, phone: '13611110009' },
      event: { ...INJURY.event, occurredAt: '2025-08-17T15:20:00+08:00' },
    });
    expect((await act(id, 'close-duplicate', { of: other.id })).status).toBe(200);
  });

  it('stays as it is once the application was handed over', async () => {
    const { id } = await receive({ applicantKind: 'employer', materials: ALL_MATERIALS });
    await extend(id);
    await act(id, 'complete');
    await act(id, 'transfer', { receiver: AUTHORITY, receiptNumber: 'JJGS-2025-3' });
    expect(await undo(id)).toMatchObject({
      status: 409,
      body: { type: 'urn:qinwu:problem:transition-not-allowed' },
    });
  });
});
