import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  deliver,
  INJURY,
  injuryOfItsOwn,
  injurySteps,
  owedToMediation,
  WINDOW,
  WORKER,
} from './injury-service.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';

describe('an application that is filed anew', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const { send, act, tellCase, correctCase, settle } = injurySteps(() => service);
  const courseOf = async (id: string) =>
    (await service.as(WINDOW)('GET', `/cases/${id}`)).body.injuryApplication;
  const withdrawn = async () => {
    const { worker } = injuryOfItsOwn();
    const dispute = await tellCase(worker.phone, { accidentOn: '2025-08-18' });
    await settle();
    const { id } = await courseOf(dispute.id);
    const said = { reason: 'withdrawn-in-writing', withdrawalRecord: '本人暂不申请。' };
    expect((await act(id, 'not-transfer', said, WORKER)).status).toBe(200);
    return { worker, first: id, caseId: dispute.id };
  };
  const correct = async (caseId: string) => {
    await correctCase(caseId, { accidentOn: '2025-08-18' });
    await settle();
  };

  it('names the case that led to the first, and its course is the one that comes back', async () => {
    const { worker, first, caseId } = await withdrawn();
    const late = await owedToMediation(service);
    const anew = await send({ ...INJURY, worker, caseId }, WORKER);
    expect(anew.status).toBe(201);
    await settle();
    expect(await courseOf(caseId)).toMatchObject({ id: anew.body.id, state: 'RECEIVED' });
    // Told again, late: what was not transferred stands no more.
    await deliver(
      service,
      late.filter(({ subject }) => subject === first),
    );
    expect(await courseOf(caseId)).toMatchObject({ id: anew.body.id, state: 'RECEIVED' });
    const twice = await send({ ...INJURY, worker: { ...worker, phone: '13900139009' }, caseId }, WORKER);
    expect(twice).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:case-has-application' } });
    await act(anew.body.id, 'request-correction');
    await settle();
    expect(await courseOf(caseId)).toMatchObject({ id: anew.body.id, state: 'CORRECTION_REQUESTED' });
  });

  it('is linked to its case by the next correction, and by people alone filed at all', async () => {
    const { worker, first, caseId } = await withdrawn();
    await settle();
    await correct(caseId);
    expect(await courseOf(caseId)).toMatchObject({ id: first, state: 'NOT_TRANSFERRED' });
    const anew = await send({ ...INJURY, worker }, WORKER);
    await correct(caseId);
    expect(await courseOf(caseId)).toMatchObject({ id: anew.body.id, state: 'RECEIVED' });
  });
});
