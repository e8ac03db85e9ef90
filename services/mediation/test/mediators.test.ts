import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@qinwu/platform/db/schema-drift';
import { mediator } from '../src/store/mediators.ts';
import { room } from '../src/store/rooms.ts';
import { caseMediator, notice, noticeReading, session, sessionBooking } from '../src/store/session-tables.ts';
import { INTAKE, type MediationService, newKey, startMediationService } from './mediation-service.ts';
import { ADMIN, ENTRY, FIRM, type Roster, WINDOW, WORKER, withRoster } from './roster.ts';

const CITIZEN_ID = '11010519491231002X';
const type = (code: string) => `urn:qinwu:problem:${code}`;

describe('mediators', () => {
  let service: MediationService;
  let roster: Roster;
  beforeAll(async () => {
    service = await startMediationService();
    roster = withRoster(service);
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const codesOf = ({ body }: { body: { errors: { code: string }[] } }) => body.errors.map(({ code }) => code);

  it('stand in tables as the code has them', async () => {
    const tables = [mediator, room, caseMediator, session, sessionBooking, notice, noticeReading];
    expect(await schemaDrift(service.deps.db, tables)).toEqual([]);
  });

  it('are entered, changed by who has seen the entry, and chained in the ledger', async () => {
    const body = {
      ...ENTRY,
      subject: 'account-R1',
      citizenId: CITIZEN_ID,
      relatives: [{ phone: '13900139000' }],
    };
    const first = await roster.put('/mediators/R1', body);
    expect(first).toMatchObject({
      status: 201,
      body: { code: 'R1', version: 1, identityDeclared: true, relativesDeclared: 1 },
    });
    expect(JSON.stringify(first.body)).not.toMatch(/11010519491231002X|13900139000/);
    const { citizenId: _id, relatives: _relatives, ...rest } = body;
    expect((await roster.put('/mediators/R1', rest)).status).toBe(428);
    const tag = { 'if-match': `"${first.body.id}-1"` };
    const second = await roster.put('/mediators/R1', { ...rest, active: false }, tag);
    expect(second).toMatchObject({ status: 200, body: { version: 2, active: false, relativesDeclared: 1 } });
    expect((await roster.put('/mediators/R1', rest, tag)).status).toBe(412);
    const cleared = await roster.put(
      '/mediators/R1',
      { ...rest, citizenId: null, relatives: [] },
      { 'if-match': `"${first.body.id}-2"` },
    );
    expect(cleared.body).toMatchObject({ version: 3, identityDeclared: false, relativesDeclared: 0 });

    const { rows } = await service.deps.db.pool.query(
      `select seq, action, body from ledger where case_kind = 'mediator' and case_id = $1 order by seq`,
      [first.body.id],
    );
    expect(rows.map(({ seq, action }) => [seq, action])).toEqual([
      [1, 'listed'],
      [2, 'changed'],
      [3, 'changed'],
    ]);
    const stored = JSON.stringify([rows, (await service.deps.db.pool.query('select * from mediator')).rows]);
    expect(stored).not.toMatch(/11010519491231002X|13900139000/);
  });

  it('are refused where the entry breaks a rule', async () => {
    await roster.enter('R2');
    const send = (over: object, code = 'R3') =>
      roster.put(`/mediators/${code}`, { ...ENTRY, subject: 's', ...over });
    const wrong = await send({
      certifiedUntil: '2024-12-31',
      citizenId: '110105194912310021',
      employer: '91350582MA0000015K',
      relatives: [{}, { phone: '123' }],
    });
    expect(wrong.status).toBe(422);
    expect(wrong.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/certifiedUntil',
      '/citizenId',
      '/employer',
      '/relatives/0',
      '/relatives/1/phone',
    ]);
    expect(await send({ subject: 'account-R2' })).toMatchObject({
      status: 409,
      body: { type: type('subject-taken') },
    });
    const { id } = (await service.as(ADMIN)('GET', '/mediators/R2')).body;
    const moved = { ...ENTRY, subject: 'another' };
    const reply = await roster.put('/mediators/R2', moved, { 'if-match': `"${id}-1"` });
    expect(codesOf(reply)).toEqual(['subject-fixed']);
    expect((await send({ languages: ['闽南语'] })).status).toBe(400);
    const clerk = await service.as(WINDOW)('PUT', '/mediators/R3', { body: { ...ENTRY, subject: 's' } });
    expect(clerk.status).toBe(403);
    expect((await service.as(WINDOW)('GET', '/mediators/R9')).status).toBe(404);
    const elsewhere = await service.as({ ...WINDOW, park: 'other' })('GET', '/mediators/R2');
    expect(elsewhere.status).toBe(404);
  });

  it('are listed by what they are, page by page', async () => {
    await roster.enter('L1', { kinds: ['lawyer'], languages: ['en'], categories: ['ip'], grids: ['G-7'] });
    await roster.enter('L2', { kinds: ['lawyer'], languages: ['en'] });
    const list = async (query: string, claims: object = WINDOW) =>
      (await service.as(claims)('GET', `/mediators?${query}`)).body;
    const codes = async (query: string) =>
      (await list(query)).items.map(({ code }: { code: string }) => code);
    expect(await codes('kind=lawyer&language=en')).toEqual(['L1', 'L2']);
    expect(await codes('kind=lawyer&category=ip')).toEqual(['L1', 'L2']);
    expect(await codes('kind=lawyer&category=debt')).toEqual(['L2']);
    expect(await codes('grid=G-7')).toEqual(['L1']);
    const page = await list('kind=lawyer&limit=1');
    expect(await codes(`kind=lawyer&limit=1&cursor=${page.next}`)).toEqual(['L2']);
    // Parties choose by what is public.
    expect((await list('kind=lawyer', WORKER)).items[0]).toMatchObject({ subject: null, openCases: null });
    const half = await service.as(WINDOW)('GET', '/mediators?freeFrom=2025-08-21T00:00:00Z');
    expect(half.status).toBe(422);
  });

  it('of a case see it from being named to being removed', async () => {
    const a = await roster.enter('N1');
    const b = await roster.enter('N2');
    const { id, parties } = await roster.register();
    const A = roster.mediatorCalled('N1');
    expect((await service.as(A)('GET', `/cases/${id}`)).status).toBe(404);
    const chosenBy = parties[0].id;
    // Nobody but who names tells of it.
    expect(await roster.name(id, [a.id, b.id], { chosenBy })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/chosenBy', code: 'choice-unproven' }] },
    });
    const chosen = { body: { mediators: [a.id, b.id] } };
    expect((await service.as(WORKER)('POST', `/cases/${id}/mediator-choices`, chosen)).status).toBe(201);
    const named = await roster.name(id, [a.id, b.id], { chosenBy });
    expect(named).toMatchObject({ status: 201, body: { mediators: [a.id, b.id], version: 3 } });
    expect((await service.as(A)('GET', `/cases/${id}`)).body.standing).toBe('mediator');
    expect(await roster.name(id, [a.id])).toMatchObject({
      status: 409,
      body: { type: type('mediator-named') },
    });
    const load = (await service.as(WINDOW)('GET', '/mediators/N1')).body;
    expect(load).toMatchObject({ openCases: 1, sessionsComing: 0 });
    const there = { park: 'other' };
    await service.as({ ...ADMIN, ...there })('PUT', '/mediators/N1', {
      body: { ...ENTRY, subject: 'account-N1' },
    });
    const elsewhere = await service.as({ ...WINDOW, ...there })('GET', '/mediators/N1');
    expect(elsewhere.body).toMatchObject({ openCases: 0 });
    expect(await roster.name(id, [elsewhere.body.id])).toMatchObject({
      status: 422,
      body: { errors: [{ code: 'mediator-unknown' }] },
    });

    const removed = await roster.post(`/cases/${id}/mediators/${a.id}/actions/remove`, { reason: '调离' });
    expect(removed).toMatchObject({ status: 200, body: { mediators: [b.id] } });
    expect((await service.as(A)('GET', `/cases/${id}`)).status).toBe(404);
    expect((await service.as(A)('GET', `/cases/${id}/mediators`)).status).toBe(404);
    for (const claims of [WORKER, FIRM, roster.mediatorCalled('N2')]) {
      expect((await service.as(claims)('GET', `/cases/${id}`)).status).toBe(200);
    }
    expect((await roster.name(id, [a.id])).status).toBe(201);
    const list = (await service.as(WINDOW)('GET', `/cases/${id}/mediators`)).body.items;
    expect(list).toHaveLength(3);
    const { body } = await service.as(WINDOW)('GET', `/cases/${id}/history`);
    expect(body.items.map(({ action }: { action: string }) => action)).toEqual([
      'registered',
      'mediators-chosen',
      'mediators-named',
      'mediator-removed',
      'mediators-named',
    ]);
  });

  it('are proposed, named and replaced by the officer who took the case in', async () => {
    const officer = { roles: 'officer', sub: 'officer-1' } as const;
    const a = await roster.enter('F1');
    const b = await roster.enter('F2');
    const { id } = (await roster.post('/cases', INTAKE, officer)).body;
    expect((await service.as(officer)('GET', `/cases/${id}/mediator-proposals`)).status).toBe(200);
    expect((await roster.post(`/cases/${id}/mediators`, { mediators: [a.id, b.id] }, officer)).status).toBe(
      201,
    );
    const step = (action: string, claims: object) =>
      roster.post(`/cases/${id}/mediators/${a.id}/actions/${action}`, { reason: '调离' }, claims);
    // Objections are told at the table alone, so they are decided there.
    await step('object', WORKER);
    expect((await step('keep', officer)).status).toBe(403);
    expect(await step('remove', officer)).toMatchObject({ status: 200, body: { mediators: [b.id] } });
    const colleague = { roles: 'officer', sub: 'officer-2' } as const;
    expect((await roster.post(`/cases/${id}/mediators`, { mediators: [a.id] }, colleague)).status).toBe(404);
  });

  it('are answered again under the same key', async () => {
    const a = await roster.enter('K1');
    const { id } = await roster.register();
    const headers = { 'idempotency-key': newKey() };
    const send = () => roster.post(`/cases/${id}/mediators`, { mediators: [a.id] }, WINDOW, headers);
    const first = await send();
    const again = await send();
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });

  it('are no party, no relative of one, and certified on the day', async () => {
    const parties = [{ ...INTAKE.parties[0], idType: 'citizen-id', idNumber: CITIZEN_ID }, INTAKE.parties[1]];
    const { id } = await roster.register({ parties });
    const cases = {
      'mediator-is-party': [{ subject: 'worker-1' }, { citizenId: CITIZEN_ID.toLowerCase() }],
      'mediator-is-relative': [
        { relatives: [{ citizenId: CITIZEN_ID }] },
        { relatives: [{ phone: '13900139001' }, { phone: '13800138000' }] },
      ],
      'mediator-employed-by-party': [{ employer: '91350582MA0000015J' }],
      'mediator-not-certified': [{ certifiedUntil: '2025-08-19' }, { certifiedFrom: '2025-08-21' }],
      'mediator-inactive': [{ active: false }],
      'category-not-taken': [{ categories: ['debt', 'ip'] }],
    };
    for (const [code, entries] of Object.entries(cases)) {
      for (const [n, over] of entries.entries()) {
        const { id: who } = await roster.enter(`C-${code}-${n}`, over);
        const reply = await roster.name(id, [who]);
        expect([reply.status, ...codesOf(reply)]).toEqual([422, code]);
      }
    }
    const unknown = await roster.name(id, ['0198f000-0000-7000-8000-000000000009']);
    expect(codesOf(unknown)).toEqual(['mediator-unknown']);
    expect((await service.as(WINDOW)('GET', `/cases/${id}`)).body).toMatchObject({
      mediators: [],
      version: 1,
    });
  });

  it('employed by a party sit in its own committee when both sides are told', async () => {
    const { id: who } = await roster.enter('E1', { employer: '91350582MA0000015J' });
    const { id } = await roster.register({ organisation: 'enterprise-committee' });
    expect(codesOf(await roster.name(id, [who]))).toEqual(['employment-not-disclosed']);
    const disclosed = [{ mediator: who, text: '本人为被申请人人事主管。' }];
    expect((await roster.name(id, [who], { disclosed })).status).toBe(201);
    const seen = await service.as(WORKER)('GET', `/cases/${id}/mediators`);
    expect(seen.body.items[0]).toMatchObject({ mediator: who, disclosed: '本人为被申请人人事主管。' });
    const { rows } = await service.deps.db.pool.query(
      'select content from case_mediator where case_id = $1',
      [id],
    );
    expect(rows[0].content).not.toContain('人事主管');
  });

  it('are objected to by a party, and kept or removed by others than themselves', async () => {
    const a = await roster.enter('O1');
    const b = await roster.enter('O2');
    const { id, parties } = await roster.register();
    await roster.name(id, [a.id, b.id]);
    const step = (action: string, claims: object, reason = '与对方有往来', more: object = {}) =>
      roster.post(`/cases/${id}/mediators/${a.id}/actions/${action}`, { reason, ...more }, claims);
    expect((await step('keep', WINDOW)).body.type).toBe(type('no-objection'));
    expect((await step('object', { roles: 'party', sub: 'stranger' })).status).toBe(404);
    expect((await step('object', WORKER)).status).toBe(200);
    expect((await step('object', WORKER)).body.type).toBe(type('objected-already'));
    expect((await step('object', FIRM)).status).toBe(200);
    expect((await step('remove', WORKER)).status).toBe(403);
    expect((await step('keep', roster.mediatorCalled('O1'))).body.type).toBe(type('own-objection'));
    const list = async (claims: object) =>
      (await service.as(claims)('GET', `/cases/${id}/mediators`)).body.items[0];
    expect((await list(WORKER)).objections).toMatchObject([{ party: parties[0].id, reason: '与对方有往来' }]);
    expect((await list(WINDOW)).objections).toHaveLength(2);
    const [worker, firm] = parties.map((party: { id: string }) => party.id);
    const faults = async (reasons: object[]) =>
      (await step('keep', WINDOW, '两项异议均不成立', { reasons })).body.errors.map(
        ({ pointer, code }: Record<string, string>) => `${pointer} ${code}`,
      );
    const ofWorker = { party: worker, reason: '经核实与被申请人没有往来' };
    const ofFirm = { party: firm, reason: '经核实与申请人不是亲属' };
    expect(await faults([])).toEqual(['/reasons reason-of-each-missing']);
    expect(await faults([ofWorker, ofWorker])).toEqual([
      '/reasons/1/party party-twice',
      '/reasons reason-of-each-missing',
    ]);
    expect(await faults([ofWorker, ofFirm, { ...ofFirm, party: a.id }])).toEqual([
      '/reasons/2/party no-objection',
    ]);
    const reasons = [ofWorker, ofFirm];
    expect((await step('keep', WINDOW, '两项异议均不成立', { reasons })).status).toBe(200);
    const kept = { action: 'keep', reason: ofWorker.reason };
    expect(await list(WINDOW)).toMatchObject({
      pending: false,
      decisions: [
        { ...kept, by: WINDOW.sub, parties: [worker] },
        { action: 'keep', reason: ofFirm.reason, parties: [firm] },
      ],
    });
    // Who objected reads what was decided on it, and not that another party did too.
    const own = await list(WORKER);
    expect(own).toMatchObject({ pending: false, decisions: [{ ...kept, by: null, parties: [worker] }] });
    expect(JSON.stringify(own)).not.toContain(ofFirm.reason);
    expect(JSON.stringify(own)).not.toContain('两项异议');
    expect((await step('object', WORKER, '又发现新情况')).status).toBe(200);
    expect((await step('remove', roster.mediatorCalled('O2'))).status).toBe(200);
    expect((await list(WORKER)).decisions).toMatchObject([kept, { action: 'remove', parties: [worker] }]);
    expect((await list(FIRM)).decisions).toMatchObject([{ reason: ofFirm.reason, parties: [firm] }]);
    expect((await list(FIRM)).decisions).toHaveLength(1);
    expect((await step('object', WORKER)).status).toBe(404);
  });

  it('come and go until there is an agreement, and one stays while a case is in mediation', async () => {
    const a = await roster.enter('S1');
    const b = await roster.enter('S2');
    const { id } = await roster.mediating([a.id]);
    const remove = () => roster.post(`/cases/${id}/mediators/${a.id}/actions/remove`, { reason: '回避' });
    expect(await remove()).toMatchObject({ status: 409, body: { type: type('last-mediator') } });
    await roster.name(id, [b.id]);
    expect((await remove()).status).toBe(200);
    await roster.post(`/cases/${id}/actions/fail`, { reason: '分歧较大' });
    expect((await roster.name(id, [a.id])).body.type).toBe(type('case-not-open'));
  });

  it('are proposed by fit and load, without those in conflict', async () => {
    const grid = 'G-77';
    await roster.enter('P1', { grids: [grid], kinds: ['union'] });
    const busy = await roster.enter('P2', { grids: [grid], kinds: ['union'] });
    await roster.enter('P3', { grids: [grid], kinds: ['union'], categories: ['wage-arrears'] });
    await roster.enter('P4', { grids: [grid], kinds: ['union'], relatives: [{ phone: '13800138000' }] });
    const other = await roster.register();
    await roster.name(other.id, [busy.id]);
    const { id } = await roster.register({ gridCode: grid });
    const { body } = await service.as(WINDOW)(
      'GET',
      `/cases/${id}/mediator-proposals?kind=union&language=nan`,
    );
    expect(body.items.map((each: { mediator: { code: string } }) => each.mediator.code)).toEqual([
      'P3',
      'P1',
      'P2',
    ]);
    expect(body.items[0].reasons).toContain('专办该类纠纷');
    expect((await service.as(WORKER)('GET', `/cases/${id}/mediator-proposals`)).status).toBe(403);
  });

  it('mediate in a way that staff sets', async () => {
    const { id } = await roster.register();
    const put = (headers: Record<string, string>) =>
      service.as(WINDOW)('PUT', `/cases/${id}/mode`, {
        body: { mode: 'police-grid-tea-table', gridCode: 'G-01' },
        headers,
      });
    expect((await put({})).status).toBe(428);
    const done = await put({ 'if-match': `"${id}-1"` });
    expect(done).toMatchObject({
      status: 200,
      body: { mode: 'police-grid-tea-table', grid: 'G-01', version: 2 },
    });
    expect((await put({ 'if-match': `"${id}-1"` })).status).toBe(412);
  });
});
