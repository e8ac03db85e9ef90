import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { entryHash } from '@qinwu/platform/ledger/entry';
import {
  ALL_MATERIALS,
  deliver,
  FIRM,
  INJURY,
  injuryOfItsOwn,
  injurySteps,
  owedToMediation,
  WINDOW,
  WORKER,
} from './injury-service.ts';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';
import { spokenTo } from './recorded-words.ts';

describe('the work-injury application of a case', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const { send, receive, act, read } = injurySteps(() => service);

  const register = async (over: object = {}) => {
    const body = { ...INTAKE, category: 'injury-benefit', injury: true, sensitiveConsent: true, ...over };
    const reply = await service.as(WINDOW)('POST', '/cases', { body });
    expect(reply.status).toBe(201);
    return reply.body;
  };
  const owed = async (caseId: string) =>
    (await owedToMediation(service)).filter(({ data }) => (data as { caseId?: string }).caseId === caseId);
  const caseOf = async (id: string) => (await service.as(WINDOW)('GET', `/cases/${id}`)).body;
  const opened = async (caseId: string) => {
    await deliver(service, await owed(caseId));
    const { body } = await service.as(WINDOW)('GET', `/injury-applications?caseId=${caseId}`);
    return body.items;
  };

  it('comes with the separate consent of who was hurt, on record like any other', async () => {
    const { id, parties } = await register();
    const consents = async (of: string) =>
      (await service.as(WINDOW)('GET', `/cases/${of}/consents`)).body.inForce;
    const given = { scope: 'injury', given: true, textVersion: 'application-form' };
    expect(await consents(id)).toMatchObject([{ ...given, party: parties[0].id }]);
    const plain = await register({ category: 'wage-arrears', injury: false, sensitiveConsent: undefined });
    expect(await consents(plain.id)).toEqual([]);
    const headers = { 'if-match': `"${plain.id}-1"` };
    const body = { injury: true, sensitiveConsent: true };
    expect((await service.as(WINDOW)('PATCH', `/cases/${plain.id}`, { body, headers })).status).toBe(200);
    expect(await consents(plain.id)).toMatchObject([{ ...given, party: plain.parties[0].id }]);
  });

  it('is opened once, prefilled from the case, and completed at the window', async () => {
    const dispute = await register();
    expect((await owed(dispute.id)).map(({ type }) => type)).toEqual(['qinwu.mediation.injury-reported.v1']);
    const [application] = await opened(dispute.id);
    expect(await opened(dispute.id)).toHaveLength(1);
    const own = await read(application.id, WORKER);
    expect(own.body).toMatchObject({
      state: 'RECEIVED',
      standing: 'worker',
      worker: { name: '陈晓梅' },
      employer: '91350582MA0000015J',
      baseOn: null,
      clocks: [{ kind: 'transfer' }],
      sensitiveConsent: false,
    });
    // Told once of everything missing: what the application does not say as well as what was not brought.
    const details = ['event-day', 'sensitive-consent'];
    const told = await act(application.id, 'request-correction');
    expect(told.body).toMatchObject({
      missingDetails: details,
      notices: [{ items: ['application-form', 'labour-relation', 'diagnosis'], details }],
    });
    const codes = ALL_MATERIALS.map(({ code }) => ({ code }));
    await act(application.id, 'add-materials', { materials: codes });
    const bare = await act(application.id, 'complete');
    expect(bare).toMatchObject({
      status: 409,
      body: { type: 'urn:qinwu:problem:details-missing', missing: details },
    });
    const patch = async (body: object) =>
      service.as(WINDOW)('PATCH', `/injury-applications/${application.id}`, {
        body,
        headers: { 'if-match': String((await read(application.id)).headers.get('etag')) },
      });
    expect((await patch({ event: INJURY.event })).body.errors[0].code).toBe('sensitive-consent-missing');
    const filled = await patch({ event: INJURY.event, sensitiveConsent: true });
    expect(filled).toMatchObject({ status: 200, body: { baseOn: '2025-08-18', worker: { name: '陈**' } } });
    expect(filled.body.clocks).toMatchObject([
      { kind: 'employer' },
      { kind: 'worker' },
      { kind: 'transfer', stoppedAt: '2025-08-20T02:00:00.000Z' },
    ]);
    expect((await act(application.id, 'complete')).status).toBe(200);
  });

  it('brings its course back to the case, the newest standing', async () => {
    const dispute = await register();
    const [{ id, number }] = await opened(dispute.id);
    await act(id, 'request-correction');
    await act(id, 'not-transfer', { reason: 'outside-jurisdiction' });
    const events = (await owed(dispute.id)).filter(({ subject }) => subject === id);
    expect(events.map(({ type, sequence }) => [type.split('.')[2], sequence])).toEqual([
      ['injury-received', 1],
      ['injury-moved', 2],
      ['injury-moved', 3],
    ]);
    const before = await caseOf(dispute.id);
    await deliver(service, events.toReversed());
    const after = await caseOf(dispute.id);
    expect(after).toMatchObject({
      state: before.state,
      injuryApplication: { id, number, state: 'NOT_TRANSFERRED' },
    });
    expect(after.version).toBe(before.version + 1);
    const { body } = await service.as(WINDOW)('GET', `/cases/${dispute.id}/ledger`);
    const last = body.items.at(-1);
    expect(entryHash(last.prevHash, last.body)).toBe(last.hash);
    expect(last).toMatchObject({ action: 'injury-application-moved', prevHash: body.items.at(-2).hash });
    // The chain goes on from there.
    expect(
      (await service.as(WINDOW)('POST', `/cases/${dispute.id}/actions/invite`, { body: {} })).status,
    ).toBe(200);
  });

  it('is one of a case', async () => {
    const dispute = await register({ injury: false });
    await receive({ caseId: dispute.id });
    const second = await send(injuryOfItsOwn({ caseId: dispute.id }));
    expect(second).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:case-has-application' } });
  });

  const mediate = async (id: string, action: string, body: object = {}, claims: object = WINDOW) => {
    const reply = await service.as(claims)('POST', `/cases/${id}/actions/${action}`, { body });
    expect({ action, ...reply }).toMatchObject({ action, status: 200 });
    return reply.body;
  };
  /** The parties come to an oral settlement that is in force at once. */
  const settle = async (id: string) => {
    await mediate(id, 'consent', {}, FIRM);
    await mediate(id, 'accept');
    await service.deps.db.pool.query('update dispute_case set mediators = array[$1::uuid] where id = $1', [
      id,
    ]);
    await mediate(id, 'start');
    return mediate(id, 'agree-orally', { amountAgreed: '13600.00', summary: '一次性支付，双方了结' });
  };

  it('stays as it is when the case is settled, and again when that was performed', async () => {
    const dispute = await register({ category: 'civil-other', organisation: 'people-mediation' });
    const [{ id }] = await opened(dispute.id);
    const before = (await read(id)).body;
    expect((await settle(dispute.id)).outcome).toBe('agreed');
    await mediate(dispute.id, 'perform');
    await deliver(service, await owed(dispute.id));
    expect((await read(id)).body).toEqual(before);
    expect((await act(id, 'request-correction')).status).toBe(200);
  });

  it('is sealed with its case: for supervisors and those concerned alone', async () => {
    const dispute = await register();
    const [{ id }] = await opened(dispute.id);
    const chief = { roles: 'supervisor', sub: 'chief-1' };
    const sealed = await service.as(WINDOW)('POST', `/cases/${dispute.id}/seals`, {
      body: { what: 'case', reason: '当事人申请' },
    });
    expect(sealed.status).toBe(201);
    const full = { ...WINDOW, scopes: ['mediation:read', 'mediation:write', 'pii:read'] };
    const listed = async (who: object) =>
      (await service.as(who)('GET', `/injury-applications?caseId=${dispute.id}`)).body.items.length;
    expect([(await read(id, full)).status, await listed(full)]).toEqual([404, 0]);
    expect((await act(id, 'complete')).status).toBe(404);
    for (const who of [chief, WORKER, FIRM]) {
      expect([(await read(id, who)).status, await listed(who)]).toEqual([200, 1]);
    }
    const exported = await service.open(full, '/exports/injury-applications?format=jsonl');
    expect(await exported.text()).not.toContain(id);
  });

  it('stays as it is when the case is withdrawn', async () => {
    const dispute = await register();
    const [{ id }] = await opened(dispute.id);
    const before = (await read(id)).body;
    const [party] = dispute.parties;
    const said = { reason: '双方已和解，一次性了结工伤待遇', ...spokenTo(service) };
    await mediate(dispute.id, 'withdraw', { party: party.id, ...said });
    await deliver(service, await owed(dispute.id));
    expect((await read(id)).body).toEqual(before);
    expect((await act(id, 'request-correction')).status).toBe(200);
  });

  it('is not opened without an injury, but once one is put right in the case', async () => {
    const dispute = await register({ injury: false, sensitiveConsent: undefined });
    expect(await owed(dispute.id)).toEqual([]);
    const body = { injury: true, sensitiveConsent: true };
    const headers = { 'if-match': `"${dispute.id}-${dispute.version}"` };
    expect((await service.as(WINDOW)('PATCH', `/cases/${dispute.id}`, { body, headers })).status).toBe(200);
    expect(await opened(dispute.id)).toHaveLength(1);
  });
});
