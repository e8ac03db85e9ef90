import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { INJURY, injuryOfItsOwn, injurySteps, WINDOW } from './injury-service.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';

describe('an application that is corrected', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const { receive, read } = injurySteps(() => service);
  const SIGHTED = { ...WINDOW, scopes: ['mediation:read', 'mediation:write', 'pii:read'] };
  const amend = async (id: string, body: object) =>
    service.as(WINDOW)('PATCH', `/injury-applications/${id}`, {
      body,
      headers: { 'if-match': String((await read(id)).headers.get('etag')) },
    });

  it('keeps the day of its diagnosis where the correction is about something else', async () => {
    const { occurredAt: _none, ...event } = INJURY.event;
    const { id } = await receive({ cause: 'disease', event: { ...event, diagnosedOn: '2025-08-10' } });
    const other = await amend(id, { legalHead: '14.4' });
    expect(other).toMatchObject({ status: 200, body: { legalHead: '14.4', baseOn: '2025-08-10' } });
    const accident = await amend(id, { cause: 'accident' });
    expect(accident.body.errors).toMatchObject([{ code: 'accident-time-missing' }]);
    const day = await amend(id, { event: { ...event, diagnosedOn: '2025-08-12' } });
    expect(day.body.baseOn).toBe('2025-08-12');
  });

  it('keeps the event before its receipt and before the day it was applied for, as the intake does', async () => {
    const occurred = (occurredAt: string) => ({ event: { ...INJURY.event, occurredAt } });
    const late = (pointer: string) => ({
      status: 422,
      body: { errors: [{ pointer, code: 'event-after-receipt' }] },
    });
    const { id } = await receive({ appliedOn: '2025-08-19' });
    const { occurredAt: _none, ...event } = INJURY.event;
    const sick = await receive({ cause: 'disease', event: { ...event, diagnosedOn: '2025-08-10' } });
    service.clock.set('2025-09-25T02:00:00Z');
    for (const day of ['2025-08-20T00:10:00+08:00', '2025-09-24T08:00:00+08:00']) {
      expect(await amend(id, occurred(day))).toMatchObject(late('/event/occurredAt'));
    }
    expect(await amend(sick.id, { event: { ...event, diagnosedOn: '2025-08-21' } })).toMatchObject(
      late('/event/diagnosedOn'),
    );
    const { status, body } = await amend(id, occurred('2025-08-19T23:50:00+08:00'));
    expect([status, body.baseOn, body.flags]).toMatchObject([200, '2025-08-19', [{ code: 'employer-late' }]]);
    expect((await amend(sick.id, { event: { ...event, diagnosedOn: '2025-08-20' } })).status).toBe(200);
  });

  it('takes masks that come back for what they stand for, and stores none', async () => {
    const worker = {
      ...injuryOfItsOwn().worker,
      idType: 'passport',
      idNumber: 'E12345678',
      address: '梅岭街道1号',
    };
    const { id } = await receive({ worker, employer: { ...INJURY.employer, phone: '13900139000' } });
    const shown = (await read(id)).body;
    expect(shown.worker.name).toBe('陈**');
    const { masked: _masked, gender: _none, ...back } = shown.worker;
    const employer = { ...INJURY.employer, contact: shown.employerContact, phone: shown.employerPhone };
    expect((await amend(id, { worker: { ...back, position: '班长' }, employer })).status).toBe(200);
    const after = (await read(id, SIGHTED)).body;
    const { subject, ...stands } = worker;
    expect(after.worker).toMatchObject({ ...stands, position: '班长' });
    expect(after).toMatchObject({ employerContact: '王大川', employerPhone: '13900139000' });
    // The name stayed, and with it the account of the worker.
    expect((await read(id, { roles: 'party', sub: subject })).body.standing).toBe('worker');
    const other = await amend(id, { worker: { ...back, name: '林**' }, applicant: { name: '王*' } });
    expect(other).toMatchObject({
      status: 422,
      body: {
        errors: [
          { pointer: '/worker/name', code: 'masked-value' },
          { pointer: '/applicant/name', code: 'masked-value' },
        ],
      },
    });
  });
});
