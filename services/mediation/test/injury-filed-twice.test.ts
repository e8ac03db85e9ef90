import { beforeEach, describe, expect, it } from '@jest/globals';
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

const CITIZEN_IDS = ['11010519491231002X', '350582198512040021'] as const;
const TAKEN = { status: 409, body: { type: 'urn:qinwu:problem:injury-already-filed' } };

describe('an accident that is filed twice', () => {
  const at = importDesk();
  beforeEach(() => at.service.clock.set('2025-08-20T02:00:00Z'));

  const { send, receive, act, read } = injurySteps(() => at.service);
  const hurt = (over: object = {}) => {
    const { subject: _nobodys, ...worker } = injuryOfItsOwn().worker;
    return { ...INJURY, worker: { ...worker, ...over } };
  };
  const on = (occurredAt: string) => ({ event: { ...INJURY.event, occurredAt } });
  const amend = async (id: string, body: object) =>
    at.service.as(WINDOW)('PATCH', `/injury-applications/${id}`, {
      body,
      headers: { 'if-match': String((await read(id)).headers.get('etag')) },
    });

  it('is refused whoever files it again, and named to those alone who may see it', async () => {
    const body = hurt();
    const { id, number } = (await send({ ...body, applicantKind: 'employer' }, FIRM)).body;
    const worker = { roles: 'party', sub: 'worker-9' } as const;
    const again = await send(body, worker);
    expect(again).toMatchObject(TAKEN);
    expect(JSON.stringify(again.body)).not.toMatch(new RegExp(`${number}|${id}`));
    for (const claims of [FIRM, WINDOW]) {
      const filed = claims === FIRM ? { ...body, applicantKind: 'employer' } : body;
      expect(await send(filed, claims)).toMatchObject({ ...TAKEN, body: { existing: { id, number } } });
    }
    const list = await at.service.as(worker)('GET', '/injury-applications');
    expect(list.body.items).toEqual([]);
  });

  it('is on record in the application of the employer, so that whoever was turned away had applied in time', async () => {
    const body = hurt();
    const { id } = (await send({ ...body, applicantKind: 'employer' }, FIRM)).body;
    const worker = { roles: 'party', sub: 'worker-9' } as const;
    for (let n = 0; n < 2; n++) expect(await send(body, worker)).toMatchObject(TAKEN);
    expect(await send({ ...body, applicantKind: 'employer' }, FIRM)).toMatchObject(TAKEN);
    const { items } = (await at.service.as(WINDOW)('GET', `/injury-applications/${id}/history`)).body;
    expect(items.slice(1)).toEqual([
      {
        seq: 2,
        at: '2025-08-20T02:00:00.000Z',
        actor: 'worker-9',
        action: 'filed-again',
        change: { applicantKind: 'worker', appliedOn: '2025-08-20' },
      },
    ]);
    expect((await read(id, worker)).status).toBe(404);
    const withdrawn = { reason: 'withdrawn-in-writing', withdrawalRecord: '自愿撤回' };
    const path = `/injury-applications/${id}/actions/not-transfer`;
    const withdraw = () => at.service.as(FIRM)('POST', path, { body: withdrawn });
    expect(await withdraw()).toMatchObject({
      status: 409,
      body: { type: 'urn:qinwu:problem:others-filed' },
    });
  });

  it('is another on another day, by another cause, of somebody else and in another park', async () => {
    const body = hurt();
    expect((await send(body)).status).toBe(201);
    const { occurredAt: _none, ...event } = INJURY.event;
    for (const other of [
      { ...body, ...on('2025-08-17T15:20:00+08:00') },
      { ...body, cause: 'disease', event: { ...event, diagnosedOn: '2025-08-18' } },
      { ...body, worker: { ...body.worker, name: '陈晓兰' } },
    ]) {
      expect((await send(other)).status).toBe(201);
    }
    expect((await send(body, { ...WINDOW, park: 'elsewhere' })).status).toBe(201);
    // The day is that of the park: an hour later it is the next.
    const late = { ...hurt(), ...on('2025-08-18T23:30:00+08:00') };
    expect((await send(late)).status).toBe(201);
    expect(await send({ ...late, ...on('2025-08-18T00:10:00+08:00') })).toMatchObject(TAKEN);
  });

  it('is known by the document as by name and telephone, whichever the other gave', async () => {
    const [idNumber] = CITIZEN_IDS;
    const document = { idType: 'citizen-id', idNumber };
    const both = hurt(document);
    const { phone, ...worker } = both.worker;
    expect((await send(both)).status).toBe(201);
    const typed = { ...worker, idNumber: idNumber.toLowerCase() };
    expect(await send({ ...both, worker: typed })).toMatchObject(TAKEN);
    const byPhone = { ...both, worker: { name: '陈 晓梅', phone: `+86 ${phone}` } };
    expect(await send(byPhone)).toMatchObject(TAKEN);
    // One that gives only the document and one that gives only the telephone have nothing in common.
    const [, other] = CITIZEN_IDS;
    const apart = hurt();
    expect((await send(apart)).status).toBe(201);
    const byDocument = { ...apart, worker: { name: '陈晓梅', ...document, idNumber: other } };
    expect((await send(byDocument)).status).toBe(201);
    const byName = { ...apart, worker: { name: '陈晓梅' } };
    expect([(await send(byName)).status, (await send(byName)).status]).toEqual([201, 201]);
  });

  it('may be filed anew once it was not transferred, and not once it was', async () => {
    const body = { ...hurt(), materials: ALL_MATERIALS };
    const { id } = (await send(body)).body;
    await act(id, 'not-transfer', { reason: 'outside-jurisdiction' });
    const anew = (await send(body)).body;
    expect(anew.number).toMatch(/^GS-/);
    await act(anew.id, 'complete');
    const transfer = { receiver: AUTHORITY, receiptNumber: 'JJGS-2025-0099' };
    expect((await act(anew.id, 'transfer', transfer)).status).toBe(200);
    expect(await send(body)).toMatchObject({ ...TAKEN, body: { existing: { id: anew.id } } });
  });

  it('stands once where two file it at the same moment', async () => {
    // Mutant: without the unique indexes of migration 0027 both are received, since neither sees the other.
    for (let round = 0; round < 5; round++) {
      const body = hurt();
      const filed = await Promise.all([
        send({ ...body, applicantKind: 'employer' }, FIRM),
        send(body, { roles: 'party', sub: 'worker-9' }),
      ]);
      expect(filed.map(({ status }) => status).toSorted()).toEqual([201, 409]);
      expect(filed.find(({ status }) => status === 409)).toMatchObject(TAKEN);
    }
  });

  it('is neither come upon by a correction', async () => {
    const { worker } = hurt();
    const first = await receive({ worker });
    const second = await receive({ worker, ...on('2025-08-17T15:20:00+08:00') });
    const met = await amend(second.id, { event: INJURY.event });
    expect(met).toMatchObject({ ...TAKEN, body: { existing: { id: first.id, number: first.number } } });
    expect((await read(second.id)).body).toMatchObject({ version: 1, baseOn: '2025-08-17' });
    // Its own accident is nothing to come upon, and what was corrected is free again.
    expect((await amend(first.id, { event: { ...INJURY.event, place: '三号车间' } })).status).toBe(200);
    expect((await amend(first.id, on('2025-08-16T15:20:00+08:00'))).status).toBe(200);
    expect((await amend(second.id, { event: INJURY.event })).status).toBe(200);
    const other = await receive({ worker: hurt().worker });
    expect(await amend(other.id, { worker })).toMatchObject(TAKEN);
  });

  it('is a fault of its row in an import, inside a file as against what is there', async () => {
    const row = {
      applicantKind: 'employer',
      cause: 'accident',
      workerName: '林志强',
      workerPhone: '13900139000',
      employerName: '晋江示例鞋业有限公司',
      employerUscc: '91350582MA0000015J',
      occurredAt: '2025-02-10 09:30',
      injury: '右手食指压伤',
      sensitiveConsent: '是',
      state: 'RECEIVED',
      receivedOn: '2025-02-20',
    };
    const kind = 'injury-applications';
    const closed = { ...row, state: 'NOT_TRANSFERRED', notTransferredReason: 'outside-jurisdiction' };
    const bytes = jsonl([
      { ...closed, externalRef: 'D-1' },
      { ...row, externalRef: 'D-2' },
      { ...row, externalRef: 'D-3', applicantKind: 'worker' },
      { ...row, externalRef: 'D-4', occurredAt: '2025-02-11 09:30' },
    ]);
    const first = await at.imports.run({ kind, bytes });
    expect(first).toMatchObject({ state: 'DONE', progress: { created: 3, refused: 1 } });
    expect(await at.imports.report(first.id)).toMatchObject([
      { 原行号: 3, externalRef: 'D-3', 错误: expect.stringContaining('已有工伤认定申请') },
    ]);
    const second = await at.imports.run({ kind, bytes: jsonl([{ ...row, externalRef: 'E-1' }]) });
    expect(second).toMatchObject({ state: 'DONE', progress: { created: 0, refused: 1 } });
    const body = hurt({ name: row.workerName, phone: row.workerPhone });
    expect(await send({ ...body, ...on('2025-02-10T16:00:00+08:00') })).toMatchObject(TAKEN);
  });
});
