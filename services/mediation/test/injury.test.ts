import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { entryHash } from '@qinwu/platform/ledger/entry';
import type { InjuryState } from '../src/injury-vocabulary.ts';
import { injuryLifecycle } from '../src/rules/injury/lifecycle.ts';
import {
  ALL_MATERIALS,
  AUTHORITY,
  FIRM,
  INJURY,
  injuryOfItsOwn,
  injurySteps,
  OUTSIDER,
  WINDOW,
  WORKER,
} from './injury-service.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';

describe('work-injury applications', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const { send, receive, act, read } = injurySteps(() => service);
  const decision = (word: string, decidedOn = '2025-08-20', more: object = {}) => ({
    decision: word,
    documentNumber: `晋人社〔2025〕${word}`,
    decidedOn,
    authority: AUTHORITY,
    ...more,
  });
  const TRANSFER = { receiver: AUTHORITY, receiptNumber: 'JJGS-2025-0097' };
  const walk = async (id: string, steps: readonly [string, object][]) => {
    for (const [action, body] of steps) {
      expect({ action, ...(await act(id, action, body)) }).toMatchObject({ action, status: 200 });
    }
    return (await read(id)).body;
  };

  it('receives an application with both limits of art. 17 and masks persons', async () => {
    const body = await receive();
    expect(body).toMatchObject({
      state: 'RECEIVED',
      applicantKind: 'worker',
      baseOn: '2025-08-18',
      worker: { name: '陈**', phone: '138****8000', masked: true },
      missingMaterials: ['diagnosis'],
      dueAt: '2025-09-17T16:00:00.000Z',
      flags: [],
      standing: 'window',
    });
    expect(body.number).toMatch(/^GS-20250820-/);
    expect(body.clocks).toMatchObject([
      {
        kind: 'employer',
        of: 'employer',
        daysLeft: 28,
        official: true,
        article: '工伤保险条例第十七条第一款',
      },
      { kind: 'worker', of: 'worker', daysLeft: 363 },
    ]);
  });

  it.each<[string, object, string, string]>([
    ['no consent', { sensitiveConsent: undefined }, '/sensitiveConsent', 'sensitive-consent-missing'],
    [
      'an accident in the future',
      { event: { ...INJURY.event, occurredAt: '2025-08-20T10:00:01+08:00' } },
      '/event/occurredAt',
      'time-in-future',
    ],
    [
      'a diagnosis before the accident',
      { event: { ...INJURY.event, diagnosedOn: '2025-08-17' } },
      '/event/diagnosedOn',
      'diagnosis-before-accident',
    ],
    ['an employer without code', { employer: { name: '某厂' } }, '/employer/uscc', 'uscc-missing'],
    [
      'an employer with a wrong code',
      { employer: { name: '某厂', uscc: '91350582MA0000015K' } },
      '/employer/uscc',
      'uscc-invalid',
    ],
    ['a disease without diagnosis', { cause: 'disease' }, '/event/diagnosedOn', 'diagnosis-missing'],
    ['a relative unnamed', { applicantKind: 'relative' }, '/applicant', 'applicant-missing'],
    ['an unknown material', { materials: [{ code: 'photo' }] }, '/materials/0/code', 'material-unknown'],
    ['an unknown case', { caseId: '0198f000-0000-7000-8000-000000000001' }, '/caseId', 'case-missing'],
  ])('refuses %s', async (_, over, pointer, code) => {
    const reply = await send({ ...INJURY, ...over });
    expect(reply.status).toBe(422);
    expect(reply.body.errors).toContainEqual(expect.objectContaining({ pointer, code }));
  });

  it('refuses an unknown legal head as malformed', async () => {
    expect((await send({ ...INJURY, legalHead: '14.8' })).status).toBe(400);
  });

  it('lets people apply for themselves alone', async () => {
    const nobodys = () => {
      const { subject: _subject, ...worker } = injuryOfItsOwn().worker;
      return worker;
    };
    const own = await send({ ...INJURY, worker: nobodys() }, WORKER);
    expect(own).toMatchObject({
      status: 201,
      body: { standing: 'worker', allowedActions: ['add-materials', 'not-transfer'] },
    });
    expect((await send({ ...INJURY, worker: nobodys() }, OUTSIDER)).body.standing).toBe('worker');
    expect((await send(INJURY, OUTSIDER)).body.errors[0].code).toBe('subject-not-yours');
    const byFirm = () => ({ ...INJURY, worker: nobodys(), applicantKind: 'employer' });
    expect((await send(byFirm(), FIRM)).status).toBe(201);
    const other = { ...FIRM, org: '91350582MA0000023D' };
    const refused = await send(byFirm(), other);
    expect(refused.body.errors[0].code).toBe('employer-not-yours');
  });

  it('is received on behalf of the authority by the window alone', async () => {
    const { subject: _subject, ...worker } = injuryOfItsOwn().worker;
    for (const claims of [WORKER, { roles: 'client', sub: 'hotline' }, { roles: 'mediator', sub: 'm-1' }]) {
      const refused = await send({ ...INJURY, worker, delegated: true }, claims);
      expect(refused).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: '/delegated', code: 'delegated-not-yours' }] },
      });
    }
    expect((await send({ ...INJURY, worker, delegated: false }, WORKER)).status).toBe(201);
    expect((await receive({ delegated: true })).delegated).toBe(true);
  });

  it('is seen by those it concerns, each in full to itself, and is not there for others', async () => {
    const { id } = await receive();
    expect((await read(id, WORKER)).body).toMatchObject({
      standing: 'worker',
      worker: { name: '陈晓梅', masked: false },
      employerContact: '王**',
    });
    expect((await read(id, FIRM)).body).toMatchObject({
      standing: 'employer',
      worker: { name: '陈**' },
      employerContact: '王大川',
    });
    const full = await read(id, { ...WINDOW, scopes: ['mediation:read', 'pii:read'] });
    expect(full.body.worker).toMatchObject({ name: '陈晓梅', masked: false });
    const sights = await service.deps.db.pool.query('select 1 from disclosure where case_id = $1', [id]);
    expect(sights.rowCount).toBe(1);
    for (const claims of [OUTSIDER, { ...WINDOW, park: 'other' }, { ...FIRM, org: '91350582MA0000023D' }]) {
      expect((await read(id, claims)).status).toBe(404);
      expect((await act(id, 'add-materials', { materials: [{ code: 'diagnosis' }] }, claims)).status).toBe(
        404,
      );
      const list = await service.as(claims)('GET', '/injury-applications?limit=100');
      expect(list.body.items.map((item: { id: string }) => item.id)).not.toContain(id);
    }
  });

  it('keeps persons and the injury as ciphertext alone', async () => {
    const { id } = await receive({ worker: INJURY.worker });
    await act(id, 'not-transfer', { reason: 'outside-jurisdiction', note: '参保地在丰泽区' });
    const { rows } = await service.deps.db.pool.query(
      `select to_jsonb(a)::text as a from injury_application a where id = $1
       union all select body from ledger where case_id = $1
       union all select envelope from outbox where envelope like '%' || $1 || '%'`,
      [id],
    );
    expect(rows.length).toBeGreaterThan(3);
    expect(JSON.stringify(rows)).not.toMatch(/陈晓梅|13800138000|骨折|裁断机|丰泽/);
  });

  it('tells once of everything missing, has it completed and hands it over', async () => {
    const { id } = await receive();
    const early = await act(id, 'complete');
    expect(early).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:materials-missing' } });
    const told = await act(id, 'request-correction');
    expect(told.body).toMatchObject({
      state: 'CORRECTION_REQUESTED',
      notices: [{ on: '2025-08-20', items: ['diagnosis'] }],
    });
    const again = await act(id, 'request-correction', { items: [{ code: 'identity' }] });
    expect(again).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:notified-once' } });
    expect(again.body.title).toContain('第十八条');
    const early2 = await act(id, 'transfer', TRANSFER);
    expect(early2).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:not-complete' } });
    const brought = await act(id, 'add-materials', { materials: [{ code: 'diagnosis' }] }, WORKER);
    expect(brought.body).toMatchObject({ missingMaterials: [], missing: 0 });
    expect((await act(id, 'complete', {}, WORKER)).status).toBe(403);
    const complete = await act(id, 'complete');
    expect(complete.body.clocks).toContainEqual(
      expect.objectContaining({
        kind: 'transfer',
        of: 'window',
        official: false,
        daysLeft: 5,
        dueAt: '2025-08-25T16:00:00.000Z',
      }),
    );
    const moved = await act(id, 'transfer', TRANSFER);
    expect(moved.body).toMatchObject({
      state: 'TRANSFERRED',
      transferredOn: '2025-08-20',
      transfer: { ...TRANSFER, incomplete: false },
      allowedActions: ['record-decision'],
      allowedDecisions: ['accepted', 'not-accepted', 'withdrawn'],
    });
    const late = moved.body.clocks.filter(
      ({ stoppedAt }: { stoppedAt: string | null }) => stoppedAt === null,
    );
    expect(late).toMatchObject([{ kind: 'accept', of: 'authority', daysLeft: 15 }]);
  });

  it('mirrors what the authority decided by its papers', async () => {
    const { id } = await receive({ materials: ALL_MATERIALS });
    await walk(id, [
      ['complete', {}],
      ['transfer', TRANSFER],
    ]);
    service.clock.set('2025-09-20T02:00:00Z');
    const bare = await act(id, 'record-decision', { decision: 'accepted', decidedOn: '2025-09-01' });
    expect(bare.status).toBe(400);
    for (const day of ['2025-08-19', '2025-09-21']) {
      expect((await act(id, 'record-decision', decision('accepted', day))).status).toBe(422);
    }
    const suspended = await walk(id, [
      ['record-decision', decision('accepted', '2025-09-01')],
      ['record-decision', decision('suspended', '2025-09-10')],
    ]);
    expect(suspended).toMatchObject({
      state: 'SUSPENDED',
      acceptedOn: '2025-09-01',
      dueAt: expect.anything(),
    });
    const decide = (body: { clocks: { kind: string }[] }) =>
      body.clocks.find(({ kind }) => kind === 'decide');
    expect(decide(suspended)).toMatchObject({ paused: true, daysLeft: null });
    const resumed = await walk(id, [['record-decision', decision('resumed', '2025-09-20')]]);
    expect(decide(resumed)).toMatchObject({ paused: false, dueAt: '2025-11-10T16:00:00.000Z', daysLeft: 51 });
    const done = await walk(id, [
      ['record-decision', decision('recognised', '2025-09-20')],
      ['record-decision', decision('delivered', '2025-09-20')],
      ['record-decision', decision('appraisal', '2025-09-20')],
    ]);
    expect(done).toMatchObject({ state: 'APPRAISAL', conclusion: 'recognised', light: null, dueAt: null });
    expect(done.decisions).toHaveLength(6);
  });

  it('does not appraise what is no work injury', async () => {
    const { id } = await receive({ materials: ALL_MATERIALS });
    const delivered = await walk(id, [
      ['complete', {}],
      ['transfer', TRANSFER],
      ['record-decision', decision('accepted')],
      ['record-decision', decision('not-recognised')],
      ['record-decision', decision('delivered')],
    ]);
    expect(delivered.allowedDecisions).toEqual(['upheld', 'revoked']);
    const refused = await act(id, 'record-decision', decision('appraisal'));
    expect(refused).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:not-a-work-injury' } });
  });

  it('allows in every state what its table allows and nothing else', async () => {
    const { id } = await receive({ materials: ALL_MATERIALS });
    const path: [InjuryState, string, object][] = [
      ['RECEIVED', 'complete', {}],
      ['COMPLETE', 'transfer', TRANSFER],
      ['TRANSFERRED', 'record-decision', decision('accepted')],
      ['ACCEPTED', 'record-decision', decision('deemed')],
      ['DEEMED', 'record-decision', decision('delivered')],
      ['DELIVERED', 'record-decision', decision('appraisal')],
    ];
    for (const [state, action, body] of path) {
      const open = injuryLifecycle.allowedActions(state);
      for (const other of ['complete', 'not-transfer'] as const) {
        if (open.includes(other)) continue;
        const refused = await act(id, other, other === 'complete' ? {} : { reason: 'outside-jurisdiction' });
        expect(refused).toMatchObject({ status: 409, body: { state } });
      }
      expect((await act(id, action, body)).status).toBe(200);
    }
    expect((await act(id, 'approve')).status).toBe(400);
  });

  it('is corrected until it is handed over, with its limits', async () => {
    const { id, version } = await receive();
    const patch = (body: object, tag: string) =>
      service.as(WINDOW)('PATCH', `/injury-applications/${id}`, { body, headers: { 'if-match': tag } });
    const event = { ...INJURY.event, occurredAt: '2025-08-15T09:00:00+08:00' };
    const done = await patch({ event, legalHead: null }, `"${id}-${version}"`);
    expect(done).toMatchObject({
      status: 200,
      body: {
        baseOn: '2025-08-15',
        legalHead: null,
        dueAt: '2025-09-15T16:00:00.000Z',
        worker: { name: '陈**' },
      },
    });
    expect(done.body.clocks).toHaveLength(2);
    expect((await patch({ event }, `"${id}-${version}"`)).status).toBe(412);
    const future = { ...event, occurredAt: '2025-08-21T09:00:00+08:00' };
    expect((await patch({ event: future }, `"${id}-${done.body.version}"`)).status).toBe(422);
  });

  it('is listed by state, employer, applicant and days, page by page', async () => {
    service.clock.set('2025-08-22T02:00:00Z');
    const ids = [];
    for (const applicantKind of ['worker', 'employer', 'worker'])
      ids.push((await receive({ applicantKind })).id);
    const list = async (query: string) =>
      (await service.as(WINDOW)('GET', `/injury-applications?receivedFrom=2025-08-22&${query}`)).body;
    const first = await list('limit=2&state=RECEIVED&employer=91350582MA0000015J');
    expect(first.items).toHaveLength(2);
    const next = await list(
      `limit=2&state=RECEIVED&employer=91350582MA0000015J&cursor=${encodeURIComponent(first.next)}`,
    );
    const seen = [...first.items, ...next.items].map(({ id }: { id: string }) => id);
    expect(seen.toSorted()).toEqual(ids.toSorted());
    expect((await list('applicantKind=employer')).items.map(({ id }: { id: string }) => id)).toEqual([
      ids[1],
    ]);
    expect((await list('light=red')).items).toEqual([]);
    expect((await list('receivedTo=2025-08-21')).errors[0].code).toBe('period-reversed');
    for (const kind of ['cases', 'injury-applications']) {
      const path = `/exports/${kind}?format=jsonl&receivedFrom=2025-08-22&receivedTo=2025-08-21`;
      const answer = await service.open(WINDOW, path);
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({ errors: [{ code: 'period-reversed' }] });
    }
  });

  it('has a chain of its own that can be verified', async () => {
    const { id } = await receive();
    await act(id, 'request-correction');
    const { body } = await service.as(WINDOW)('GET', `/injury-applications/${id}/ledger`);
    expect(body.items).toHaveLength(2);
    for (const { prevHash, body: text, hash } of body.items) expect(entryHash(prevHash, text)).toBe(hash);
    expect(body.items[1].prevHash).toBe(body.items[0].hash);
    expect(JSON.parse(body.items[0].body)).toMatchObject({ caseKind: 'injury', action: 'received' });
    const history = await service.as(WINDOW)('GET', `/injury-applications/${id}/history`);
    expect(history.body.items[1]).toMatchObject({
      action: 'request-correction',
      change: { items: ['diagnosis'] },
    });
    expect((await service.as(WORKER)('GET', `/injury-applications/${id}/history`)).status).toBe(403);
  });

  it('gives its documents to those they are for', async () => {
    const { id } = await receive({ materials: ALL_MATERIALS });
    const full = { ...WINDOW, scopes: ['mediation:read', 'pii:read'] };
    const get = (document: string, claims: object) =>
      service.open(claims, `/injury-applications/${id}/documents/${document}`);
    expect((await get('transfer-letter', full)).status).toBe(404);
    await walk(id, [
      ['complete', {}],
      ['transfer', TRANSFER],
    ]);
    const letter = await get('transfer-letter', full);
    expect(letter.headers.get('content-type')).toBe('application/pdf');
    expect(
      Buffer.from(await letter.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    expect((await get('transfer-letter', WINDOW)).status).toBe(403);
    expect((await get('transfer-letter', WORKER)).status).toBe(403);
    expect((await get('transfer-letter', OUTSIDER)).status).toBe(404);
    const told = (await receive()).id;
    await act(told, 'request-correction');
    const notice = await service.open(WORKER, `/injury-applications/${told}/documents/supplement-notice`);
    expect(notice.status).toBe(200);
    await notice.arrayBuffer();
  });

  it('answers a repeated request once', async () => {
    const headers = { 'idempotency-key': 'injury-key-000000001' };
    const body = injuryOfItsOwn();
    const [a, b] = [
      await service.as(WINDOW)('POST', '/injury-applications', { body, headers }),
      await service.as(WINDOW)('POST', '/injury-applications', { body, headers }),
    ];
    expect(b.body).toEqual(a.body);
    expect(b.headers.get('idempotent-replayed')).toBe('true');
  });
});
