import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { deliver, injuryOfItsOwn, injurySteps, owedToMediation, WINDOW } from './injury-service.ts';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';

const [PERSON, ENTERPRISE] = INTAKE.parties;

describe('a case in which several people were hurt', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const { send, act, correctCase } = injurySteps(() => service);
  const person = (name: string, over: object = {}) => {
    const { phone } = injuryOfItsOwn().worker;
    const { subject: _nobodys, ...nobody } = PERSON;
    return { ...nobody, name, phone, ...over };
  };
  const hurt = (name: string, over: object = {}) => person(name, { injured: true, ...over });
  const intake = (people: object[], over: object = {}) => ({
    ...INTAKE,
    category: 'injury-benefit',
    injury: true,
    sensitiveConsent: true,
    accidentOn: '2025-08-18',
    parties: [...people, ENTERPRISE],
    ...over,
  });
  const register = async (people: object[], over: object = {}) => {
    const reply = await service.as(WINDOW)('POST', '/cases', { body: intake(people, over) });
    expect(reply).toMatchObject({ status: 201 });
    return reply.body;
  };
  const caseOf = async (id: string) => (await service.as(WINDOW)('GET', `/cases/${id}`)).body;
  /** Gives the service everything it owes itself of a case, again and again, until nothing follows. */
  const hear = async (caseId: string) => {
    for (let before = -1, owed = 0; owed !== before; ) {
      before = owed;
      const all = await owedToMediation(service);
      const events = all.filter(({ data }) => (data as { caseId?: string }).caseId === caseId);
      await deliver(service, events);
      owed = events.length;
    }
  };
  const applications = async (caseId: string): Promise<{ id: string; partyId: string | null }[]> =>
    (await service.as(WINDOW)('GET', `/injury-applications?caseId=${caseId}`)).body.items.toReversed();

  it('opens one application for each, once, and hears of the course of all', async () => {
    const dispute = await register([hurt('陈晓梅'), person('吴小英'), hurt('林志强')]);
    expect(dispute.parties.map(({ injured }: { injured: boolean }) => injured)).toEqual([
      true,
      false,
      true,
      false,
    ]);
    await hear(dispute.id);
    await hear(dispute.id);
    const opened = await applications(dispute.id);
    const [first, , third] = dispute.parties;
    expect(opened.map(({ partyId }) => partyId)).toEqual([first.id, third.id]);
    const [one, two] = opened.map(({ id }) => id);
    expect(await caseOf(dispute.id)).toMatchObject({
      injuryApplication: { id: one, state: 'RECEIVED', party: first.id },
      otherInjuryApplications: [{ id: two, state: 'RECEIVED', party: third.id }],
    });
    await act(String(two), 'request-correction');
    await hear(dispute.id);
    expect((await caseOf(dispute.id)).otherInjuryApplications).toMatchObject([
      { id: two, state: 'CORRECTION_REQUESTED' },
    ]);
  });

  it('knows its people again: by who they are in the case, by their name where they are entered anew', async () => {
    const dispute = await register([person('陈晓梅'), person('林志强')]);
    await hear(dispute.id);
    // Nobody is named: the first who applies.
    const [one] = await applications(dispute.id);
    expect(one?.partyId).toBe(dispute.parties[0].id);
    const parties = dispute.parties.map(({ id }: { id: string }, n: number) =>
      n < 2 ? { id, injured: true } : { id },
    );
    await correctCase(dispute.id, { parties });
    await hear(dispute.id);
    const both = await applications(dispute.id);
    expect(both.map(({ partyId }) => partyId)).toEqual([dispute.parties[0].id, dispute.parties[1].id]);
    await correctCase(dispute.id, { parties: [hurt('陈晓梅'), hurt('林志强'), ENTERPRISE] });
    await hear(dispute.id);
    const anew = await applications(dispute.id);
    expect(anew.map(({ id }) => id)).toEqual(both.map(({ id }) => id));
    const now = await caseOf(dispute.id);
    expect(anew.map(({ partyId }) => partyId)).toEqual([now.parties[0].id, now.parties[1].id]);
    expect([now.injuryApplication, ...now.otherInjuryApplications].map(({ party }) => party)).toEqual([
      now.parties[0].id,
      now.parties[1].id,
    ]);
  });

  it('knows the one it was opened for again, where it names nobody and they are entered anew', async () => {
    const worker = person('陈晓梅', { subject: 'anew-1' });
    const dispute = await register([worker]);
    await hear(dispute.id);
    await correctCase(dispute.id, { parties: [worker, ENTERPRISE] });
    await hear(dispute.id);
    const [first, ...others] = await applications(dispute.id);
    const { body } = await service.as({ roles: 'party', sub: 'anew-1' })('GET', `/cases/${dispute.id}`);
    expect(others).toEqual([]);
    expect(first?.partyId).toBe(body.parties[0].id);
    expect(body.parties[0].id).not.toBe(dispute.parties[0].id);
    expect(body.injuryApplication).toMatchObject({ id: first?.id });
  });

  it('tells the first who applies of the day where it names nobody any more', async () => {
    const dispute = await register([person('陈晓梅'), hurt('林志强')], { accidentOn: undefined });
    await hear(dispute.id);
    const [one, two, firm] = dispute.parties.map(({ id }: { id: string }) => ({ id }));
    await correctCase(dispute.id, { parties: [{ ...one, injured: true }, two, firm] });
    await hear(dispute.id);
    const parties = [{ ...one, injured: false }, { ...two, injured: false }, firm];
    await correctCase(dispute.id, { parties, accidentOn: '2025-08-18' });
    await hear(dispute.id);
    const days = [];
    for (const { id, partyId } of await applications(dispute.id)) {
      days.push([partyId, (await service.as(WINDOW)('GET', `/injury-applications/${id}`)).body.baseOn]);
    }
    expect(days.toSorted()).toEqual([
      [one.id, '2025-08-18'],
      [two.id, null],
    ]);
  });

  it('tells each of their own application, and the employer of all', async () => {
    const dispute = await register([
      hurt('陈晓梅', { subject: 'hurt-1' }),
      hurt('林志强', { subject: 'hurt-2' }),
      person('吴小英', { subject: 'unhurt' }),
    ]);
    await hear(dispute.id);
    const toldOf = async (claims: object): Promise<string[]> => {
      const { body } = await service.as(claims)('GET', `/cases/${dispute.id}`);
      const all = [body.injuryApplication, ...(body.otherInjuryApplications ?? [])];
      return all.filter((each) => each !== null).map(({ number }) => number);
    };
    const [one, two] = await toldOf(WINDOW);
    expect(await toldOf({ roles: 'enterprise', sub: 'firm-1', org: ENTERPRISE.uscc })).toEqual([one, two]);
    expect(await toldOf({ roles: 'party', sub: 'hurt-1' })).toEqual([one]);
    expect(await toldOf({ roles: 'party', sub: 'hurt-2' })).toEqual([two]);
    expect(await toldOf({ roles: 'party', sub: 'unhurt' })).toEqual([]);
  });

  it('takes the place of those who have an application already, and no second one of the same', async () => {
    const [a, b] = [hurt('陈晓梅'), hurt('林志强')];
    const dispute = await register([a, b], { accidentOn: undefined });
    await hear(dispute.id);
    const { subject: _subject, ...worker } = injuryOfItsOwn().worker;
    const again = await send(injuryOfItsOwn({ caseId: dispute.id, worker: { ...worker, name: b.name } }));
    expect(again).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:case-has-application' } });
    const other = await send(injuryOfItsOwn({ caseId: dispute.id, worker: { ...worker, name: '吴小英' } }));
    expect(other).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:case-has-application' } });

    const known = hurt('黄建国');
    const filed = await send(injuryOfItsOwn({ worker: { ...worker, name: known.name, phone: known.phone } }));
    const second = await register([hurt('陈晓梅'), known]);
    await hear(second.id);
    const linked = await applications(second.id);
    expect(linked).toHaveLength(2);
    expect(linked).toContainEqual(
      expect.objectContaining({ id: filed.body.id, partyId: second.parties[1].id }),
    );
  });

  it('names people alone, and in a case with an injury alone', async () => {
    const firm = { ...ENTERPRISE, injured: true };
    const wrong = await service.as(WINDOW)('POST', '/cases', {
      body: intake([hurt('陈晓梅')], { parties: [PERSON, firm] }),
    });
    expect(wrong.body.errors).toMatchObject([
      { pointer: '/parties/1/injured', code: 'injured-not-a-person' },
    ]);
    const none = { injury: false, accidentOn: undefined, sensitiveConsent: undefined };
    const plain = await service.as(WINDOW)('POST', '/cases', { body: intake([hurt('陈晓梅')], none) });
    expect(plain.body.errors).toMatchObject([
      { pointer: '/parties/0/injured', code: 'injured-without-injury' },
    ]);
  });
});
