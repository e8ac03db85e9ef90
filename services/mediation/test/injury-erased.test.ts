import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@qinwu/domain/id';
import { destroyRecordKey } from '@qinwu/platform/crypto/record-key';
import { ALL_MATERIALS, AUTHORITY, injuryOfItsOwn, injurySteps, WINDOW, WORKER } from './injury-service.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';

const SCANNED = { code: 'labour-relation', files: [newId()] };
const ERASED = { status: 409, body: { type: 'urn:qinwu:problem:application-erased' } };
const TRANSFER = { receiver: AUTHORITY, receiptNumber: 'JJGS-2025-0097' };
const ACCEPTED = {
  decision: 'accepted',
  documentNumber: '晋人社工伤〔2025〕1号',
  decidedOn: '2025-08-20',
  authority: AUTHORITY,
};

describe('an application whose persons were erased', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const { receive, act, read, tellCase, settle } = injurySteps(() => service);
  const erase = (recordId: string) =>
    service.deps.db.orm.transaction((tx) =>
      destroyRecordKey(tx, { park: 'jinjiang', recordId, now: service.clock.now() }),
    );
  const erased = async (over: object = {}) => {
    const { id } = await receive(over);
    expect(await erase(id)).toBe(true);
    return id as string;
  };
  const correct = async (id: string, body: object) =>
    service.as(WINDOW)('PATCH', `/injury-applications/${id}`, {
      body,
      headers: { 'if-match': String((await read(id)).headers.get('etag')) },
    });
  const version = async (id: string) => (await read(id)).body.version;

  it('is not corrected, neither before its transfer nor, its accounts, after it', async () => {
    const id = await erased();
    expect(await correct(id, { legalHead: '14.4' })).toMatchObject(ERASED);
    const { id: later } = await receive({ materials: ALL_MATERIALS });
    await act(later, 'complete');
    expect((await act(later, 'transfer', TRANSFER)).status).toBe(200);
    await erase(later);
    const worker = { name: injuryOfItsOwn().worker.name, subject: 'worker-9' };
    expect(await correct(later, { worker })).toMatchObject(ERASED);
    expect([await version(id), await version(later)]).toEqual([1, 3]);
  });

  it('takes nothing that needs the persons, nor any words: they would not be kept', async () => {
    const id = await erased();
    const note = '已说明';
    const words: readonly (readonly [action: string, body: object, lost: string])[] = [
      ['add-materials', { materials: [{ code: 'diagnosis' }], note }, 'note'],
      ['complete', { note }, 'note'],
      ['transfer', { ...TRANSFER, note }, 'note'],
      ['not-transfer', { reason: 'outside-jurisdiction', note }, 'note'],
      // A scan would have a key of its own, which no erasure takes any more.
      ['add-materials', { materials: [{ code: 'diagnosis' }, SCANNED] }, 'materials/1/files'],
      ['not-transfer', { reason: 'withdrawn-in-writing', withdrawalFile: newId() }, 'withdrawalFile'],
    ];
    for (const [action, body, lost] of words) {
      const reply = await act(id, action, body);
      expect(reply).toMatchObject(ERASED);
      expect(reply.body.errors).toMatchObject([{ pointer: `/${lost}`, code: 'application-erased' }]);
    }
    const own = { reason: 'withdrawn-in-writing', withdrawalRecord: '不再申请' };
    expect((await act(id, 'not-transfer', own, WORKER)).body.errors).toMatchObject([
      { pointer: '/withdrawalRecord' },
    ]);
    const other = await receive();
    const needing: readonly (readonly [action: string, body: object])[] = [
      ['request-correction', {}],
      ['exclude-period', { from: '2025-08-19', to: '2025-08-19', reason: 'force-majeure', basis: '台风' }],
      ['close-duplicate', { of: other.id }],
    ];
    for (const [action, body] of needing) expect(await act(id, action, body)).toMatchObject(ERASED);
    const dispute = await tellCase(injuryOfItsOwn().worker.phone);
    await settle();
    const course = (await service.as(WINDOW)('GET', `/cases/${dispute.id}`)).body.injuryApplication;
    await erase(course.id);
    expect(await act(course.id, 'close-opened-in-error', { note })).toMatchObject(ERASED);
    expect([await version(id), await version(course.id)]).toEqual([1, 1]);
    expect((await read(course.id)).body.allowedActions).toEqual([
      'add-materials',
      'complete',
      'extend-employer-limit',
      'transfer',
      'not-transfer',
    ]);
  });

  it('still comes to its end, and what the authority decided is recorded', async () => {
    const id = await erased();
    const steps: readonly (readonly [action: string, body: object])[] = [
      ['add-materials', { materials: [{ code: 'diagnosis' }] }],
      ['complete', {}],
      ['transfer', TRANSFER],
      ['record-decision', ACCEPTED],
    ];
    for (const [action, body] of steps) {
      const reply = await act(id, action, body);
      expect({ action, ...reply }).toMatchObject({ action, status: 200, body: { erased: true } });
    }
    const full = { ...WINDOW, scopes: ['mediation:read', 'pii:read'] };
    const letter = await service.as(full)('GET', `/injury-applications/${id}/documents/transfer-letter`);
    expect(letter).toMatchObject({ status: 404, body: ERASED.body });
    const ended = await act(await erased(), 'not-transfer', { reason: 'outside-jurisdiction' });
    expect(ended).toMatchObject({ status: 200, body: { state: 'NOT_TRANSFERRED', allowedActions: [] } });
  });
});
