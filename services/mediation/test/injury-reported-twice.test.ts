import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  deliver,
  FIRM,
  INJURY,
  injuryOfItsOwn,
  injurySteps,
  OUTSIDER,
  owedToMediation,
  WINDOW,
  WORKER,
} from './injury-service.ts';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';

const [PERSON, ENTERPRISE] = INTAKE.parties;

describe('a case that tells of an accident which has its application', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const { send, receive, act, read, correctCase } = injurySteps(() => service);
  /** Somebody hurt, known by a telephone, as an application and as a case name them. */
  const somebody = () => {
    const { worker } = injuryOfItsOwn();
    const { subject: _nobodys, ...nobodys } = worker;
    return { worker: nobodys, parties: [{ ...PERSON, phone: worker.phone }, ENTERPRISE] };
  };
  const register = async (over: object, claims: object = WINDOW) => {
    const body = { ...INTAKE, category: 'injury-benefit', injury: true, sensitiveConsent: true, ...over };
    const reply = await service.as(claims)('POST', '/cases', { body });
    expect(reply).toMatchObject({ status: 201 });
    return reply.body;
  };
  const amendApplication = async (id: string, body: object) => {
    const { headers } = await read(id);
    const sent = { body, headers: { 'if-match': String(headers.get('etag')) } };
    return service.as(WINDOW)('PATCH', `/injury-applications/${id}`, sent);
  };
  /** Gives the service what it owes itself of a case, as often as it likes. */
  const hear = async (caseId: string) => {
    const owed = await owedToMediation(service);
    await deliver(
      service,
      owed.filter(({ data }) => (data as { caseId?: string }).caseId === caseId),
    );
  };
  const caseOf = async (id: string, claims: object = WINDOW) =>
    (await service.as(claims)('GET', `/cases/${id}`)).body;
  const count = async (caseId: string) =>
    (await service.as(WINDOW)('GET', `/injury-applications?caseId=${caseId}`)).body.items.length;
  const steps = async (id: string) => {
    const { body } = await service.as(WINDOW)('GET', `/injury-applications/${id}/history`);
    return body.items.map(({ action }: { action: string }) => action);
  };

  it('is linked to it, once, and hears of its course', async () => {
    const { worker, parties } = somebody();
    const { id, number } = await receive({ worker, applicantKind: 'employer' });
    const dispute = await register({ parties, accidentOn: '2025-08-18' });
    await hear(dispute.id);
    await hear(dispute.id);
    expect(await count(dispute.id)).toBe(1);
    expect((await caseOf(dispute.id)).injuryApplication).toEqual({ id, number, state: 'RECEIVED' });
    expect((await read(id)).body).toMatchObject({ caseId: dispute.id, applicantKind: 'employer' });
    expect(await steps(id)).toContain('case-linked');
    await act(id, 'request-correction');
    await hear(dispute.id);
    expect((await caseOf(dispute.id)).injuryApplication.state).toBe('CORRECTION_REQUESTED');
  });

  it('is linked to one that was handed over too, and stays without it after another case', async () => {
    const { worker, parties } = somebody();
    const { id } = await receive({ worker });
    await act(id, 'not-transfer', { reason: 'outside-jurisdiction' });
    const dispute = await register({ parties, accidentOn: '2025-08-18' });
    await hear(dispute.id);
    // What was not transferred stands for nothing: the case has opened its own.
    const own = (await caseOf(dispute.id)).injuryApplication;
    await hear(dispute.id);
    expect([await count(dispute.id), own]).toEqual([1, null]);
    const [application] = (await service.as(WINDOW)('GET', `/injury-applications?caseId=${dispute.id}`)).body
      .items;
    expect(application.id).not.toBe(id);
    const second = await register({ parties, accidentOn: '2025-08-18' });
    await hear(second.id);
    expect([await count(second.id), (await caseOf(second.id)).injuryApplication]).toEqual([0, null]);
    expect(await steps(application.id)).toEqual(['received', 'case-not-linked']);
  });

  it('tells nothing to who filed a case as somebody else until the window has entered the account', async () => {
    const { worker, parties } = somebody();
    const { id } = await receive({ worker, applicantKind: 'employer' });
    const [person, firm] = parties;
    const own = [{ ...person, subject: WORKER.sub }, firm];
    const dispute = await register({ parties: own, accidentOn: '2025-08-18' }, WORKER);
    await hear(dispute.id);
    expect((await caseOf(dispute.id, WORKER)).injuryApplication).toBeNull();
    expect((await read(id, WORKER)).status).toBe(404);
    expect(await steps(id)).toEqual(['received', 'case-not-linked']);
    expect((await amendApplication(id, { worker: { ...worker, subject: WORKER.sub } })).status).toBe(200);
    await correctCase(dispute.id, { facts: '申请人在裁断车间受伤。' });
    await hear(dispute.id);
    expect((await caseOf(dispute.id, WORKER)).injuryApplication).toMatchObject({ id });
    expect((await read(id, OUTSIDER)).status).toBe(404);
  });

  it('leaves its own application without the day where that is the accident of another', async () => {
    const { worker, parties } = somebody();
    const dispute = await register({ parties });
    await hear(dispute.id);
    const { items } = (await service.as(WINDOW)('GET', `/injury-applications?caseId=${dispute.id}`)).body;
    const [{ id }] = items;
    const direct = await send({ ...INJURY, worker, applicantKind: 'employer' }, FIRM);
    expect(direct.status).toBe(201);
    await correctCase(dispute.id, { accidentOn: '2025-08-18' });
    await hear(dispute.id);
    expect((await read(id)).body).toMatchObject({ baseOn: null, flags: [{ code: 'accident-day-missing' }] });
    const { body } = await service.as(WINDOW)('GET', `/injury-applications/${id}/history`);
    expect(body.items.at(-1)).toMatchObject({
      action: 'case-not-followed',
      change: { application: direct.body.id, number: direct.body.number },
    });
    const met = await amendApplication(id, { event: INJURY.event, sensitiveConsent: true });
    expect(met).toMatchObject({ status: 409, body: { existing: { number: direct.body.number } } });
  });
});
