import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { importClient, jsonl } from './import-client.ts';
import {
  ALL_MATERIALS,
  AUTHORITY,
  FIRM,
  injuryOfItsOwn,
  injurySteps,
  WINDOW,
  WORKER,
} from './injury-service.ts';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';
import { upload } from './negotiation-case.ts';

const CHIEF = { roles: 'supervisor', sub: 'chief-1' } as const;
const APPLIED = { status: 409, body: { type: 'urn:qinwu:problem:applied-for' } };
const SECOND = { status: 403, body: { type: 'urn:qinwu:problem:second-person-needed' } };
const NOTE = '录入时选错了事项，没有人申请';

describe('an application that the staff typed in by mistake', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const { receive, act, read, send, tellCase, settle } = injurySteps(() => service);
  const close = (id: string, who: object = CHIEF) => act(id, 'close-opened-in-error', { note: NOTE }, who);
  const offers = async (id: string, who: object) =>
    (await read(id, who)).body.allowedActions.includes('close-opened-in-error');
  /** Refused, and nobody is offered it. */
  const stays = async (id: string) => {
    expect(await offers(id, CHIEF)).toBe(false);
    expect(await close(id)).toMatchObject(APPLIED);
  };

  it('is closed by a supervisor who did not enter it, counts nowhere, and can be filed for real', async () => {
    const body = injuryOfItsOwn({ materials: ALL_MATERIALS });
    const { id } = (await send(body)).body;
    expect(await offers(id, CHIEF)).toBe(true);
    for (const who of [WINDOW, { ...WINDOW, sub: 'window-2' }]) {
      expect(await close(id, who)).toMatchObject(SECOND);
      expect(await offers(id, who)).toBe(false);
    }
    expect((await act(id, 'close-opened-in-error', {}, CHIEF)).status).toBe(400);
    expect((await act(id, 'complete')).status).toBe(200);
    expect(await close(id)).toMatchObject({
      status: 200,
      body: {
        state: 'NOT_TRANSFERRED',
        notTransferredReason: 'opened-in-error',
        closingNote: NOTE,
        dueAt: null,
      },
    });
    const { rows } = await service.deps.db.pool.query<{ envelope: string }>(
      `select envelope from outbox where listener = 'cockpit' and envelope like '%' || $1 || '%' order by event_id`,
      [id],
    );
    expect(rows.map(({ envelope }) => JSON.parse(envelope).data).at(-1)).toMatchObject({
      applicationId: id,
      state: 'NOT_TRANSFERRED',
      openedInError: true,
    });
    expect((await send(body)).status).toBe(201);
  });

  it('is not closed by the supervisor who entered it', async () => {
    const { body } = await send(injuryOfItsOwn(), CHIEF);
    expect(await offers(body.id, CHIEF)).toBe(false);
    expect(await close(body.id)).toMatchObject(SECOND);
    expect((await close(body.id, { ...CHIEF, sub: 'chief-2' })).status).toBe(200);
  });

  it('is none where it came from an account of the applicant, another system, or a register', async () => {
    const { subject: _nobodys, ...worker } = injuryOfItsOwn().worker;
    for (const [who, over] of [
      [WORKER, {}],
      [FIRM, { applicantKind: 'employer', worker }],
      [{ roles: 'client', sub: 'court' }, { worker: { ...worker, phone: '13611110002' } }],
      // A clerk who was hurt.
      [{ roles: ['dispatcher', 'citizen'], sub: 'worker-1' }, {}],
    ] as const) {
      const { status, body } = await send(injuryOfItsOwn(over), who);
      expect(status).toBe(201);
      await stays(body.id);
    }
    const imports = importClient(service);
    const row = {
      externalRef: 'E-1',
      applicantKind: 'worker',
      cause: 'accident',
      workerName: '林志强',
      employerName: '晋江示例鞋业有限公司',
      employerUscc: '91350582MA0000015J',
      occurredAt: '2025-08-18 09:30',
      injury: '右手食指压伤',
      sensitiveConsent: '是',
    };
    try {
      await imports.run({ kind: 'injury-applications', bytes: jsonl([row]) });
    } finally {
      await imports.close();
    }
    const { items } = (await service.as(WINDOW)('GET', '/injury-applications?limit=1')).body;
    await stays(items[0].id);
  });

  it('is none where anything on record says that somebody came', async () => {
    const file = await upload(service, WINDOW, 'a diagnosis');
    await stays((await receive({ materials: [{ code: 'diagnosis', files: [file] }] })).id);
    await stays((await receive({ delegated: true })).id);
    const goesOn = await receive();
    const { body: second } = await send(injuryOfItsOwn(), WORKER);
    expect((await act(second.id, 'close-duplicate', { of: goesOn.id })).status).toBe(200);
    await stays(goesOn.id);
    const told = await receive();
    await act(told.id, 'request-correction');
    await stays(told.id);
    const { worker } = injuryOfItsOwn();
    const dispute = await tellCase(worker.phone, { accidentOn: '2025-08-18' });
    await settle();
    const [own] = (await service.as(WINDOW)('GET', `/injury-applications?caseId=${dispute.id}`)).body.items;
    await act(own.id, 'not-transfer', { reason: 'outside-jurisdiction' });
    await stays((await receive({ worker, caseId: dispute.id })).id);
  });

  it('is none where papers came later, or somebody else filed it as well', async () => {
    const brought = await receive();
    await act(brought.id, 'add-materials', { materials: [{ code: 'diagnosis' }] });
    await stays(brought.id);
    // A case of somebody who may not hear of it, since nobody has seen them.
    const told = injuryOfItsOwn();
    const mine = (await send(told)).body;
    const [person, firm] = INTAKE.parties;
    const party = { ...person, phone: told.worker.phone, subject: 'worker-9' };
    const dispute = await service.as({ roles: 'party', sub: 'worker-9' })('POST', '/cases', {
      body: {
        ...INTAKE,
        category: 'injury-benefit',
        injury: true,
        sensitiveConsent: true,
        accidentOn: '2025-08-18',
        parties: [party, firm],
      },
    });
    expect(dispute).toMatchObject({ status: 201 });
    await settle();
    expect((await read(mine.id)).body).toMatchObject({ caseId: null, version: 2 });
    await stays(mine.id);
    const body = injuryOfItsOwn({ applicantKind: 'employer' });
    const { id } = (await send(body)).body;
    expect((await send({ ...body, applicantKind: 'worker' }, WORKER)).status).toBe(409);
    await stays(id);
    const typed = injuryOfItsOwn();
    const own = (await send(typed)).body.id;
    expect((await send(typed, WORKER)).status).toBe(409);
    await stays(own);
    const employed = injuryOfItsOwn({ applicantKind: 'employer' });
    const firms = (await send(employed)).body.id;
    const { subject: _nobodys, ...worker } = employed.worker;
    expect((await send({ ...employed, worker }, FIRM)).status).toBe(409);
    await stays(firms);
    // What the employer filed itself again is no application of others: it may still withdraw.
    const withdrawal = { reason: 'withdrawn-in-writing', withdrawalRecord: '自愿撤回' };
    expect((await act(firms, 'not-transfer', withdrawal, FIRM)).status).toBe(200);
    // The window typing it twice says nothing of anybody.
    const twice = injuryOfItsOwn();
    const first = (await send(twice)).body.id;
    expect((await send(twice)).status).toBe(409);
    expect((await close(first)).status).toBe(200);
  });

  it('is none once it was handed over', async () => {
    const { id } = await receive({ materials: ALL_MATERIALS });
    await act(id, 'complete');
    await act(id, 'transfer', { receiver: AUTHORITY, receiptNumber: 'JJGS-2025-1' });
    const reply = await close(id);
    expect(reply).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:transition-not-allowed' } });
    expect(reply.body.allowedActions).not.toContain('close-opened-in-error');
  });
});
