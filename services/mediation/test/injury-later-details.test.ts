import { beforeEach, describe, expect, it } from '@jest/globals';
import { destroyRecordKey } from '@qinwu/platform/crypto/record-key';
import { jsonl } from './import-client.ts';
import { importDesk } from './import-desk.ts';
import {
  ALL_MATERIALS,
  AUTHORITY,
  FIRM,
  INJURY,
  injuryOfItsOwn,
  injurySteps,
  WINDOW,
} from './injury-service.ts';
import { INTAKE } from './mediation-service.ts';

const CODE = '91350582MA0000015J';
const TRANSFER = { receiver: AUTHORITY, receiptNumber: 'JJGS-2026-0098' };
const RECEIPT = { receiver: AUTHORITY, receiptNumber: 'JJGS-2026-0131' };
/** Taken over from another register: nobody knew the day, nor the employer's code. */
const BARE = {
  applicantKind: 'worker',
  cause: 'accident',
  employerName: '晋江示例鞋业有限公司',
  sensitiveConsent: 'false',
  state: 'TRANSFERRED',
  receivedOn: '2026-08-10',
  transferredOn: '2026-08-11',
  receiver: AUTHORITY,
  receiptNumber: 'JJGS-2026-0001',
};

describe('details that are told after an incomplete transfer', () => {
  const at = importDesk();
  beforeEach(() => at.service.clock.set('2025-08-20T02:00:00Z'));

  const { receive, act, read, tellCase, settle } = injurySteps(() => at.service);
  const [PERSON] = INTAKE.parties;
  /** Opened by a case that names no enterprise, and handed over as the year of the worker ends. */
  const handedOver = async () => {
    const { phone } = injuryOfItsOwn().worker;
    const parties = [
      { ...PERSON, phone },
      { side: 'respondent', kind: 'person', name: '王大川', phone: '13900139000' },
    ];
    const dispute = await tellCase(phone, { accidentOn: '2025-08-18', parties });
    await settle();
    const { id } = (await at.service.as(WINDOW)('GET', `/cases/${dispute.id}`)).body.injuryApplication;
    await act(id, 'add-materials', { materials: ALL_MATERIALS });
    at.service.clock.set('2026-08-16T02:00:00Z');
    expect(await act(id, 'transfer', TRANSFER)).toMatchObject({
      status: 200,
      body: { transfer: { incomplete: true }, missingDetails: ['employer-code', 'sensitive-consent'] },
    });
    return id as string;
  };
  const imported = async (over: object) => {
    const row = { ...BARE, ...over };
    const { progress } = await at.imports.run({ kind: 'injury-applications', bytes: jsonl([row]) });
    expect(progress).toMatchObject({ created: 1 });
    const { items } = (
      await at.service.as(WINDOW)('GET', '/injury-applications?receivedFrom=2026-08-10&receivedTo=2026-08-10')
    ).body;
    return items[0].id as string;
  };
  const complete = (id: string, body: object) => act(id, 'complete-details', body);
  const decide = (id: string, decision: string, over: object = {}) =>
    act(id, 'record-decision', {
      decision,
      documentNumber: `晋人社〔2026〕${decision}`,
      decidedOn: '2026-08-16',
      authority: AUTHORITY,
      ...over,
    });
  const accept = (body: { clocks: { kind: string }[] }) => body.clocks.find(({ kind }) => kind === 'accept');
  const CLOSED = { status: 409, body: { type: 'urn:qinwu:problem:details-closed' } };

  it('complete what lacked and nothing else; the limits stay, and the employer reads it from then on', async () => {
    const id = await handedOver();
    const before = (await read(id)).body;
    expect(before.allowedActions).toContain('complete-details');
    expect((await read(id, FIRM)).status).toBe(404);
    at.service.clock.set('2026-08-17T02:00:00Z');
    const { status, body } = await complete(id, { employerCode: CODE, sensitiveConsent: true });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        state: 'TRANSFERRED',
        employer: CODE,
        sensitiveConsent: true,
        missingDetails: [],
        laterMaterials: [{ code: 'employer-code', broughtOn: '2026-08-17', passed: null }],
        transfer: before.transfer,
        clocks: before.clocks.map(({ id: clock, stoppedAt, onTime }: (typeof before.clocks)[number]) => ({
          id: clock,
          stoppedAt,
          onTime,
        })),
        allowedActions: ['add-materials', 'pass-on-materials', 'record-decision'],
      },
    });
    const listed = (await at.service.as(FIRM)('GET', '/injury-applications')).body.items;
    expect(listed.map((each: { id: string }) => each.id)).toContain(id);
    const { items } = (await at.service.as(WINDOW)('GET', `/injury-applications/${id}/history`)).body;
    expect(items.at(-1)).toMatchObject({
      action: 'complete-details',
      change: { details: ['employer-code', 'sensitive-consent'] },
    });
    // The authority had its fifteen days from the transfer: neither code nor consent is among the materials of art. 18.
    expect(accept(before)).toMatchObject({ daysLeft: 15 });
    const passed = await act(id, 'pass-on-materials', { ...RECEIPT, materials: ['employer-code'] });
    expect(passed.body.laterMaterials).toMatchObject([{ passed: { passedOn: '2026-08-17' } }]);
    expect(passed.body.clocks).toHaveLength(before.clocks.length);
  });

  it('let the fifteen days wait for the day of the event as for a material', async () => {
    at.service.clock.set('2026-08-16T02:00:00Z');
    const id = await imported({ externalRef: 'B-1', workerName: '林志强' });
    await act(id, 'add-materials', { materials: ALL_MATERIALS });
    const whole = await act(id, 'pass-on-materials', RECEIPT);
    expect([whole.status, accept(whole.body)]).toEqual([200, undefined]);
    expect((await complete(id, { eventDay: '2026-08-11' })).body.errors).toMatchObject([
      { pointer: '/eventDay', code: 'event-after-receipt' },
    ]);
    const told = await complete(id, { eventDay: '2026-08-01' });
    expect(told).toMatchObject({ status: 200, body: { baseOn: '2026-08-01', clocks: [], flags: [] } });
    at.service.clock.set('2026-08-18T02:00:00Z');
    const { body } = await act(id, 'pass-on-materials', RECEIPT);
    expect(accept(body)).toMatchObject({ of: 'authority', dueAt: '2026-09-02T16:00:00.000Z' });
  });

  it('are refused where they stand already, say nothing, or make it the accident of another application', async () => {
    const id = await handedOver();
    const { version } = (await read(id)).body;
    const wrong = { eventDay: '2025-08-17', employerCode: '91350582MA00000158' };
    expect((await complete(id, wrong)).body.errors).toMatchObject([
      { pointer: '/eventDay', code: 'detail-known' },
      { pointer: '/employerCode' },
    ]);
    expect((await complete(id, {})).body.errors).toMatchObject([{ pointer: '', code: 'details-empty' }]);
    expect((await complete(id, { sensitiveConsent: false })).status).toBe(400);
    expect((await act(id, 'complete-details', { employerCode: CODE }, FIRM)).status).toBe(403);
    expect((await read(id)).body.version).toBe(version);
    await at.service.deps.db.orm.transaction((tx) =>
      destroyRecordKey(tx, { park: 'jinjiang', recordId: id, now: at.service.clock.now() }),
    );
    expect((await complete(id, { employerCode: CODE })).body.type).toBe(
      'urn:qinwu:problem:application-erased',
    );
    at.service.clock.set('2026-08-16T02:00:00Z');
    const { phone } = injuryOfItsOwn().worker;
    const worker = { name: '周文斌', phone };
    await receive({ worker, event: { ...INJURY.event, occurredAt: '2026-08-01T08:00:00+08:00' } });
    const other = await imported({ externalRef: 'B-2', workerName: '周文斌', workerPhone: phone });
    expect(await complete(other, { eventDay: '2026-08-01' })).toMatchObject({
      status: 409,
      body: { type: 'urn:qinwu:problem:injury-already-filed' },
    });
  });

  it('are taken until the authority has accepted it, also where its refusal to do so was revoked', async () => {
    const whole = await receive({ materials: ALL_MATERIALS });
    await act(whole.id, 'complete');
    await act(whole.id, 'transfer', TRANSFER);
    expect(await complete(whole.id, { employerCode: CODE })).toMatchObject(CLOSED);

    const id = await handedOver();
    await decide(id, 'not-accepted');
    expect((await complete(id, { employerCode: CODE })).body.type).toBe(
      'urn:qinwu:problem:transition-not-allowed',
    );
    await decide(id, 'revoked', { remedy: 'litigation' });
    expect((await complete(id, { employerCode: CODE })).status).toBe(200);
    for (const decision of ['accepted', 'recognised']) await decide(id, decision);
    await decide(id, 'revoked', { remedy: 'litigation' });
    const after = await read(id);
    expect(after.body).toMatchObject({ state: 'REVOKED', missingDetails: ['sensitive-consent'] });
    expect(after.body.allowedActions).not.toContain('complete-details');
    expect(await complete(id, { sensitiveConsent: true })).toMatchObject(CLOSED);
  });
});
