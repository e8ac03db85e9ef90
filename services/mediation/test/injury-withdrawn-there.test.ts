import { beforeEach, describe, expect, it } from '@jest/globals';
import { jsonl } from './import-client.ts';
import { importDesk } from './import-desk.ts';
import {
  ALL_MATERIALS,
  AUTHORITY,
  INJURY,
  injuryOfItsOwn,
  injurySteps,
  WINDOW,
  WORKER,
} from './injury-service.ts';
import { upload } from './negotiation-case.ts';

const TRANSFER = { receiver: AUTHORITY, receiptNumber: 'JJGS-2025-0097' };
const SUPERVISOR = { roles: 'supervisor', sub: 'supervisor-1' } as const;
const ERASER = { ...SUPERVISOR, scopes: ['mediation:read', 'mediation:write', 'pii:erase'] };

interface Clock {
  kind: string;
  stoppedAt: string | null;
  onTime: boolean | null;
  light: string;
}

describe('an application that the applicant withdrew at the authority', () => {
  const at = importDesk();
  beforeEach(() => at.service.clock.set('2025-08-20T02:00:00Z'));

  const { receive, send, act, read, tellCase, settle } = injurySteps(() => at.service);
  const decide = (id: string, decision: string, more: object = {}) =>
    act(id, 'record-decision', {
      decision,
      documentNumber: `晋人社〔2025〕${decision}`,
      decidedOn: '2025-08-20',
      authority: AUTHORITY,
      ...more,
    });
  const handOver = async (id: string) => {
    await act(id, 'complete');
    expect(await act(id, 'transfer', TRANSFER)).toMatchObject({ status: 200 });
    return id;
  };
  const handedOver = async () => handOver((await receive({ materials: ALL_MATERIALS })).id);
  const there = (body: { clocks: Clock[] }) =>
    body.clocks.filter(({ kind }) => kind === 'accept' || kind === 'decide');

  it.each([
    [[], 'TRANSFERRED'],
    [['accepted'], 'ACCEPTED'],
    [['accepted', 'suspended'], 'SUSPENDED'],
    [['accepted', 'recognised', 'revoked'], 'REVOKED'],
  ])(
    'after %j has ended, with what the authority had to keep, and counts as transferred',
    async (papers, state) => {
      const id = await handedOver();
      for (const paper of papers) {
        const remedy = paper === 'revoked' ? { remedy: 'litigation' } : {};
        expect(await decide(id, paper, remedy)).toMatchObject({ status: 200 });
      }
      expect((await read(id)).body).toMatchObject({ state });
      at.service.clock.set('2025-08-25T02:00:00Z');
      const { status, body } = await decide(id, 'withdrawn', { decidedOn: '2025-08-24' });
      expect({ status, body }).toMatchObject({
        status: 200,
        body: {
          state: 'WITHDRAWN',
          withdrawnOn: '2025-08-24',
          transferredOn: '2025-08-20',
          conclusion: null,
          dueAt: null,
          allowedActions: ['record-decision'],
          allowedDecisions: ['delivered', 'upheld', 'revoked'],
        },
      });
      expect(there(body).filter(({ stoppedAt }) => stoppedAt === null)).toEqual([]);
      const history = await at.service.as(WINDOW)('GET', `/injury-applications/${id}/history`);
      expect(history.body.items.at(-1)).toMatchObject({
        action: 'record-decision',
        change: { decision: 'withdrawn', from: state, to: 'WITHDRAWN' },
      });
      const { rows } = await at.service.deps.db.pool.query(
        `select envelope::jsonb -> 'data' as data from outbox where listener = 'cockpit' and envelope like $1
       order by event_id desc limit 1`,
        [`%${id}%`],
      );
      expect(rows).toMatchObject([{ data: { state: 'WITHDRAWN', transferredOn: '2025-08-20' } }]);
    },
  );

  it('shows as missed only what the authority had missed by then', async () => {
    const early = await handedOver();
    const late = await handedOver();
    at.service.clock.set('2025-10-20T02:00:00Z');
    const inTime = (await decide(early, 'withdrawn', { decidedOn: '2025-09-04' })).body;
    const tooLate = (await decide(late, 'withdrawn', { decidedOn: '2025-09-05' })).body;
    expect([there(inTime), there(tooLate)]).toMatchObject([
      [{ kind: 'accept', onTime: null, light: 'green' }],
      [{ kind: 'accept', onTime: false }],
    ]);
  });

  it('rests on the number of a notice or on a scan, and nothing else is recorded without its number', async () => {
    const id = await handedOver();
    const bare = { documentNumber: undefined };
    const refused = async (decision: string, more: object) => (await decide(id, decision, more)).body.errors;
    expect(await refused('withdrawn', bare)).toMatchObject([
      { pointer: '/withdrawalFile', code: 'withdrawal-missing' },
    ]);
    expect(await refused('accepted', bare)).toMatchObject([
      { pointer: '/documentNumber', code: 'document-number-missing' },
    ]);
    const withdrawalFile = await upload(at.service, WINDOW, 'withdrawal');
    expect(await refused('accepted', { withdrawalFile })).toMatchObject([
      { pointer: '/withdrawalFile', code: 'withdrawal-elsewhere' },
    ]);
    expect(await refused('withdrawn', { decidedOn: '2025-08-19' })).toMatchObject([
      { code: 'decided-out-of-order' },
    ]);
    const { body } = await decide(id, 'withdrawn', { ...bare, withdrawalFile });
    expect(body.decisions).toMatchObject([{ decision: 'withdrawn', documentNumber: null }]);
    const scan = await at.service.open(WORKER, `/files/${withdrawalFile}`);
    expect(scan.status).toBe(200);
    await scan.arrayBuffer();
  });

  it('is not withdrawn there before it was handed over, nor once it is decided', async () => {
    const { id } = await receive({ materials: ALL_MATERIALS });
    expect(await decide(id, 'withdrawn')).toMatchObject({ status: 409 });
    await handOver(id);
    await decide(id, 'accepted');
    await decide(id, 'recognised');
    expect(await decide(id, 'withdrawn')).toMatchObject({ status: 409, body: { state: 'RECOGNISED' } });
  });

  it('may be applied for anew, and stands again only where it was not', async () => {
    const id = await handedOver();
    const body = injuryOfItsOwn({
      worker: { ...INJURY.worker, phone: '13900001111' },
      materials: ALL_MATERIALS,
    });
    const first = (await send(body)).body;
    await handOver(first.id);
    expect(await send(body)).toMatchObject({ status: 409 });
    await decide(first.id, 'withdrawn');
    const anew = await send(body, WORKER);
    expect(anew).toMatchObject({ status: 201 });
    const revoke = (of: string) => decide(of, 'revoked', { remedy: 'litigation' });
    expect(await revoke(first.id)).toMatchObject({
      status: 409,
      body: { type: 'urn:qinwu:problem:another-stands', existing: { id: anew.body.id } },
    });
    await decide(id, 'withdrawn');
    expect((await revoke(id)).body).toMatchObject({ state: 'REVOKED', withdrawnOn: null });
  });

  it('is told to its case, which opens no other but follows one that is filed anew', async () => {
    const { worker } = injuryOfItsOwn();
    const dispute = await tellCase(worker.phone, { accidentOn: '2025-08-18' });
    const own = injuryOfItsOwn({ worker, materials: ALL_MATERIALS, caseId: dispute.id });
    const course = async () => (await at.service.as(SUPERVISOR)('GET', `/cases/${dispute.id}`)).body;
    const { id } = (await send(own)).body;
    await handOver(id);
    await decide(id, 'withdrawn');
    await settle();
    expect((await course()).injuryApplication).toMatchObject({ id, state: 'WITHDRAWN' });
    const anew = await send(own, WORKER);
    expect(anew).toMatchObject({ status: 201 });
    await settle();
    expect(await course()).toMatchObject({
      injuryApplication: { id: anew.body.id, state: 'RECEIVED' },
      otherInjuryApplications: [{ id, state: 'WITHDRAWN' }],
    });
  });

  it('can be erased', async () => {
    const id = await handedOver();
    const erase = async () =>
      at.service.as(ERASER)('POST', `/injury-applications/${id}/erasure`, {
        body: {
          number: (await read(id)).body.number,
          basis: 'consent-withdrawn',
          request: '晋开信〔2025〕1号',
        },
      });
    expect(await erase()).toMatchObject({ status: 409 });
    await decide(id, 'withdrawn');
    expect(await erase()).toMatchObject({ status: 201 });
  });

  it('of the past says on which day, and no other does', async () => {
    const base = {
      applicantKind: 'worker',
      cause: 'accident',
      workerName: '林志强',
      employerName: INJURY.employer.name,
      employerUscc: INJURY.employer.uscc,
      occurredAt: '2025-02-10 09:30',
      injury: '右手食指压伤',
      sensitiveConsent: '是',
      receivedOn: '2025-02-20',
      transferredOn: '2025-02-24',
      receiver: AUTHORITY,
      receiptNumber: '18号',
      acceptedOn: '2025-03-01',
      withdrawnOn: '2025-03-10',
    };
    const rows = [
      { ...base, state: 'WITHDRAWN' },
      { ...base, state: 'WITHDRAWN', withdrawnOn: undefined },
      { ...base, state: 'WITHDRAWN', withdrawnOn: '2025-02-28' },
      { ...base, state: 'ACCEPTED' },
    ].map((row, n) => ({ ...row, externalRef: `W-${n}` }));
    const { id, progress } = await at.imports.run({ kind: 'injury-applications', bytes: jsonl(rows) });
    expect(progress).toMatchObject({ created: 1, refused: 3 });
    const faults = (await at.imports.report(id)).map(({ 错误 }) => String(错误).replaceAll(/: [^;；]+/g, ''));
    expect(faults).toEqual(['withdrawnOn', 'withdrawnOn', 'withdrawnOn']);
  });
});
