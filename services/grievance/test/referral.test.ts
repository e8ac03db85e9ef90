import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readEnvelope } from '@qinwu/contracts/envelope';
import { DisputeContent, disputeReferred } from '@qinwu/contracts/events/grievance';
import { caseConcluded, caseRegistered } from '@qinwu/contracts/events/mediation';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { createAnnouncer } from '@qinwu/platform/events/publisher';
import { openContent } from '@qinwu/platform/events/sealed-content';
import { entryHash, GENESIS_HASH } from '@qinwu/platform/ledger/entry';
import { type GrievanceService, INTAKE, startGrievanceService } from './grievance-service.ts';
import { PIXEL } from './sample-calls.ts';

let service: GrievanceService;
beforeAll(async () => {
  service = await startGrievanceService();
});
afterAll(async () => service.close());

const dispatcher = { roles: 'dispatcher', sub: 'dispatcher-1' } as const;
const handler = { roles: 'handler', sub: 'handler-1', unit: 'property' } as const;
const verifier = { roles: 'verifier', sub: 'verifier-1' } as const;
type Who = Parameters<GrievanceService['as']>[0];

const REFER = { reason: '劳资双方各执一词', category: 'wage-arrears', consent: 'written' };

async function act(who: Who, id: string, action: string, body: unknown = {}) {
  return service.as(who)('POST', `/grievances/${id}/actions/${action}`, { body });
}

async function accepted(change: object = {}): Promise<string> {
  const { status, body } = await service.as(dispatcher)('POST', '/grievances', {
    body: { ...INTAKE, ...change },
  });
  expect(status).toBe(201);
  expect((await act(dispatcher, body.id, 'accept')).status).toBe(200);
  return body.id;
}

async function referred(change: object = {}): Promise<string> {
  const id = await accepted(change);
  expect(await act(dispatcher, id, 'refer', REFER)).toMatchObject({ status: 200 });
  return id;
}

/** The envelope that mediation is owed. */
async function owed(id: string) {
  const { rows } = await service.deps.db.pool.query<{ listener: string; envelope: string }>(
    'select listener, envelope from outbox where type = $1 order by event_id',
    [disputeReferred.type],
  );
  const mine = rows.filter(({ envelope }) => readEnvelope(envelope).subject === id);
  expect(mine.map(({ listener }) => listener)).toEqual(['mediation']);
  return mine[0]?.envelope ?? '';
}

function contentOf(text: string): DisputeContent {
  const { data, subject } = readEnvelope(text);
  const place = { listener: 'mediation', event: disputeReferred, subject, field: 'content' } as const;
  return openContent(service.deps.keyring, place, DisputeContent, String(data.content));
}

const announce = createAnnouncer('mediation');
const CASE = { labour: true, category: 'wage-arrears', mode: null, number: 'MD-20250902-000001' };

interface Said {
  grievanceId?: string;
  caseId: string;
  sequence: number;
  park?: string;
}

function registered(said: Said) {
  const data = { ...CASE, ...pick(said), registeredOn: '2025-09-02' };
  return announce(caseRegistered, { ...fact(said), data });
}

type Outcome = 'agreed' | 'failed' | 'withdrawn';

function concluded(said: Said, outcome: Outcome, agreementNumber: string | null = null) {
  const data = {
    ...CASE,
    ...pick(said),
    outcome,
    registeredOn: '2025-09-02',
    concludedOn: '2025-09-10',
    amountClaimed: '5000.00',
    amountAgreed: outcome === 'agreed' ? '4000.00' : null,
    workers: 1,
    agreementNumber,
    effectiveOn: null,
  };
  return announce(caseConcluded, { ...fact(said), data });
}

const pick = ({ caseId, grievanceId }: Said) => ({
  caseId,
  ...(grievanceId !== undefined && { grievanceId }),
});
const fact = ({ caseId, sequence, park = 'jinjiang' }: Said) => {
  return { park, subject: caseId, sequence, time: service.deps.clock.now() };
};

/**
 * Hands what mediation announced to the service's own handlers, one type and one transaction at a time; also what it
 * sent to this service before it left out the cases of no grievance.
 */
async function hear(...announced: ReturnType<typeof registered>[]): Promise<void> {
  const rows = announced.flatMap(([row]) => row ?? []);
  expect(rows).toHaveLength(announced.length);
  for (const [type, own] of Map.groupBy(rows, (row) => row.type)) {
    const handlers = service.app.handlers.filter(({ event }) => event.type === type);
    expect(handlers).toHaveLength(1);
    const events = own.map(({ envelope }) => {
      const { time, traceparent, ...read } = readEnvelope(envelope);
      return { ...read, time: new Date(time), traceparent };
    });
    for (const { handle } of handlers) await inTransaction(service.deps.db, (tx) => handle(tx, events));
  }
}

async function read(id: string) {
  const { body } = await service.as(dispatcher)('GET', `/grievances/${id}`);
  return body;
}

async function ledgerOf(id: string) {
  const { body } = await service.as(dispatcher)('GET', `/grievances/${id}/ledger`);
  let previous = GENESIS_HASH;
  for (const line of body.items) {
    expect(entryHash(previous, line.body)).toBe(line.hash);
    previous = line.hash;
  }
  return body.items as { action: string; actor: string; body: string }[];
}

describe('refer 转调解', () => {
  it('keeps state and clocks, records consent, and owes mediation one event that shows nothing on the way', async () => {
    const id = await accepted();
    const before = await read(id);
    const { status, body } = await act(dispatcher, id, 'refer', REFER);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      state: 'ACCEPTED',
      dueAt: before.dueAt,
      clocks: before.clocks,
      referral: {
        id: expect.any(String),
        by: 'dispatcher-1',
        consent: 'written',
        category: 'wage-arrears',
        caseId: null,
        outcome: null,
      },
    });
    expect(body.referral.sequence).toBeUndefined();
    expect(body.allowedActions).not.toContain('refer');

    const envelope = await owed(id);
    expect(envelope).not.toMatch(/陈晓梅|13800138000|路灯|各执一词/);
    expect(readEnvelope(envelope)).toMatchObject({
      sequence: body.version,
      data: { grievanceId: id, number: body.number, referralId: body.referral.id, category: 'wage-arrears' },
    });
    expect(contentOf(envelope)).toEqual({
      title: INTAKE.title,
      text: INTAKE.text,
      textCut: false,
      reason: REFER.reason,
      enterpriseName: null,
      reporter: { name: '陈晓梅', phone: '13800138000', idType: null, idNumber: null, address: null },
      attachments: [],
    });
    const line = (await ledgerOf(id)).at(-1);
    expect(line?.action).toBe('refer');
    expect(line?.body).not.toContain('各执一词');
  });

  it.each([
    ['asked to be withheld', { confidentiality: 'withheld' }],
    ['asked for confidence', { confidentiality: 'confidential' }],
    ['reports somebody', { demandType: 'report' }],
    ['is anonymous', { reporter: { phone: '13800138000', anonymous: true } }],
  ])('takes the written consent of a reporter who %s: mediation names both sides', async (_, change) => {
    const id = await accepted(change);
    const oral = await act(dispatcher, id, 'refer', { ...REFER, consent: 'oral' });
    expect(oral).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/consent', code: 'written-consent-needed' }] },
    });
    expect((await act(dispatcher, id, 'refer', REFER)).status).toBe(200);
  });

  it('takes the spoken consent of anybody else, and none where nobody is to be named', async () => {
    const oral = { ...REFER, consent: 'oral' };
    expect((await act(dispatcher, await accepted(), 'refer', oral)).status).toBe(200);
    const unnamed = await accepted({ reporter: undefined, confidentiality: 'confidential' });
    const none = await act(dispatcher, unnamed, 'refer', { ...REFER, consent: 'no-reporter' });
    expect(none.status).toBe(200);
  });

  it('names files by reference', async () => {
    const form = new FormData();
    form.set('file', new Blob([PIXEL]), '工资条.png');
    const { body: file } = await service.as(dispatcher)('POST', '/files', { form });
    const id = await referred({ attachments: [file.id] });
    expect(contentOf(await owed(id)).attachments).toEqual([
      { fileId: file.id, sha256: file.sha256, name: '工资条.png', contentType: 'image/png' },
    ]);
  });

  it.each(['工', '𠮷', 'a"\n'])('cuts a text of %j that no event could carry, and says so', async (piece) => {
    const text = piece.repeat(Math.floor(10_000 / [...piece].length));
    const envelope = await owed(
      await referred({ text, reporter: { ...INTAKE.reporter, address: '街'.repeat(300) } }),
    );
    expect(Buffer.byteLength(envelope)).toBeLessThanOrEqual(16_384);
    const content = contentOf(envelope);
    expect(content.textCut).toBe(true);
    expect(text.startsWith(content.text)).toBe(true);
    expect(content.text.length).toBeGreaterThan(2_000);
  });

  it('takes the word of a reporter, if there is one', async () => {
    const id = await accepted();
    const refused = await act(dispatcher, id, 'refer', { ...REFER, consent: 'no-reporter' });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '/consent' }] } });
    const { reporter: _nobody, ...alone } = INTAKE;
    const { body: found } = await service.as(dispatcher)('POST', '/grievances', { body: alone });
    expect((await act(dispatcher, found.id, 'refer', REFER)).status).toBe(409);
    await act(dispatcher, found.id, 'assign');
    const reply = await act(handler, found.id, 'refer', { ...REFER, consent: 'no-reporter' });
    expect(reply).toMatchObject({ status: 200, body: { state: 'DISPATCHED' } });
    expect(contentOf(await owed(found.id)).reporter).toBeNull();
  });

  it('is done once, and refuses what is no consent or no category', async () => {
    const id = await referred();
    const again = await act(dispatcher, id, 'refer', REFER);
    expect(again).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:referral-made' } });
    const other = await accepted();
    for (const change of [
      { consent: 'assumed' },
      { consent: undefined },
      { category: '拖欠' },
      { reason: '' },
    ]) {
      expect((await act(dispatcher, other, 'refer', { ...REFER, ...change })).status).toBe(400);
    }
  });
});

describe('what mediation says of its case', () => {
  it('stands on the grievance, each word in its ledger, and an agreement is evidence for the write-off', async () => {
    const id = await referred();
    const said = { grievanceId: id, caseId: randomUUID() };
    await hear(registered({ ...said, sequence: 1 }));
    expect((await read(id)).referral).toMatchObject({
      caseId: said.caseId,
      caseNumber: CASE.number,
      outcome: null,
    });
    await hear(concluded({ ...said, sequence: 6 }, 'agreed', '调字〔2025〕7号'));
    expect((await read(id)).referral).toMatchObject({
      outcome: 'agreed',
      concludedOn: '2025-09-10',
      agreementNumber: '调字〔2025〕7号',
    });
    const lines = await ledgerOf(id);
    expect(lines.slice(-2).map(({ action, actor }) => [action, actor])).toEqual([
      ['dispute-registered', 'system:mediation'],
      ['dispute-concluded', 'system:mediation'],
    ]);

    for (const [who, action, body] of [
      [dispatcher, 'assign', {}],
      [handler, 'sign', {}],
      [handler, 'resolve', { resolution: 'resolved', result: '经调解达成协议' }],
      [dispatcher, 'call-back', { reached: true, resolved: true }],
      [dispatcher, 'close', {}],
    ] as const) {
      expect((await act(who, id, action, body)).status).toBe(200);
    }
    const done = await act(verifier, id, 'write-off', { statement: '协议已核' });
    expect(done).toMatchObject({
      status: 200,
      body: { state: 'WRITTEN_OFF', evidenceDocuments: ['调字〔2025〕7号'] },
    });
  });

  it('is the same in whatever order and however often it comes; the highest version stands', async () => {
    const orders = [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0, 1, 0, 2],
    ];
    const ends = [];
    for (const order of orders) {
      const id = await referred();
      const said = { grievanceId: id, caseId: randomUUID() };
      const words = [
        registered({ ...said, sequence: 1 }),
        concluded({ ...said, sequence: 5 }, 'failed'),
        concluded({ ...said, sequence: 7 }, 'agreed'),
      ];
      for (const at of order) await hear(words[at] ?? []);
      const { referral } = await read(id);
      expect(referral.caseId).toBe(said.caseId);
      ends.push({
        caseNumber: referral.caseNumber,
        outcome: referral.outcome,
        number: referral.agreementNumber,
      });
      await ledgerOf(id);
    }
    expect(ends).toEqual(
      Array.from({ length: 3 }, () => ({ caseNumber: CASE.number, outcome: 'agreed', number: null })),
    );
  });

  it('of many at once is one change of each grievance; two words of one are two entries', async () => {
    const [one, two] = [await referred(), await referred()];
    const said = { grievanceId: one, caseId: randomUUID() };
    const { version } = await read(one);
    await hear(
      concluded({ ...said, sequence: 4 }, 'withdrawn'),
      concluded({ ...said, sequence: 3 }, 'failed'),
      concluded({ grievanceId: two, caseId: randomUUID(), sequence: 2 }, 'failed'),
    );
    expect(await read(one)).toMatchObject({ version: version + 2, referral: { outcome: 'withdrawn' } });
    expect((await read(two)).referral.outcome).toBe('failed');
    await ledgerOf(one);
  });

  it('of a case that nobody referred, of another case, of another park, or of no grievance changes nothing', async () => {
    const [plain, id] = [await accepted(), await referred()];
    const said = { grievanceId: id, caseId: randomUUID() };
    await hear(registered({ ...said, sequence: 1 }));
    const before = [await read(plain), await read(id)];
    await hear(
      registered({ grievanceId: plain, caseId: randomUUID(), sequence: 1 }),
      concluded({ grievanceId: id, caseId: randomUUID(), sequence: 9 }, 'agreed'),
      concluded({ ...said, sequence: 9, park: 'elsewhere' }, 'agreed'),
      concluded({ grievanceId: randomUUID(), caseId: randomUUID(), sequence: 9 }, 'agreed'),
      concluded({ caseId: randomUUID(), sequence: 9 }, 'agreed'),
    );
    expect([await read(plain), await read(id)]).toEqual(before);
  });

  it('that ended without agreement is no evidence: the verifier brings some', async () => {
    const id = await referred();
    await hear(concluded({ grievanceId: id, caseId: randomUUID(), sequence: 3 }, 'failed'));
    await act(dispatcher, id, 'assign');
    await act(handler, id, 'resolve', { resolution: 'unresolved', result: '已告知可申请仲裁' });
    await act(dispatcher, id, 'close');
    expect((await act(verifier, id, 'write-off', { statement: '已核' })).status).toBe(422);
  });

  it('and an action at the same time both stand', async () => {
    const id = await referred();
    const said = { grievanceId: id, caseId: randomUUID() };
    await act(dispatcher, id, 'assign');
    const [, reply] = await Promise.all([
      hear(concluded({ ...said, sequence: 3 }, 'agreed')),
      act(handler, id, 'sign'),
    ]);
    expect(reply.status).toBe(200);
    expect(await read(id)).toMatchObject({ state: 'SIGNED', referral: { outcome: 'agreed' } });
    await ledgerOf(id);
  });
});
