import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AUTHORITY, injuryOfItsOwn, injurySteps, WINDOW, WORKER } from './injury-service.ts';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';

const [PERSON, ENTERPRISE] = INTAKE.parties;
const NOTE = '调解中核实，当事人并未受伤';

describe('an application that a case opened in error', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const { act, read, send, tellCase, correctCase, settle } = injurySteps(() => service);
  const close = (id: string, who: Parameters<MediationService['as']>[0] = WINDOW) =>
    act(id, 'close-opened-in-error', { note: NOTE }, who);
  const opened = async () => {
    const dispute = await tellCase(injuryOfItsOwn().worker.phone);
    await settle();
    const course = (await service.as(WINDOW)('GET', `/cases/${dispute.id}`)).body.injuryApplication;
    return { caseId: dispute.id as string, id: course.id as string };
  };
  const correct = async (caseId: string, body: object) => {
    await correctCase(caseId, body);
    await settle();
  };

  it('is closed with the reason, tells the figures so, and is not opened again for the same person', async () => {
    const { caseId, id } = await opened();
    expect((await read(id)).body.allowedActions).toContain('close-opened-in-error');
    expect((await act(id, 'close-opened-in-error', {})).status).toBe(400);
    expect(await close(id)).toMatchObject({
      status: 200,
      body: {
        state: 'NOT_TRANSFERRED',
        notTransferredReason: 'opened-in-error',
        closingNote: NOTE,
        dueAt: null,
        allowedActions: [],
      },
    });
    const { rows } = await service.deps.db.pool.query<{ envelope: string }>(
      `select envelope from outbox where listener = 'cockpit' and type = 'qinwu.mediation.injury-moved.v1'
        and envelope like '%' || $1 || '%'`,
      [id],
    );
    expect(rows.map(({ envelope }) => JSON.parse(envelope).data)).toMatchObject([
      { applicationId: id, state: 'NOT_TRANSFERRED', openedInError: true },
    ]);
    await correct(caseId, { accidentOn: '2025-08-18' });
    expect((await service.as(WINDOW)('GET', `/cases/${caseId}`)).body.injuryApplication).toMatchObject({
      id,
      reason: 'opened-in-error',
    });
    const { items } = (await service.as(WINDOW)('GET', `/injury-applications?caseId=${caseId}`)).body;
    expect(items).toHaveLength(1);
    await correct(caseId, { parties: [{ ...PERSON, name: '林志强' }, ENTERPRISE] });
    const after = (await service.as(WINDOW)('GET', `/injury-applications?caseId=${caseId}`)).body.items;
    expect(after.map(({ state }: { state: string }) => state).toSorted()).toEqual([
      'NOT_TRANSFERRED',
      'RECEIVED',
    ]);
  });

  it('is none once it was handed over', async () => {
    const dispute = await tellCase(injuryOfItsOwn().worker.phone, { accidentOn: '2025-08-18' });
    await settle();
    const { id } = (await service.as(WINDOW)('GET', `/cases/${dispute.id}`)).body.injuryApplication;
    service.clock.set('2026-08-16T02:00:00Z');
    const transfer = { receiver: AUTHORITY, receiptNumber: 'JJGS-2026-1' };
    expect((await act(id, 'transfer', transfer)).status).toBe(200);
    expect(await close(id)).toMatchObject({
      status: 409,
      body: { type: 'urn:qinwu:problem:transition-not-allowed', state: 'TRANSFERRED' },
    });
  });

  it('is none where somebody applied, brought a paper, or applied a second time', async () => {
    const { body: own } = await send(injuryOfItsOwn(), WORKER);
    const applied = { status: 409, body: { type: 'urn:qinwu:problem:applied-for' } };
    expect((await read(own.id)).body.allowedActions).not.toContain('close-opened-in-error');
    expect(await close(own.id)).toMatchObject(applied);
    const { id } = await opened();
    await act(id, 'add-materials', { materials: [{ code: 'diagnosis' }] });
    expect(await close(id)).toMatchObject(applied);
    expect((await close((await opened()).id, WORKER)).status).toBe(403);
  });

  it('is none once the worker has filed it and was told that it stands already', async () => {
    const body = injuryOfItsOwn();
    await tellCase(body.worker.phone, { accidentOn: '2025-08-18' });
    await settle();
    const again = await send(body, WORKER);
    expect(again).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:injury-already-filed' } });
    const { id } = again.body.existing;
    expect((await read(id)).body.allowedActions).not.toContain('close-opened-in-error');
    expect(await close(id)).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:applied-for' } });
    const { items } = (await service.as(WINDOW)('GET', `/injury-applications/${id}/history`)).body;
    expect(items.at(-1)).toMatchObject({ actor: 'worker-1', action: 'filed-again' });
  });
});
