import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ALL_MATERIALS, AUTHORITY, injurySteps, OUTSIDER, WINDOW, WORKER } from './injury-service.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';

const DIAGNOSIS = { materials: [{ code: 'diagnosis' }] };
const TRANSFER = { receiver: AUTHORITY, receiptNumber: 'JJGS-2025-0098' };
const RECEIPT = { receiver: AUTHORITY, receiptNumber: 'JJGS-2025-0131' };

describe('materials that come after an incomplete transfer', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const { receive, act, read } = injurySteps(() => service);
  /** Handed over near its limit without the diagnosis. */
  const handedOver = async (over: object = {}) => {
    const { id } = await receive({ applicantKind: 'employer', ...over });
    service.clock.set('2025-09-15T02:00:00Z');
    expect(await act(id, 'transfer', TRANSFER)).toMatchObject({ status: 200 });
    return id;
  };
  const events = async (id: string) => {
    const { rows } = await service.deps.db.pool.query(
      `select envelope from outbox where envelope like '%' || $1 || '%'`,
      [id],
    );
    return rows.length;
  };
  const accept = (body: { clocks: { kind: string }[] }) => body.clocks.find(({ kind }) => kind === 'accept');

  it('are taken in and passed on with a receipt; the transfer stays as it was, and nobody counts it anew', async () => {
    const id = await handedOver();
    const before = await read(id);
    const counted = await events(id);
    expect(before.body.allowedActions).toEqual(['add-materials', 'record-decision']);
    service.clock.set('2025-09-18T02:00:00Z');
    const brought = await act(id, 'add-materials', DIAGNOSIS, WORKER);
    expect(brought.body).toMatchObject({
      state: 'TRANSFERRED',
      missingMaterials: [],
      laterMaterials: [{ code: 'diagnosis', broughtOn: '2025-09-18', passed: null }],
      allowedActions: ['add-materials'],
    });
    expect((await read(id)).body.allowedActions).toContain('pass-on-materials');
    const waiting = async (is: boolean) =>
      (await service.as(WINDOW)('GET', `/injury-applications?waiting=${is}`)).body.items.map(
        (each: { id: string; waiting: boolean }) => [each.id, each.waiting],
      );
    expect(await waiting(true)).toEqual([[id, true]]);
    expect(await waiting(false)).toEqual([]);
    service.clock.set('2025-09-22T02:00:00Z');
    const { body } = await act(id, 'pass-on-materials', { ...RECEIPT, passedOn: '2025-09-19' });
    expect(await waiting(false)).toEqual([[id, false]]);
    expect(body).toMatchObject({
      state: 'TRANSFERRED',
      transferredOn: '2025-09-15',
      completeOn: null,
      transfer: { ...TRANSFER, transferredOn: '2025-09-15', incomplete: true },
      materials: before.body.materials,
      laterMaterials: [{ code: 'diagnosis', passed: { ...RECEIPT, passedOn: '2025-09-19' } }],
      allowedActions: ['add-materials', 'record-decision'],
    });
    // The authority has everything since the 19th: its fifteen days run, over the National Day week.
    expect(accept(body)).toMatchObject({ of: 'authority', dueAt: '2025-10-09T16:00:00.000Z' });
    expect(await events(id)).toBe(counted);
  });

  it('are none where nothing lacked, though nobody had said so before it had to go', async () => {
    const { id } = await receive({ applicantKind: 'employer', materials: ALL_MATERIALS });
    expect((await act(id, 'transfer', TRANSFER)).status).toBe(409);
    service.clock.set('2025-09-15T02:00:00Z');
    const { body } = await act(id, 'transfer', TRANSFER);
    expect(body).toMatchObject({
      completeOn: '2025-09-15',
      transfer: { incomplete: false },
      allowedActions: ['record-decision'],
    });
    expect(accept(body)).toMatchObject({ of: 'authority', daysLeft: 15 });
  });

  it('are passed on one by one; the acceptance waits for the last', async () => {
    const id = await handedOver({ materials: [{ code: 'application-form' }] });
    const two = { materials: [{ code: 'diagnosis' }, { code: 'labour-relation', deFacto: true }] };
    expect((await act(id, 'add-materials', two)).status).toBe(200);
    const pass = (materials: string[]) => act(id, 'pass-on-materials', { ...RECEIPT, materials });
    const first = await pass(['labour-relation']);
    expect([first.status, accept(first.body)]).toEqual([200, undefined]);
    expect((await pass(['labour-relation'])).body.errors).toMatchObject([
      { pointer: '/materials/0', code: 'material-not-waiting' },
    ]);
    expect(accept((await pass(['diagnosis'])).body)).toMatchObject({ daysLeft: 15 });
  });

  it('are passed on, and the receipt written down, also once it is decided; taken in again where that is revoked', async () => {
    const id = await handedOver();
    await act(id, 'add-materials', DIAGNOSIS);
    service.clock.set('2025-09-22T02:00:00Z');
    const decided = (decision: string, over: object = {}) =>
      act(id, 'record-decision', {
        decision,
        documentNumber: '晋人社工伤〔2025〕1号',
        decidedOn: '2025-09-20',
        authority: AUTHORITY,
        ...over,
      });
    expect((await decided('not-accepted')).body.allowedActions).toEqual([
      'pass-on-materials',
      'record-decision',
    ]);
    const passed = await act(id, 'pass-on-materials', { ...RECEIPT, passedOn: '2025-09-18' });
    expect(passed).toMatchObject({
      status: 200,
      body: { state: 'NOT_ACCEPTED', laterMaterials: [{ passed: { passedOn: '2025-09-18' } }] },
    });
    expect(accept(passed.body)).toBeUndefined();
    expect((await act(id, 'add-materials', DIAGNOSIS)).status).toBe(409);
    expect((await decided('revoked', { remedy: 'litigation' })).status).toBe(200);
    expect((await act(id, 'add-materials', DIAGNOSIS, WORKER)).status).toBe(200);
    expect((await act(id, 'pass-on-materials', RECEIPT)).status).toBe(200);
  });

  it('are refused out of order, twice, by outsiders, and where all went with the application', async () => {
    const id = await handedOver();
    expect(await act(id, 'pass-on-materials', RECEIPT)).toMatchObject({
      status: 409,
      body: { type: 'urn:qinwu:problem:nothing-to-pass-on' },
    });
    expect((await act(id, 'add-materials', { materials: [{ code: 'photo' }] })).body.errors[0].code).toBe(
      'material-unknown',
    );
    expect((await act(id, 'add-materials', DIAGNOSIS, OUTSIDER)).status).toBe(404);
    await act(id, 'add-materials', DIAGNOSIS);
    expect((await act(id, 'pass-on-materials', RECEIPT, WORKER)).status).toBe(403);
    for (const passedOn of ['2025-09-14', '2025-09-16']) {
      const { body } = await act(id, 'pass-on-materials', { ...RECEIPT, passedOn });
      expect(body.errors).toMatchObject([{ pointer: '/passedOn', code: 'passed-out-of-order' }]);
    }
    expect((await act(id, 'pass-on-materials', RECEIPT)).status).toBe(200);
    expect((await act(id, 'pass-on-materials', RECEIPT)).status).toBe(409);

    service.clock.set('2025-08-20T02:00:00Z');
    const whole = (
      await receive({
        materials: [...DIAGNOSIS.materials, { code: 'application-form' }, { code: 'labour-relation' }],
      })
    ).id;
    await act(whole, 'complete');
    await act(whole, 'transfer', TRANSFER);
    expect(await act(whole, 'add-materials', DIAGNOSIS)).toMatchObject({
      status: 409,
      body: { type: 'urn:qinwu:problem:handed-over-complete' },
    });
  });
});
