import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
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

const CLIENT = { roles: 'client', sub: 'court-1' } as const;
const OFFICER = { roles: 'officer', sub: 'officer-1' } as const;

describe('accounts in a work-injury application', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const { send, receive, act, read } = injurySteps(() => service);
  /** An application with a worker of its own, whose account is that. */
  const of = (subject: string | undefined, over: object = {}) => {
    const { subject: _own, ...worker } = injuryOfItsOwn().worker;
    return { ...INJURY, worker: subject === undefined ? worker : { ...worker, subject }, ...over };
  };
  const applicant = (subject?: string) => ({
    applicantKind: 'relative',
    applicant: { name: '王大川', relation: '配偶', ...(subject === undefined ? {} : { subject }) },
  });
  const refused = (who: string) => ({
    status: 422,
    body: { errors: [{ pointer: `/${who}/subject`, code: 'subject-not-yours' }] },
  });

  it('are not named by a court’s or a hotline’s system, but by the window and an officer', async () => {
    expect(await send(of('worker-9'), CLIENT)).toMatchObject(refused('worker'));
    expect(await send(of(CLIENT.sub), CLIENT)).toMatchObject(refused('worker'));
    expect(await send(of(undefined, applicant('worker-9')), CLIENT)).toMatchObject(refused('applicant'));
    expect((await send(of(undefined), CLIENT)).status).toBe(201);
    for (const claims of [WINDOW, OFFICER]) {
      const { body } = await send(of('worker-9'), claims);
      expect((await read(body.id, { roles: 'party', sub: 'worker-9' })).body.standing).toBe('worker');
    }
  });

  it('are their own as the one who applies, of whoever applies', async () => {
    expect((await send(of(WORKER.sub), WORKER)).body.standing).toBe('worker');
    expect(await send(of('worker-9'), WORKER)).toMatchObject(refused('worker'));
    // A relative is not the worker, nor is a firm's clerk.
    expect(await send(of(WORKER.sub, applicant()), WORKER)).toMatchObject(refused('worker'));
    expect((await send(of(undefined, applicant(WORKER.sub)), WORKER)).body.standing).toBe('applicant');
    const byFirm = { applicantKind: 'employer' };
    expect(await send(of(FIRM.sub, byFirm), FIRM)).toMatchObject(refused('worker'));
    expect((await send(of(undefined, byFirm), FIRM)).body.standing).toBe('employer');
  });

  const own = (who: string) => ({
    status: 422,
    body: { errors: [{ pointer: `/${who}/subject`, code: 'subject-own' }] },
  });

  it.each([
    ['window', WINDOW],
    ['officer', OFFICER],
    ['mediator', { roles: 'mediator', sub: 'mediator-1' }],
  ] as const)('are never those of the staff that enters them: %s', async (_, who) => {
    expect(await send(of(who.sub), who)).toMatchObject(own('worker'));
    expect(await send(of(undefined, applicant(who.sub)), who)).toMatchObject(own('applicant'));
  });

  it('are not entered by the window for itself in a correction, before the transfer or after', async () => {
    const { id } = await receive({ worker: of(undefined).worker, materials: ALL_MATERIALS });
    const amend = async (claims: object) => {
      const { body, headers } = await read(id, claims);
      const worker = { name: body.worker.name, subject: WINDOW.sub };
      const sent = { body: { worker }, headers: { 'if-match': String(headers.get('etag')) } };
      return service.as(claims)('PATCH', `/injury-applications/${id}`, sent);
    };
    expect(await amend(WINDOW)).toMatchObject(own('worker'));
    await act(id, 'complete');
    await act(id, 'transfer', { receiver: AUTHORITY, receiptNumber: 'JJGS-2025-8' });
    expect(await amend(WINDOW)).toMatchObject(own('worker'));
    expect((await read(id)).body.standing).toBe('window');
    // Who works for the park and was hurt is entered by somebody else.
    expect((await amend({ roles: 'supervisor', sub: 'chief-1' })).status).toBe(200);
    expect((await read(id)).body.standing).toBe('worker');
  });

  it('are their own also of who works for the park and applies for themselves', async () => {
    const both = { roles: ['dispatcher', 'citizen'], sub: 'window-9' };
    expect(await send(of('window-9'), both)).toMatchObject({ status: 201, body: { standing: 'worker' } });
    // A relative who applies is not the worker.
    expect(await send(of('window-9', applicant()), both)).toMatchObject(own('worker'));
  });

  it('stay with a person who is corrected, go with another one, and are taken away by the window alone', async () => {
    const { id } = await receive();
    const { subject: _own, ...worker } = injuryOfItsOwn().worker;
    const amend = async (body: object) => {
      const { headers } = await read(id);
      const sent = { body, headers: { 'if-match': String(headers.get('etag')) } };
      expect((await service.as(WINDOW)('PATCH', `/injury-applications/${id}`, sent)).status).toBe(200);
      return (await read(id, WORKER)).status;
    };
    expect(await amend({ worker })).toBe(200);
    expect(await amend({ worker: { ...worker, subject: null } })).toBe(404);
    expect(await amend({ worker: { ...worker, subject: WORKER.sub } })).toBe(200);
    expect(await amend({ worker: { ...worker, name: '林小红' } })).toBe(404);
  });

  it('are entered also once it was handed over or has ended, and nothing else is', async () => {
    const { id } = await receive({ worker: of(undefined).worker, materials: ALL_MATERIALS });
    const amend = async (body: object) =>
      service.as(WINDOW)('PATCH', `/injury-applications/${id}`, {
        body,
        headers: { 'if-match': String((await read(id)).headers.get('etag')) },
      });
    await act(id, 'complete');
    await act(id, 'transfer', { receiver: AUTHORITY, receiptNumber: 'JJGS-2025-7' });
    expect((await read(id, WORKER)).status).toBe(404);
    const closed = { status: 409, body: { type: 'urn:qinwu:problem:application-not-open' } };
    const worker = { name: (await read(id)).body.worker.name, subject: WORKER.sub };
    for (const body of [
      { worker, legalHead: '14.2' },
      { worker: { ...worker, name: '林小红' } },
      { worker: { ...worker, position: '班长' } },
      { applicant: { name: '王大川', subject: 'relative-1' } },
      { applicant: null },
    ]) {
      expect(await amend(body)).toMatchObject(closed);
    }
    const before = (await read(id)).body;
    expect((await amend({ worker })).status).toBe(200);
    expect((await read(id)).body).toEqual({ ...before, version: before.version + 1 });
    expect((await read(id, WORKER)).body.standing).toBe('worker');
    const list = await service.as(WORKER)('GET', '/injury-applications');
    expect(list.body.items.map((each: { id: string }) => each.id)).toContain(id);
    expect((await amend({ worker: { ...worker, subject: null } })).status).toBe(200);
    expect((await read(id, WORKER)).status).toBe(404);
  });
});
