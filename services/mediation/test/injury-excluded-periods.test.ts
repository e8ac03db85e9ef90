import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sweepInjuryClocks } from '../src/use-cases/injury/sweep-injury-clocks.ts';
import { ALL_MATERIALS, AUTHORITY, INJURY, injurySteps, WINDOW, WORKER } from './injury-service.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';

const PERIOD = { reason: 'relation-disputed', basis: '劳动关系争议正在仲裁', from: '2025-08-20' };

describe('a period that does not count and has not ended', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const { receive, act, read } = injurySteps(() => service);
  const year = (body: { clocks: { kind: string }[] }) => body.clocks.find(({ kind }) => kind === 'worker');
  const problem = (code: string, status = 409) => ({ status, body: { type: `urn:qinwu:problem:${code}` } });

  it('lets the year stand still until its end is entered, and run on by its days', async () => {
    const { id } = await receive({ materials: ALL_MATERIALS });
    const standing = await act(id, 'exclude-period', PERIOD);
    expect(standing.body.excludedPeriods).toEqual([
      { from: '2025-08-20', to: null, reason: PERIOD.reason, voidedOn: null },
    ]);
    expect(year(standing.body)).toMatchObject({ paused: true, daysLeft: null });
    expect(standing.body.allowedActions).toContain('end-excluded-period');
    const why = await service.as(WINDOW)('GET', `/injury-applications/${id}/clocks`);
    const said = why.body.items.flatMap((item: { why: string[] }) => item.why).join('');
    expect(said).toContain('自 2025-08-20 起不计入，尚未结束');
    // A year and a half later nothing is late, and no light has changed.
    service.clock.set('2027-02-20T02:00:00Z');
    await sweepInjuryClocks(service.deps, service.clock.now());
    const later = (await read(id)).body;
    expect(later.flags.map(({ code }: { code: string }) => code)).not.toContain('worker-late');
    expect(year(later)).toMatchObject({ paused: true });
    const ended = await act(id, 'end-excluded-period', { to: '2027-02-19' });
    expect(ended.body.excludedPeriods).toEqual([
      { from: '2025-08-20', to: '2027-02-19', reason: PERIOD.reason, voidedOn: null },
    ]);
    // 2025-08-18 and a year, less the one day gone: 364 days from the 20th of February 2027.
    expect(year(ended.body)).toMatchObject({
      paused: false,
      daysLeft: 363,
      dueAt: '2028-02-18T16:00:00.000Z',
    });
    expect(ended.body.allowedActions).not.toContain('end-excluded-period');
  });

  it('keeps the year when it is handed over meanwhile, however late', async () => {
    const { id } = await receive({ materials: ALL_MATERIALS });
    await act(id, 'exclude-period', PERIOD);
    service.clock.set('2027-02-20T02:00:00Z');
    await act(id, 'complete');
    const { body } = await act(id, 'transfer', { receiver: AUTHORITY, receiptNumber: 'JJGS-2027-1' });
    expect(year(body)).toMatchObject({ onTime: true, paused: false });
    expect(await act(id, 'end-excluded-period', { to: '2027-02-19' })).toMatchObject(
      problem('transition-not-allowed'),
    );
  });

  it('takes nothing from a hand-over of the day before it began, which is written down later', async () => {
    const { id } = await receive({ event: { ...INJURY.event, occurredAt: '2024-08-22T08:00:00+08:00' } });
    service.clock.set('2025-08-22T02:00:00Z');
    expect((await act(id, 'exclude-period', { ...PERIOD, from: '2025-08-21' })).status).toBe(200);
    const handOver = (transferredOn: string) =>
      act(id, 'transfer', { receiver: AUTHORITY, receiptNumber: 'JJGS-2025-2', transferredOn });
    // The year stood still by then: nothing pressed.
    expect(await handOver('2025-08-21')).toMatchObject(problem('not-complete'));
    const { status, body } = await handOver('2025-08-20');
    expect([status, body.transfer?.incomplete, year(body)]).toMatchObject([200, true, { onTime: true }]);
  });

  it('stands still once at a time, and ends no day before it began nor after today', async () => {
    const { id } = await receive();
    const end = (to: string, claims: object = WINDOW) => act(id, 'end-excluded-period', { to }, claims);
    expect(await end('2025-08-20')).toMatchObject(problem('no-period-running'));
    const future = await act(id, 'exclude-period', { ...PERIOD, from: '2025-08-21' });
    expect(future.body.errors).toMatchObject([{ pointer: '/from', code: 'period-invalid' }]);
    expect((await act(id, 'exclude-period', PERIOD)).status).toBe(200);
    expect(await act(id, 'exclude-period', PERIOD)).toMatchObject(problem('period-running'));
    const closed = { ...PERIOD, reason: 'force-majeure', to: '2025-08-20' };
    expect((await act(id, 'exclude-period', closed)).status).toBe(200);
    for (const to of ['2025-08-19', '2025-08-21']) {
      expect((await end(to)).body.errors).toMatchObject([{ pointer: '/to', code: 'period-invalid' }]);
    }
    expect((await end('2025-08-20', WORKER)).status).toBe(403);
    expect((await end('2025-08-20')).status).toBe(200);
  });

  it('moves with the day of the accident', async () => {
    const { id } = await receive();
    const { body, headers } = await act(id, 'exclude-period', { ...PERIOD, from: '2025-08-19' });
    const event = { occurredAt: '2025-08-11T08:00:00+08:00', injury: body.injury };
    const patched = await service.as(WINDOW)('PATCH', `/injury-applications/${id}`, {
      body: { event },
      headers: { 'if-match': String(headers.get('etag')) },
    });
    expect(year(patched.body)).toMatchObject({ paused: true });
    const ended = await act(id, 'end-excluded-period', { to: '2025-08-20' });
    expect(year(ended.body)).toMatchObject({ dueAt: '2026-08-13T16:00:00.000Z' });
  });
});
