import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  AUTHORITY,
  deliver,
  FIRM,
  INJURY,
  injuryOfItsOwn,
  OUTSIDER,
  owedToMediation,
  WINDOW,
  WORKER,
} from './injury-service.ts';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';
import { CONTENT, hear, referral } from './referral-event.ts';

describe('a work-injury application that follows its case', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const send = (over: object) =>
    service.as(WINDOW)('POST', '/cases', {
      body: {
        ...INTAKE,
        parties: [{ ...INTAKE.parties[0], phone: injuryOfItsOwn().worker.phone }, INTAKE.parties[1]],
        category: 'injury-benefit',
        injury: true,
        sensitiveConsent: true,
        ...over,
      },
    });
  const register = async (over: object = {}) => {
    const reply = await send(over);
    expect(reply.status).toBe(201);
    return reply.body;
  };
  const opened = async (caseId: string) => {
    const owed = await owedToMediation(service);
    const own = owed.filter(({ data }) => (data as { caseId?: string }).caseId === caseId);
    await deliver(service, own);
    const { body } = await service.as(WINDOW)('GET', `/injury-applications?caseId=${caseId}`);
    expect(body.items).toHaveLength(1);
    return read(body.items[0].id);
  };
  const read = async (id: string, claims: object = WINDOW) =>
    (await service.as(claims)('GET', `/injury-applications/${id}`)).body;
  const status = async (id: string, claims: object) =>
    (await service.as(claims)('GET', `/injury-applications/${id}`)).status;
  const amend = async (kind: 'cases' | 'injury-applications', id: string, body: object) => {
    const { headers } = await service.as(WINDOW)('GET', `/${kind}/${id}`);
    const reply = await service.as(WINDOW)('PATCH', `/${kind}/${id}`, {
      body,
      headers: { 'if-match': String(headers.get('etag')) },
    });
    expect(reply).toMatchObject({ status: 200 });
    return reply.body;
  };
  const running = ({ clocks }: { clocks: { kind: string; stoppedAt: string | null }[] }) =>
    clocks.filter(({ stoppedAt }) => stoppedAt === null).map(({ kind }) => kind);

  it('runs both limits from the day of the accident that the case tells', async () => {
    const dispute = await register({ accidentOn: '2025-08-18' });
    expect(dispute.accidentOn).toBe('2025-08-18');
    expect(await opened(dispute.id)).toMatchObject({
      baseOn: '2025-08-18',
      dueAt: '2025-09-17T16:00:00.000Z',
      light: 'green',
      flags: [],
      clocks: [
        { kind: 'employer', daysLeft: 28 },
        { kind: 'worker', daysLeft: 363 },
      ],
    });
  });

  it('takes over a name that the case puts right, until somebody applied or brought papers', async () => {
    const dispute = await register();
    const { id } = await opened(dispute.id);
    const [worker, firm] = dispute.parties;
    const rename = async (name: string) => {
      await amend('cases', dispute.id, { parties: [{ id: worker.id, name }, { id: firm.id }] });
      return (await opened(dispute.id)).worker.name;
    };
    expect(await rename('程晓梅')).toBe('程**');
    const { headers } = await service.as(WINDOW)('GET', `/injury-applications/${id}`);
    const brought = await service.as(WINDOW)('POST', `/injury-applications/${id}/actions/add-materials`, {
      body: { materials: [{ code: 'diagnosis' }] },
      headers: { 'if-match': String(headers.get('etag')) },
    });
    expect(brought.status).toBe(200);
    expect(await rename('成晓梅')).toBe('程**');
  });

  it('takes over the employer in the same way', async () => {
    const dispute = await register();
    const { id } = await opened(dispute.id);
    const [worker, firm] = dispute.parties;
    const rename = async (of: object) => {
      await amend('cases', dispute.id, { parties: [{ id: worker.id }, { id: firm.id, ...of }] });
      const { employer, employerName, worker: person } = await opened(dispute.id);
      expect(person.name).toBe('陈**');
      return [employer, employerName];
    };
    const { uscc } = INTAKE.parties[1];
    expect(await rename({ name: '晋江示例鞋服有限公司' })).toEqual([uscc, '晋江示例鞋服有限公司']);
    const other = { name: '晋江另一鞋业有限公司', uscc: '91350582MA0000023D' };
    expect(await rename(other)).toEqual([other.uscc, other.name]);
    expect(await rename({ name: '晋江示例鞋材有限公司', uscc })).toEqual([uscc, '晋江示例鞋材有限公司']);
    const body = { materials: [{ code: 'diagnosis' }] };
    await service.as(WINDOW)('POST', `/injury-applications/${id}/actions/add-materials`, { body });
    expect(await rename({ name: '晋江示例鞋业有限公司' })).toEqual([uscc, '晋江示例鞋材有限公司']);
  });

  it('is put right with its case while nobody else has told of it, and read no more by whom it was not about', async () => {
    const other = { roles: 'enterprise', sub: 'firm-2', org: '91350582MA0000023D' } as const;
    const dispute = await register({ accidentOn: '2025-08-18' });
    const { id } = await opened(dispute.id);
    const [worker, firm] = dispute.parties;
    const correct = async (accidentOn: string, subject: string, uscc: string) => {
      const parties = [
        { id: worker.id, phone: '13911112222', subject },
        { id: firm.id, name: '晋江另一鞋业有限公司', uscc },
      ];
      await amend('cases', dispute.id, { parties, accidentOn });
      return opened(dispute.id);
    };
    const seenBy = async (...who: object[]) => Promise.all(who.map((claims) => status(id, claims)));
    expect(await correct('2025-08-11', 'worker-2', '91350582MA0000023D')).toMatchObject({
      baseOn: '2025-08-11',
      dueAt: '2025-09-10T16:00:00.000Z',
      worker: { name: '陈**', phone: '139****2222' },
      employer: '91350582MA0000023D',
      employerName: '晋江另一鞋业有限公司',
    });
    expect(await seenBy(WORKER, FIRM, OUTSIDER, other)).toEqual([404, 404, 200, 200]);
    // What the window put right here stays.
    await amend('injury-applications', id, { event: INJURY.event, sensitiveConsent: true });
    const kept = await correct('2025-08-12', 'worker-1', '91350582MA0000015J');
    expect(kept).toMatchObject({ baseOn: '2025-08-18', employer: '91350582MA0000023D' });
  });

  it('refuses the day of an accident where there is no injury, or that has not come', async () => {
    const bare = await send({ injury: false, accidentOn: '2025-08-18' });
    expect(bare).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/accidentOn', code: 'accident-without-injury' }] },
    });
    const future = await send({ accidentOn: '2025-08-21' });
    expect(future).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/accidentOn', code: 'date-in-future' }] },
    });
  });

  it('says that the day is missing and gives the window its own days until it is known', async () => {
    const dispute = await register();
    const { id, ...before } = await opened(dispute.id);
    expect(before).toMatchObject({
      baseOn: null,
      dueAt: '2025-08-25T16:00:00.000Z',
      flags: [{ code: 'accident-day-missing', article: '工伤保险条例第十七条' }],
      clocks: [{ kind: 'transfer', of: 'window', daysLeft: 5 }],
    });
    await amend('cases', dispute.id, { accidentOn: '2025-08-18' });
    const told = await opened(dispute.id);
    expect(told).toMatchObject({ id, baseOn: '2025-08-18', flags: [] });
    expect(running(told)).toEqual(['employer', 'worker']);
    const bare = await opened((await register()).id);
    const event = { event: INJURY.event, sensitiveConsent: true };
    expect(running(await amend('injury-applications', bare.id, event))).toEqual(['employer', 'worker']);
  });

  it('takes over worker and employer of a case that came without, and shows itself to both', async () => {
    service.clock.set('2025-09-02T02:00:00Z');
    const grievanceId = randomUUID();
    const event = referral(service, grievanceId, {
      number: 'GR-20250901-000009',
      content: { ...CONTENT, enterpriseName: null, reporter: null },
    });
    const { enterprise: _none, ...data } = event.data;
    await hear(service, { ...event, data: { ...data, category: 'injury-benefit' } });
    const { body: found } = await service.as(WINDOW)('GET', '/cases?number=GR-20250901-000009');
    const dispute = found.items[0];
    const { id, ...before } = await opened(dispute.id);
    expect(before).toMatchObject({ employer: null, employerName: '（待补充）', version: 1 });
    expect([await status(id, WORKER), await status(id, FIRM)]).toEqual([404, 404]);
    await amend('cases', dispute.id, { parties: INTAKE.parties, accidentOn: '2025-08-30' });
    const after = await opened(dispute.id);
    expect(after).toMatchObject({
      id,
      // Whose it is in the case, and what the case says.
      version: 3,
      employer: '91350582MA0000015J',
      employerName: '晋江示例鞋业有限公司',
      baseOn: '2025-08-30',
    });
    expect(await read(id, WORKER)).toMatchObject({ standing: 'worker', worker: { name: '陈晓梅' } });
    expect(await read(id, FIRM)).toMatchObject({ standing: 'employer' });
    expect(await status(id, OUTSIDER)).toBe(404);
    // Told once more it has nothing new to take over.
    expect((await opened(dispute.id)).version).toBe(3);
  });

  it('is handed over as it is with its limit near, also without what only the injured can say', async () => {
    const dispute = await register({ accidentOn: '2025-08-18' });
    const { id, missingDetails } = await opened(dispute.id);
    expect(missingDetails).toEqual(['sensitive-consent']);
    const body = { receiver: AUTHORITY, receiptNumber: 'JJGS-2025-0101' };
    const transfer = () =>
      service.as(WINDOW)('POST', `/injury-applications/${id}/actions/transfer`, { body });
    service.clock.set('2026-08-10T02:00:00Z');
    expect(await transfer()).toMatchObject({
      status: 409,
      body: { type: 'urn:qinwu:problem:not-complete' },
    });
    service.clock.set('2026-08-16T02:00:00Z');
    const done = await transfer();
    expect(done).toMatchObject({ status: 200, body: { transfer: { incomplete: true } } });
    const full = { ...WINDOW, scopes: ['mediation:read', 'pii:read'] };
    const letter = await service.open(full, `/injury-applications/${id}/documents/transfer-letter`);
    expect(letter.status).toBe(200);
    await letter.arrayBuffer();
  });

  it('keeps what the window entered in it', async () => {
    const dispute = await register();
    const { id } = await opened(dispute.id);
    await amend('injury-applications', id, {
      event: INJURY.event,
      sensitiveConsent: true,
      worker: { name: '林小红', phone: '13800138001' },
    });
    const [worker, firm] = dispute.parties;
    const parties = [
      { ...INTAKE.parties[0], id: worker.id, address: '泉安中路1号' },
      { ...INTAKE.parties[1], id: firm.id },
    ];
    await amend('cases', dispute.id, { parties, accidentOn: '2025-08-01' });
    const after = await opened(dispute.id);
    expect(after).toMatchObject({ baseOn: '2025-08-18', worker: { name: '林**', address: null } });
  });
});
