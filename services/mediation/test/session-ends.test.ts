import { describe, expect, it } from '@jest/globals';
import { INTAKE, newKey } from './mediation-service.ts';
import { FIRM, WINDOW, WORKER } from './roster.ts';
import { sessionTable, slot } from './session-table.ts';

const type = (code: string) => `urn:qinwu:problem:${code}`;
const SUPERVISOR = { roles: 'supervisor', sub: 'supervisor-1' } as const;

describe('sessions, once planned,', () => {
  const at = sessionTable();
  const { nextSerial, someone, someRoom, plan, act, sessionsOf, noticesOf, codesOf } = at;

  it('are held from their first minute, with who came', async () => {
    const mediator = await someone();
    const { id, parties } = await at.roster.mediating([mediator.id]);
    const consentedBy = parties.map((party: { id: string }) => party.id);
    const expert = { kind: 'expert', name: '黄工', unit: '鞋业协会', consentedBy };
    const { body } = await plan(id, { ...slot(1), participants: [expert] });
    const attendance = [{ party: parties[0].id, present: true }];
    const early = await act(id, body.id, 'hold', { attendance });
    expect(early).toMatchObject({ status: 409, body: { type: type('session-not-begun') } });
    at.service.clock.set('2025-08-21T00:59:59Z');
    const sameDay = await act(id, body.id, 'hold', { attendance });
    expect(sameDay).toMatchObject({ status: 409, body: { type: type('session-not-begun') } });
    at.service.clock.set('2025-08-21T01:00:00Z');
    const stranger = [{ party: '0198f000-0000-7000-8000-000000000009', present: true }];
    expect(codesOf(await act(id, body.id, 'hold', { attendance: stranger }))).toEqual(['party-unknown']);
    const held = await act(id, body.id, 'hold', { attendance });
    expect(held).toMatchObject({
      status: 200,
      body: { status: 'held', participants: [expert], attendance: [{ present: true }, { present: false }] },
    });
    const again = await act(id, body.id, 'cancel', { reason: '误' });
    expect(again).toMatchObject({ status: 409, body: { type: type('session-not-planned') } });
  });

  it('keep their minutes for the mediators of the case alone, each reading on record', async () => {
    const [mediator, other] = [await someone(), await someone()];
    const { id } = await at.roster.mediating([mediator.id]);
    await at.roster.name((await at.roster.register()).id, [other.id]);
    const { body } = await plan(id, slot(1));
    at.service.clock.set('2025-08-21T01:30:00Z');
    const minutes = '申请人称愿意接受分期。';
    const path = `/cases/${id}/sessions/${body.id}/minutes`;
    const clerk = await act(id, body.id, 'hold', { attendance: [], minutes });
    expect(clerk).toMatchObject({ status: 403, body: { type: type('minutes-of-mediators') } });
    expect((await at.service.as(mediator.claims)('GET', path)).status).toBe(404);
    const held = await act(id, body.id, 'hold', { attendance: [], minutes }, mediator.claims);
    expect(held).toMatchObject({ status: 200, body: { hasMinutes: true } });
    expect(JSON.stringify(held.body)).not.toContain('分期');

    const readers: [object, number][] = [
      [mediator.claims, 200],
      [WINDOW, 403],
      [SUPERVISOR, 403],
      [{ ...SUPERVISOR, scopes: ['mediation:read', 'pii:read'] }, 403],
      [WORKER, 403],
      [FIRM, 403],
      [other.claims, 404],
      [{ roles: 'party', sub: 'stranger' }, 404],
      [{ roles: 'admin', sub: 'admin-1' }, 403],
      [{ ...mediator.claims, park: 'other' }, 404],
    ];
    for (const [claims, status] of readers) {
      expect((await at.service.as(claims)('GET', path)).status).toBe(status);
    }
    expect((await at.service.as(mediator.claims)('GET', path)).body).toEqual({ minutes });
    const { rows } = await at.service.deps.db.pool.query(
      'select actor, fields from disclosure where case_id = $1 order by at',
      [id],
    );
    const sight = { actor: mediator.claims.sub, fields: [`sessions/${body.id}/minutes`] };
    expect(rows).toEqual([sight, sight]);

    const tables = ['session', 'ledger', 'notice', 'idempotency', 'outbox'];
    for (const table of tables) {
      const stored = await at.service.deps.db.pool.query(`select * from ${table}`);
      expect(JSON.stringify(stored.rows)).not.toContain('分期。');
    }
    const history = await at.service.as(WINDOW)('GET', `/cases/${id}/history`);
    expect(JSON.stringify(history.body)).not.toContain('分期');
  });

  it('get their minutes later where the window recorded them, once', async () => {
    const mediator = await someone();
    const { id } = await at.roster.mediating([mediator.id]);
    const { body } = await plan(id, slot(1));
    const write = (minutes: string, claims: object) => act(id, body.id, 'write-minutes', { minutes }, claims);
    at.service.clock.set('2025-08-21T01:30:00Z');
    expect((await write('早了。', mediator.claims)).body.type).toBe(type('session-not-held'));
    expect((await act(id, body.id, 'hold', { attendance: [] })).status).toBe(200);
    expect((await write('代写。', WINDOW)).status).toBe(403);
    expect((await write('代写。', { roles: 'mediator', sub: 'stranger' })).status).toBe(404);
    const written = await write('申请人愿意让步。', mediator.claims);
    expect(written).toMatchObject({ status: 200, body: { status: 'held', hasMinutes: true } });
    expect((await write('改写。', mediator.claims)).body.type).toBe(type('minutes-written'));
    const read = await at.service.as(mediator.claims)('GET', `/cases/${id}/sessions/${body.id}/minutes`);
    expect(read.body).toEqual({ minutes: '申请人愿意让步。' });
    const { items } = (await at.service.as(WINDOW)('GET', `/cases/${id}/history`)).body;
    const entry = { action: 'session-minutes-written', change: { session: body.id } };
    expect(items.at(-1)).toMatchObject(entry);
    expect(JSON.stringify(items)).not.toContain('让步');
  });

  it('that are moved or cancelled give back what they took', async () => {
    const [a, b] = [await someone(), await someone()];
    const room = await someRoom();
    const first = await at.roster.mediating([a.id, b.id]);
    const second = await at.roster.mediating([a.id]);
    const { body } = await plan(first.id, { ...slot(1, 3), room, mediators: [a.id] });
    // Into its own time: nothing stands in its way but itself.
    const shifted = await act(first.id, body.id, 'move', { ...slot(2, 4), reason: '迟到' });
    expect(shifted).toMatchObject({ status: 200, body: { status: 'planned', room, movedFrom: body.id } });
    expect((await act(first.id, body.id, 'move', { ...slot(5), reason: '再改' })).status).toBe(409);
    expect(await sessionsOf(first.id)).toMatchObject([
      { id: body.id, status: 'moved', movedTo: shifted.body.id, reason: '迟到' },
      { id: shifted.body.id, status: 'planned', reason: null },
    ]);
    const blocker = await plan(second.id, slot(1, 2));
    expect(blocker.status).toBe(201);
    expect((await act(first.id, shifted.body.id, 'move', { ...slot(1, 2), reason: '提前' })).status).toBe(
      409,
    );
    const given = await act(first.id, shifted.body.id, 'move', {
      ...slot(1, 2),
      mediators: [b.id],
      room: null,
      reason: '换人',
    });
    expect(given).toMatchObject({ status: 200, body: { mediators: [b.id], room: null } });
    expect(codesOf(await act(first.id, given.body.id, 'move', { ...slot(1, 1), reason: '错' }))).toEqual([
      'session-reversed',
    ]);
    expect((await plan(second.id, { ...slot(2, 4), room })).status).toBe(201);
    const cancelled = await act(first.id, given.body.id, 'cancel', { reason: '当事人生病' });
    expect(cancelled).toMatchObject({ status: 200, body: { status: 'cancelled', reason: '当事人生病' } });
    expect((await plan(first.id, { ...slot(1, 2), mediators: [b.id] })).status).toBe(201);
    const kinds = (await noticesOf(b.claims)).map(({ kind }: { kind: string }) => kind);
    expect(kinds.sort()).toEqual(['session-cancelled', 'session-moved', 'session-planned']);
    const told = (await noticesOf(WORKER)).find(({ kind }: { kind: string }) => kind === 'session-cancelled');
    expect(told.text).not.toMatch(/生病|事由/);
  });

  it('keep where they are when they are moved, and are never nowhere', async () => {
    const mediator = await someone();
    const room = await someRoom();
    const { id } = await at.roster.mediating([mediator.id]);
    const [place, link] = ['梧林老宅茶桌', 'https://meet.example.cn/j/1'];
    const { body } = await plan(id, { ...slot(3), room, place, link });
    const earlier = await act(id, body.id, 'move', { ...slot(1), reason: '提前' });
    expect(earlier).toMatchObject({ status: 200, body: { room, place, link } });
    const move = (to: object) => act(id, earlier.body.id, 'move', { ...to, reason: '改线上' });
    expect(codesOf(await move({ room: null, place: null, link: null }))).toEqual(['place-missing']);
    for (const link of ['http://meet.example.cn', 'https://meet.example.cn@elsewhere.example.org/1']) {
      expect(codesOf(await move({ link }))).toEqual(['link-not-https']);
    }
    const online = await move({ room: null, place: null });
    expect(online).toMatchObject({ status: 200, body: { room: null, place: null, link } });
    expect(codesOf(await act(id, online.body.id, 'move', { link: null, reason: '改' }))).toEqual([
      'place-missing',
    ]);
    // Moved to when it was in fact begun, it is recorded at once.
    at.service.clock.set('2025-08-21T01:00:00Z');
    const held = await act(id, online.body.id, 'hold', { attendance: [] });
    expect(held).toMatchObject({ status: 200, body: { status: 'held', link } });
  });

  it('take in who joined the case since, and no more who left it', async () => {
    const mediator = await someone();
    const { id, version, parties } = await at.roster.mediating([mediator.id]);
    const [worker, firm] = parties.map((party: { id: string }) => ({ id: party.id }));
    const { body } = await plan(id, { ...slot(1), link: 'https://meet.example/1' });
    const third = { side: 'third', kind: 'person', name: '包工头王五', subject: 'third-1' };
    const joined = await at.service.as(WINDOW)('PATCH', `/cases/${id}`, {
      headers: { 'if-match': `"${id}-${version + 1}"` },
      body: { parties: [worker, firm, third] },
    });
    const invited = joined.body.parties[2].id;
    const THIRD = { roles: 'party', sub: 'third-1' } as const;
    expect(await sessionsOf(id, THIRD)).toEqual([]);
    const stranger = ['0198f000-0000-7000-8000-000000000009'];
    const unknown = await act(id, body.id, 'move', { invite: stranger, reason: '追加第三人' });
    expect(unknown).toMatchObject({ status: 422, body: { errors: [{ pointer: '/invite/0' }] } });
    const moved = await act(id, body.id, 'move', { invite: [invited], reason: '追加第三人' });
    expect(moved).toMatchObject({ status: 200, body: { parties: [worker.id, firm.id, invited] } });
    expect(await sessionsOf(id, THIRD)).toMatchObject([{ id: moved.body.id }]);
    expect(await noticesOf(THIRD)).toHaveLength(1);
    await at.service.as(WINDOW)('PATCH', `/cases/${id}`, {
      headers: { 'if-match': moved.headers.get('etag') ?? '' },
      body: { parties: [worker, firm] },
    });
    const again = await act(id, moved.body.id, 'move', { ...slot(2), reason: '改期' });
    expect(again.body.parties).toEqual([worker.id, firm.id]);
  });

  it('tell why in the words meant for the parties, and in no others', async () => {
    const mediator = await someone();
    const { id } = await at.roster.mediating([mediator.id]);
    const { body } = await plan(id, slot(1));
    const why = (noticeReason: string) => ({ reason: '申请人住院手术', noticeReason });
    const moved = await act(id, body.id, 'move', { ...slot(3), ...why('一方不能到场') });
    expect(moved.status).toBe(200);
    const told = async () => (await noticesOf(WORKER))[0].text;
    expect(await told()).toMatch(/事由：一方不能到场。$/);
    const bulk = { mediator: mediator.id, by: { minutes: 60 }, ...why('调解室检修。') };
    const period = { from: '2025-08-21T00:00:00Z', to: '2025-08-22T00:00:00Z' };
    const [again] = (await at.roster.post('/session-moves', { ...period, ...bulk })).body.moved;
    expect(await told()).toMatch(/事由：调解室检修。$/);
    expect((await act(id, again.to, 'cancel', why('双方商定另约'))).status).toBe(200);
    expect(await told()).toMatch(/事由：双方商定另约。$/);
    for (const claims of [WORKER, FIRM, mediator.claims]) {
      expect(JSON.stringify(await noticesOf(claims))).not.toContain('手术');
    }
    expect((await act(id, again.to, 'cancel', why('长'.repeat(201)))).status).toBe(400);
    const kept = await at.service.deps.db.pool.query('select * from ledger');
    expect(JSON.stringify(kept.rows)).not.toMatch(/手术|另约/);
  });

  it('bind the mediator they are planned with', async () => {
    const [a, b] = [await someone(), await someone()];
    const { id } = await at.roster.mediating([a.id, b.id]);
    const { body } = await plan(id, { ...slot(1), mediators: [a.id] });
    const remove = () => at.roster.post(`/cases/${id}/mediators/${a.id}/actions/remove`, { reason: '回避' });
    expect(await remove()).toMatchObject({
      status: 409,
      body: { type: type('sessions-planned'), sessions: [body.id] },
    });
    await act(id, body.id, 'move', { mediators: [b.id], reason: '换人' });
    expect((await remove()).status).toBe(200);
    expect(await noticesOf(a.claims)).toEqual([]);
  });

  it('show in the calendar when and where, and whose case only to those in it', async () => {
    const [a, b] = [await someone(), await someone()];
    const room = await someRoom();
    const { id } = await at.roster.mediating([a.id]);
    await plan(id, { ...slot(1), room, place: '茶桌' });
    await plan(id, slot(3));
    const path = `/sessions?from=2025-08-21T00:00:00Z&to=2025-08-22T00:00:00Z&mediator=${a.id}`;
    const of = async (claims: object, more = '') =>
      (await at.service.as(claims)('GET', `${path}${more}`)).body;
    expect((await of(a.claims)).items).toMatchObject([{ case: id, room }, { case: id }]);
    const seen = (await of(b.claims)).items;
    expect(seen).toMatchObject([{ case: null, room }, { case: null }]);
    expect(JSON.stringify(seen)).not.toContain('茶桌');
    expect((await of(WINDOW, `&room=${room}`)).items).toHaveLength(1);
    const page = await of(WINDOW, '&limit=1');
    expect((await of(WINDOW, `&limit=1&cursor=${page.next}`)).items).toHaveLength(1);
    expect((await at.service.as(WORKER)('GET', path)).status).toBe(403);
    const long = await at.service.as(WINDOW)(
      'GET',
      '/sessions?from=2025-01-01T00:00:00Z&to=2026-01-01T00:00:00Z',
    );
    expect(long.status).toBe(422);
  });

  describe('moved in bulk', () => {
    const move = (body: object, headers: Record<string, string> = {}, claims: object = WINDOW) =>
      at.roster.post(
        '/session-moves',
        { from: '2025-08-21T00:00:00Z', to: '2025-08-22T00:00:00Z', reason: '调解员请假', ...body },
        claims,
        headers,
      );

    it('go later one behind the other; what would clash stays and says why', async () => {
      const a = await someone();
      const room = await someRoom();
      const one = await at.roster.mediating([a.id]);
      const two = await at.roster.mediating([a.id]);
      const first = await plan(one.id, slot(1));
      const second = await plan(two.id, slot(2));
      const third = await plan(two.id, { ...slot(5), room });
      const b = await someone();
      const blocking = await at.roster.mediating([b.id]);
      await plan(blocking.id, { ...slot(6), room });
      const headers = { 'idempotency-key': newKey() };
      const done = await move({ mediator: a.id, by: { minutes: 60 } }, headers);
      expect(done.status).toBe(200);
      expect(done.body.moved).toMatchObject([
        { session: first.body.id, startsAt: '2025-08-21T02:00:00.000Z' },
        { session: second.body.id, startsAt: '2025-08-21T03:00:00.000Z' },
      ]);
      expect(done.body.left).toMatchObject([{ session: third.body.id, code: 'session-overlap' }]);
      expect(
        (await noticesOf(a.claims)).filter(({ kind }: { kind: string }) => kind === 'session-moved'),
      ).toHaveLength(2);
      const ledger = (await at.service.as(WINDOW)('GET', `/cases/${one.id}/history`)).body.items;
      expect(ledger.at(-1)).toMatchObject({ action: 'session-moved', change: { session: first.body.id } });

      const again = await move({ mediator: a.id, by: { minutes: 60 } }, headers);
      expect(again.body).toEqual(done.body);
      expect(again.headers.get('idempotent-replayed')).toBe('true');
      expect(await sessionsOf(one.id)).toHaveLength(2);
    });

    it('goes on where it stopped, and moves nothing twice', async () => {
      const a = await someone();
      const { id } = await at.roster.mediating([a.id]);
      await plan(id, slot(1));
      const headers = { 'idempotency-key': newKey() };
      const body = { mediator: a.id, by: { minutes: 30 } };
      const first = await move(body, headers);
      // As after a crash between the last session and the answer.
      await at.service.deps.db.pool.query('delete from idempotency where key = $1', [
        headers['idempotency-key'],
      ]);
      const second = await move(body, headers);
      expect(second.headers.get('idempotent-replayed')).toBeNull();
      expect(second.body).toEqual(first.body);
      expect(await sessionsOf(id)).toHaveLength(2);
    });

    it('get another mediator, named in the case where it may mediate there', async () => {
      const a = await someone();
      const code = `M${nextSerial()}`;
      const b = await at.roster.enter(code, { relatives: [{ phone: '13600136000' }] });
      const one = await at.roster.mediating([a.id]);
      const related = { ...INTAKE.parties[0], phone: '13600136000' };
      const two = await at.roster.mediating([a.id], { parties: [related, INTAKE.parties[1]] });
      const [first, second] = [await plan(one.id, slot(1)), await plan(two.id, slot(3))];
      const done = await move({ mediator: a.id, replacement: { mediator: b.id } });
      expect(done.body).toMatchObject({
        moved: [{ session: first.body.id }],
        left: [{ session: second.body.id, code: 'mediator-is-relative' }],
      });
      expect((await at.service.as(WINDOW)('GET', `/cases/${one.id}`)).body.mediators).toEqual([a.id, b.id]);
      const [toWorker] = await noticesOf(WORKER);
      expect(toWorker.text).toContain(`调解员由${a.name}更换为${b.name}`);
      const [toReplaced] = await noticesOf(a.claims);
      expect(toReplaced.title).toBe('调解会议更换调解员通知');
      expect(toReplaced.text).toContain(`您不再参加，由${b.name}接替`);
      expect((await sessionsOf(one.id, at.roster.mediatorCalled(code))).at(-1)).toMatchObject({
        mediators: [b.id],
      });
      expect((await at.service.as(at.roster.mediatorCalled(code))('GET', `/cases/${two.id}`)).status).toBe(
        404,
      );
    });

    it('get another room', async () => {
      const a = await someone();
      const [small, large] = [await someRoom(), await someRoom()];
      const { id } = await at.roster.mediating([a.id]);
      await plan(id, { ...slot(1), room: small });
      const done = await move({ room: small, replacement: { room: large } });
      expect(done.body).toMatchObject({ moved: [{ startsAt: '2025-08-21T01:00:00.000Z' }], left: [] });
      expect((await sessionsOf(id)).map(({ room }: { room: string }) => room)).toEqual([small, large]);
      expect((await noticesOf(WORKER))[0].text).toMatch(/调解室由.+更换为.+；/);
    });

    it('are refused where the request says too little or too much', async () => {
      const a = await someone();
      const mediator = a.id;
      const by = { minutes: 60 };
      const wrong = [
        { by },
        { mediator, room: 'R', by },
        { mediator },
        { mediator, by, replacement: { mediator } },
        { mediator, by: { minutes: 0 } },
        { mediator, replacement: { mediator } },
        { mediator, replacement: { room: 'R' } },
        { room: 'R', replacement: { room: 'NOWHERE' } },
        { mediator, by, to: '2025-08-20T00:00:00Z' },
      ];
      for (const body of wrong) expect((await move(body)).status).toBe(422);
      expect((await move({ mediator, by }, {}, a.claims)).status).toBe(403);
      expect((await move({ mediator, by })).body).toEqual({ moved: [], left: [] });
    });
  });
});
