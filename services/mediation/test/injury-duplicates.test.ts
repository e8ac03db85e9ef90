import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { destroyRecordKey } from '@qinwu/platform/crypto/record-key';
import { entryHash } from '@qinwu/platform/ledger/entry';
import {
  ALL_MATERIALS,
  AUTHORITY,
  FIRM,
  INJURY,
  injuryOfItsOwn,
  injurySteps,
  WINDOW,
  WORKER,
} from './injury-service.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';

describe('an application that is a duplicate of another', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const { receive, act, read, send, tellCase, correctCase, settle } = injurySteps(() => service);
  const courseOf = async (id: string) =>
    (await service.as(WINDOW)('GET', `/cases/${id}`)).body.injuryApplication;
  /** What a case has opened without a day, beside the application of the worker. */
  const twice = async (over: object = {}) => {
    const { worker } = injuryOfItsOwn();
    const own = await receive({ worker, materials: ALL_MATERIALS, ...over });
    const dispute = await tellCase(worker.phone);
    await settle();
    const { id, number } = await courseOf(dispute.id);
    expect(id).not.toBe(own.id);
    return { own, caseId: dispute.id, duplicate: { id, number } };
  };
  const moved = async (id: string) => {
    const { rows } = await service.deps.db.pool.query<{ envelope: string }>(
      `select envelope from outbox where listener = 'cockpit' and envelope like '%' || $1 || '%' order by event_id`,
      [id],
    );
    return rows.map(({ envelope }) => JSON.parse(envelope)).filter(({ subject }) => subject === id);
  };

  it('is closed for it: both say so, the case follows the one that goes on, and the figures count one', async () => {
    const { own, caseId, duplicate } = await twice();
    const { body } = await act(duplicate.id, 'close-duplicate', { of: own.id, note: '职工本人已另行申请' });
    expect(body).toMatchObject({
      state: 'NOT_TRANSFERRED',
      notTransferredReason: 'duplicate',
      duplicateOf: { id: own.id, number: own.number },
      closingNote: '职工本人已另行申请',
      allowedActions: [],
      dueAt: null,
    });
    expect((await read(own.id)).body).toMatchObject({ state: 'RECEIVED', caseId, duplicates: [duplicate] });
    await settle();
    expect(await courseOf(caseId)).toMatchObject({ id: own.id, state: 'RECEIVED' });
    expect((await moved(duplicate.id)).at(-1)).toMatchObject({
      type: 'qinwu.mediation.injury-moved.v1',
      data: { state: 'NOT_TRANSFERRED', transferredOn: null, duplicateOf: own.id },
    });
    await act(own.id, 'complete');
    await act(own.id, 'transfer', { receiver: AUTHORITY, receiptNumber: 'JJGS-2025-1' });
    await settle();
    expect(await courseOf(caseId)).toMatchObject({ id: own.id, state: 'TRANSFERRED' });
    for (const id of [own.id, duplicate.id]) {
      const { items } = (await service.as(WINDOW)('GET', `/injury-applications/${id}/ledger`)).body;
      for (const { prevHash, body: text, hash } of items) expect(entryHash(prevHash, text)).toBe(hash);
    }
    // Told again the case opens nothing.
    await correctCase(caseId, { accidentOn: '2025-08-18' });
    await settle();
    const { items } = (await service.as(WINDOW)('GET', `/injury-applications?caseId=${caseId}`)).body;
    expect(items).toHaveLength(2);
  });

  it('leaves the case with the one that went on, also where that is not transferred', async () => {
    const { own, caseId, duplicate } = await twice();
    await act(duplicate.id, 'close-duplicate', { of: own.id });
    await act(own.id, 'not-transfer', { reason: 'outside-jurisdiction' });
    await settle();
    const { body } = await service.as(WINDOW)('GET', `/cases/${caseId}`);
    expect(body.injuryApplication).toMatchObject({
      id: own.id,
      state: 'NOT_TRANSFERRED',
      reason: 'outside-jurisdiction',
    });
    expect(body.otherInjuryApplications).toMatchObject([{ id: duplicate.id, reason: 'duplicate' }]);
  });

  it('is named in its case by the one that goes on, to whoever stands in that one too', async () => {
    const { phone } = injuryOfItsOwn().worker;
    const [one, two] = [await tellCase(phone), await tellCase(phone)];
    await settle();
    const [other, closed] = [await courseOf(one.id), await courseOf(two.id)];
    await act(closed.id, 'close-duplicate', { of: other.id });
    await settle();
    const seenBy = async (who: object) =>
      (await service.as(who)('GET', `/cases/${two.id}`)).body.injuryApplication;
    const named = { id: closed.id, reason: 'duplicate', duplicateOf: { id: other.id, number: other.number } };
    for (const who of [WINDOW, WORKER, FIRM]) expect(await seenBy(who)).toMatchObject(named);
    // The account of the worker is taken out of the other one, which then is nothing to them.
    const { headers } = await read(other.id);
    const corrected = await service.as(WINDOW)('PATCH', `/injury-applications/${other.id}`, {
      body: {
        worker: { ...INJURY.worker, phone, subject: null },
        event: INJURY.event,
        sensitiveConsent: true,
      },
      headers: { 'if-match': String(headers.get('etag')) },
    });
    expect(corrected.status).toBe(200);
    expect(await seenBy(WORKER)).toEqual({
      id: closed.id,
      number: closed.number,
      state: 'NOT_TRANSFERRED',
      reason: 'duplicate',
    });
    const seal = { body: { what: 'case', reason: '当事人申请' } };
    expect((await service.as(WINDOW)('POST', `/cases/${one.id}/seals`, seal)).status).toBe(201);
    expect(await seenBy(WINDOW)).not.toHaveProperty('duplicateOf');
    for (const who of [FIRM, { roles: 'supervisor', sub: 'chief-1' }]) {
      expect(await seenBy(who)).toMatchObject(named);
    }
  });

  it('is named to the window alone', async () => {
    const { own, duplicate } = await twice();
    await act(duplicate.id, 'close-duplicate', { of: own.id });
    expect((await read(own.id, WORKER)).body).toMatchObject({ standing: 'worker', duplicates: [] });
    expect((await read(duplicate.id, FIRM)).body).toMatchObject({ standing: 'employer', duplicateOf: null });
  });

  it('answers a repeated request once, and writes nothing where the other moved meanwhile', async () => {
    const { own, duplicate } = await twice();
    const headers = { 'idempotency-key': 'duplicate-key-000000001' };
    const close = () =>
      service.as(WINDOW)('POST', `/injury-applications/${duplicate.id}/actions/close-duplicate`, {
        body: { of: own.id },
        headers,
      });
    const [one, two] = await Promise.all([close(), close()]);
    const again = await close();
    for (const reply of [one, two]) expect(reply.status).toBe(200);
    expect(again.body).toEqual(one.body);
    expect((await read(own.id)).body).toMatchObject({ version: 2, duplicates: [duplicate] });
  });

  it('keeps an employer from withdrawing the one that goes on', async () => {
    const { worker } = injuryOfItsOwn();
    const { own, duplicate } = await twice({ applicantKind: 'employer', worker });
    await act(duplicate.id, 'close-duplicate', { of: own.id });
    const said = { reason: 'withdrawn-in-writing', withdrawalRecord: '不再申请' };
    expect(await act(own.id, 'not-transfer', said, FIRM)).toMatchObject({
      status: 409,
      body: { type: 'urn:qinwu:problem:others-filed' },
    });
  });

  it('is not closed for itself, another worker, another day, one that has ended or one that is not there', async () => {
    const { own, duplicate } = await twice();
    const refused = async (of: string, code: string, id = duplicate.id) => {
      const { status, body } = await act(id, 'close-duplicate', { of });
      expect({ status, errors: body.errors }).toMatchObject({
        status: 422,
        errors: [{ pointer: '/of', code }],
      });
    };
    await refused(duplicate.id, 'not-going-on');
    await refused('0198f000-0000-7000-8000-000000000001', 'application-missing');
    const { subject: _subject, ...worker } = injuryOfItsOwn().worker;
    const stranger = await receive({ worker: { ...worker, name: '林志强' } });
    await refused(stranger.id, 'another-accident');
    const later = await receive({ event: { ...INJURY.event, occurredAt: '2025-08-19T08:00:00+08:00' } });
    await refused(own.id, 'another-accident', later.id);
    // Two people of one name, hurt on one day.
    const numbered = (idNumber: string) =>
      receive({ worker: { name: '周文斌', idType: 'passport', idNumber } });
    const [one, two] = [await numbered('E12345678'), await numbered('E87654321')];
    await refused(one.id, 'another-accident', two.id);
    const ended = await receive({ worker });
    await act(ended.id, 'not-transfer', { reason: 'outside-jurisdiction' });
    await refused(ended.id, 'not-going-on');
    expect((await act(duplicate.id, 'close-duplicate', { of: own.id }, WORKER)).status).toBe(403);
    await act(own.id, 'complete');
    await act(own.id, 'transfer', { receiver: AUTHORITY, receiptNumber: 'JJGS-2025-2' });
    // What was handed over is not closed; it may be what goes on.
    expect((await act(own.id, 'close-duplicate', { of: duplicate.id })).status).toBe(409);
    expect((await act(duplicate.id, 'close-duplicate', { of: own.id })).status).toBe(200);
  });

  it('is not closed where one of the two was erased: nobody can compare them any more', async () => {
    const { own, duplicate } = await twice();
    await service.deps.db.orm.transaction((tx) =>
      destroyRecordKey(tx, { park: 'jinjiang', recordId: own.id, now: service.clock.now() }),
    );
    expect(await act(duplicate.id, 'close-duplicate', { of: own.id })).toMatchObject({
      status: 409,
      body: { type: 'urn:qinwu:problem:application-erased' },
    });
  });

  it('is not closed where what keeps a limit would end with it', async () => {
    const { subject: _subject, ...worker } = injuryOfItsOwn().worker;
    const byFirm = await receive({ applicantKind: 'employer', delegated: true, worker });
    service.clock.set('2025-09-25T02:00:00Z');
    const { body: later } = await send({ ...INJURY, worker: { ...worker, phone: '13611110001' } });
    const close = (one: string, of: string) => act(one, 'close-duplicate', { of });
    const lost = { status: 422, body: { errors: [{ pointer: '/of', code: 'limits-lost' }] } };
    expect(await close(byFirm.id, later.id)).toMatchObject(lost);
    const period = { reason: 'force-majeure', basis: '台风停工', from: '2025-08-19', to: '2025-08-20' };
    await act(later.id, 'exclude-period', period);
    expect(await close(later.id, byFirm.id)).toMatchObject(lost);
    expect((await act(byFirm.id, 'exclude-period', period)).status).toBe(200);
    expect((await close(later.id, byFirm.id)).status).toBe(200);
    // The employer had applied in time, and nothing says otherwise.
    expect((await read(byFirm.id)).body.flags).toEqual([]);
  });
});
