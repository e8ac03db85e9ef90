import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { freeSessions } from '../src/use-cases/free-sessions.ts';
import {
  INTAKE,
  type MediationService,
  newKey,
  type Reply,
  startMediationService,
} from './mediation-service.ts';
import { FIRM, type Roster, WINDOW, WORKER, withRoster } from './roster.ts';

const type = (code: string) => `urn:qinwu:problem:${code}`;
const SUPERVISOR = { roles: 'supervisor', sub: 'supervisor-1' } as const;

/** One hour of 21 August, or of another day; hours are those of UTC. */
const slot = (from: number, to = from + 1, day = '21') => ({
  startsAt: `2025-08-${day}T${String(from).padStart(2, '0')}:00:00Z`,
  endsAt: `2025-08-${day}T${String(to).padStart(2, '0')}:00:00Z`,
});

describe('sessions', () => {
  let service: MediationService;
  let roster: Roster;
  let serial = 0;
  beforeAll(async () => {
    service = await startMediationService();
    roster = withRoster(service);
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  /** A mediator of its own for a test, with the account it signs in with. */
  const someone = async () => {
    const code = `M${++serial}`;
    return { ...(await roster.enter(code)), claims: roster.mediatorCalled(code) };
  };
  const someRoom = async () => {
    const code = `ROOM-${++serial}`;
    await roster.enterRoom(code);
    return code;
  };
  const plan = (id: string, body: object, claims: object = WINDOW) =>
    roster.post(`/cases/${id}/sessions`, body, claims);
  const act = (id: string, session: string, action: string, body: object, claims: object = WINDOW) =>
    roster.post(`/cases/${id}/sessions/${session}/actions/${action}`, body, claims);
  const sessionsOf = async (id: string, claims: object = WINDOW) =>
    (await service.as(claims)('GET', `/cases/${id}/sessions`)).body.items;
  const noticesOf = async (claims: object, query = '') =>
    (await service.as(claims)('GET', `/notices${query}`)).body.items;
  const codesOf = ({ body }: Reply) => body.errors.map(({ code }: { code: string }) => code);

  it('are called off where the case has ended, and free whoever they took', async () => {
    const mediator = await someone();
    const { id } = await roster.mediating([mediator.id]);
    const planned = await plan(id, slot(3));
    expect(planned.status).toBe(201);
    await roster.post(`/cases/${id}/actions/fail`, { reason: '分歧较大' }, WINDOW);
    await freeSessions(service.deps, service.clock.now());
    expect(await sessionsOf(id)).toMatchObject([{ id: planned.body.id, status: 'cancelled' }]);
    const other = await roster.mediating([mediator.id]);
    expect((await plan(other.id, slot(3))).status).toBe(201);
    const stays = await freeSessions(service.deps, service.clock.now());
    expect(stays).toBe(0);
    expect(await sessionsOf(other.id)).toMatchObject([{ status: 'planned' }]);
  });

  it('are planned, seen by those invited, and told to all', async () => {
    const mediator = await someone();
    const room = await someRoom();
    const { id, parties } = await roster.mediating([mediator.id]);
    const place = '梧林老宅茶桌';
    const planned = await plan(id, { ...slot(1), room, place });
    expect(planned).toMatchObject({
      status: 201,
      body: { status: 'planned', room, place, mediators: [mediator.id], hasMinutes: false },
    });
    const alone = await plan(id, { ...slot(3), parties: [parties[1].id] });
    expect(alone.status).toBe(201);
    expect(await sessionsOf(id, FIRM)).toHaveLength(2);
    expect(await sessionsOf(id, WORKER)).toMatchObject([{ id: planned.body.id, place }]);

    const [notice] = await noticesOf(WORKER);
    expect(notice).toMatchObject({ kind: 'session-planned', session: planned.body.id, readAt: null });
    expect(notice.text).toContain('2025-08-21 09:00–10:00');
    expect(notice.text).toContain(place);
    expect((await noticesOf(WORKER))[0].readAt).toBe('2025-08-20T02:00:00.000Z');
    expect(await noticesOf(WORKER, '?unread=true')).toEqual([]);
    expect((await noticesOf(FIRM)).length).toBeGreaterThanOrEqual(2);
    expect(await noticesOf(mediator.claims)).toHaveLength(2);
    expect(await noticesOf({ roles: 'party', sub: 'stranger' })).toEqual([]);
    // Who is a mediator elsewhere, or an account of the same name in another role, is nobody here.
    expect(await noticesOf({ roles: 'party', sub: mediator.claims.sub })).toEqual([]);
    expect((await service.as(WINDOW)('GET', '/notices')).status).toBe(403);

    const { rows } = await service.deps.db.pool.query(
      'select s.content, n.content as notice from session s join notice n on n.session_id = s.id where s.case_id = $1',
      [id],
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain('梧林');
    expect((await service.as(WINDOW)('GET', `/mediators/${mediator.code}`)).body).toMatchObject({
      openCases: 1,
      sessionsComing: 2,
    });
  });

  it.each([
    ['an end before the start', { startsAt: '2025-08-21T03:00:00Z', endsAt: '2025-08-21T02:00:00Z' }, 422],
    ['no minute', { startsAt: '2025-08-21T03:00:00Z', endsAt: '2025-08-21T03:00:00Z' }, 422],
    ['30 days', { startsAt: '2025-08-21T03:00:00Z', endsAt: '2025-09-20T03:00:00Z' }, 422],
    ['a minute over twelve hours', { startsAt: '2025-08-21T00:00:00Z', endsAt: '2025-08-21T12:01:00Z' }, 422],
    ['yesterday', { startsAt: '2025-08-19T03:00:00Z', endsAt: '2025-08-19T04:00:00Z' }, 422],
    ['a day that does not exist', { startsAt: '2025-02-30T03:00:00Z', endsAt: '2025-08-21T04:00:00Z' }, 400],
    ['a time without zone', { startsAt: '2025-08-21T03:00:00', endsAt: '2025-08-21T04:00:00Z' }, 400],
    ['an unknown room', { ...slot(5), room: 'NOWHERE' }, 422],
    ['a strange party', { ...slot(5), parties: ['0198f000-0000-7000-8000-000000000009'] }, 422],
    ['a strange mediator', { ...slot(5), mediators: ['0198f000-0000-7000-8000-000000000009'] }, 422],
    ['a relative nobody agreed to', { ...slot(5), participants: [{ kind: 'relative', name: '陈叔' }] }, 422],
    ['nobody at all', { ...slot(5), parties: [] }, 400],
  ])('are refused with %s', async (_, body, status) => {
    const mediator = await someone();
    const { id } = await roster.mediating([mediator.id]);
    expect((await plan(id, body)).status).toBe(status);
    expect(await sessionsOf(id)).toEqual([]);
  });

  it('are for cases at the table and for those who run them', async () => {
    const { id } = await roster.register();
    expect((await plan(id, slot(1))).body.type).toBe(type('case-not-in-session'));
    const mediator = await someone();
    const running = await roster.mediating([mediator.id]);
    expect((await plan(running.id, slot(1), WORKER)).status).toBe(403);
    expect((await plan(running.id, slot(1), { roles: 'mediator', sub: 'other' })).status).toBe(404);
    expect((await plan(running.id, slot(1), mediator.claims)).status).toBe(201);
  });

  it('of a mediator who has become a relative of a party are not planned', async () => {
    const code = `M${++serial}`;
    const { id: who } = await roster.enter(code, { relatives: [{ phone: '13700137000' }] });
    const { id, version, parties } = await roster.mediating([who]);
    const kept = INTAKE.parties.map((party, n) => ({ ...party, id: parties[n].id }));
    const joined = { side: 'third', kind: 'person', name: '王五', phone: '13700137000' };
    const amended = await service.as(WINDOW)('PATCH', `/cases/${id}`, {
      body: { parties: [...kept, joined] },
      headers: { 'if-match': `"${id}-${version}"` },
    });
    expect(amended.status).toBe(200);
    expect(codesOf(await plan(id, slot(1)))).toEqual(['mediator-is-relative']);
  });

  it('take a mediator and a room once at a time, and touch where one begins as the other ends', async () => {
    const [a, b] = [await someone(), await someone()];
    const room = await someRoom();
    const first = await roster.mediating([a.id]);
    const second = await roster.mediating([a.id, b.id]);
    expect((await plan(first.id, { ...slot(1, 3), room })).status).toBe(201);
    const clash = await plan(second.id, slot(2, 4));
    expect(clash).toMatchObject({
      status: 409,
      body: {
        type: type('session-overlap'),
        taken: [{ kind: 'mediator', key: a.id, startsAt: '2025-08-21T01:00:00.000Z' }],
      },
    });
    expect(JSON.stringify(clash.body)).not.toContain(first.id);
    const roomTaken = await plan(second.id, { ...slot(2, 4), room, mediators: [b.id] });
    expect(roomTaken).toMatchObject({ status: 409, body: { taken: [{ kind: 'room', key: room }] } });
    expect((await plan(second.id, { ...slot(3, 4), room })).status).toBe(201);
    // The same code in another park is another room.
    const { rows } = await service.deps.db.pool.query(
      'select count(*)::int as n from session where case_id = $1',
      [second.id],
    );
    expect(rows[0].n).toBe(1);
    const free = async (from: string, to: string) =>
      (
        await service.as(WINDOW)(
          'GET',
          `/mediators?freeFrom=2025-08-21T${from}:00Z&freeTo=2025-08-21T${to}:00Z`,
        )
      ).body.items
        .filter(({ id }: { id: string }) => [a.id, b.id].includes(id))
        .map(({ id }: { id: string }) => id);
    expect(await free('01:00', '03:00')).toEqual([b.id]);
    expect(await free('04:00', '05:00')).toEqual([a.id, b.id]);
  });

  it('planned by fifty at once for one mediator and room become one', async () => {
    const mediator = await someone();
    const room = await someRoom();
    const cases: string[] = [];
    for (let n = 0; n < 50; n++) {
      const { id } = await roster.register();
      await roster.name(id, [mediator.id]);
      cases.push(id);
    }
    await service.deps.db.pool.query(`update dispute_case set state = 'ACCEPTED' where id = any($1)`, [
      cases,
    ]);
    const replies = await Promise.all(
      cases.map((id, n) => plan(id, { ...slot(6, 8, '22'), ...(n % 2 === 0 ? { room } : {}) })),
    );
    const statuses = replies.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array(49).fill(409)]);
    const taken = replies.filter(({ status }) => status === 409).map(({ body }) => body.type);
    expect(new Set(taken)).toEqual(new Set([type('session-overlap')]));
    const { rows } = await service.deps.db.pool.query(
      `select (select count(*)::int from session where case_id = any($1)) as sessions,
        (select count(*)::int from session_booking where key = $2 and taken) as bookings,
        (select count(*)::int from notice where case_id = any($1)) as notices`,
      [cases, mediator.id],
    );
    expect(rows[0]).toEqual({ sessions: 1, bookings: 1, notices: 3 });
  });

  it('are held on their day, with who came', async () => {
    const mediator = await someone();
    const { id, parties } = await roster.mediating([mediator.id]);
    const consentedBy = parties.map((party: { id: string }) => party.id);
    const expert = { kind: 'expert', name: '黄工', unit: '鞋业协会', consentedBy };
    const { body } = await plan(id, { ...slot(1), participants: [expert] });
    const attendance = [{ party: parties[0].id, present: true }];
    const early = await act(id, body.id, 'hold', { attendance });
    expect(early).toMatchObject({ status: 409, body: { type: type('session-not-begun') } });
    service.clock.set('2025-08-21T02:00:00Z');
    const stranger = [{ party: '0198f000-0000-7000-8000-000000000009', present: true }];
    expect(codesOf(await act(id, body.id, 'hold', { attendance: stranger }))).toEqual(['party-not-invited']);
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
    const { id } = await roster.mediating([mediator.id]);
    await roster.name((await roster.register()).id, [other.id]);
    const { body } = await plan(id, slot(1));
    service.clock.set('2025-08-21T01:30:00Z');
    const minutes = '申请人称愿意接受分期。';
    const path = `/cases/${id}/sessions/${body.id}/minutes`;
    const clerk = await act(id, body.id, 'hold', { attendance: [], minutes });
    expect(clerk).toMatchObject({ status: 403, body: { type: type('minutes-of-mediators') } });
    expect((await service.as(mediator.claims)('GET', path)).status).toBe(404);
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
      expect((await service.as(claims)('GET', path)).status).toBe(status);
    }
    expect((await service.as(mediator.claims)('GET', path)).body).toEqual({ minutes });
    const { rows } = await service.deps.db.pool.query(
      'select actor, fields from disclosure where case_id = $1 order by at',
      [id],
    );
    const sight = { actor: mediator.claims.sub, fields: [`sessions/${body.id}/minutes`] };
    expect(rows).toEqual([sight, sight]);

    const tables = ['session', 'ledger', 'notice', 'idempotency', 'outbox'];
    for (const table of tables) {
      const stored = await service.deps.db.pool.query(`select * from ${table}`);
      expect(JSON.stringify(stored.rows)).not.toContain('分期。');
    }
    const history = await service.as(WINDOW)('GET', `/cases/${id}/history`);
    expect(JSON.stringify(history.body)).not.toContain('分期');
  });

  it('that are moved or cancelled give back what they took', async () => {
    const [a, b] = [await someone(), await someone()];
    const room = await someRoom();
    const first = await roster.mediating([a.id, b.id]);
    const second = await roster.mediating([a.id]);
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
    expect((await noticesOf(WORKER))[0].text).not.toContain('生病');
  });

  it('bind the mediator they are planned with', async () => {
    const [a, b] = [await someone(), await someone()];
    const { id } = await roster.mediating([a.id, b.id]);
    const { body } = await plan(id, { ...slot(1), mediators: [a.id] });
    const remove = () => roster.post(`/cases/${id}/mediators/${a.id}/actions/remove`, { reason: '回避' });
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
    const { id } = await roster.mediating([a.id]);
    await plan(id, { ...slot(1), room, place: '茶桌' });
    await plan(id, slot(3));
    const path = `/sessions?from=2025-08-21T00:00:00Z&to=2025-08-22T00:00:00Z&mediator=${a.id}`;
    const of = async (claims: object, more = '') => (await service.as(claims)('GET', `${path}${more}`)).body;
    expect((await of(a.claims)).items).toMatchObject([{ case: id, room }, { case: id }]);
    const seen = (await of(b.claims)).items;
    expect(seen).toMatchObject([{ case: null, room }, { case: null }]);
    expect(JSON.stringify(seen)).not.toContain('茶桌');
    expect((await of(WINDOW, `&room=${room}`)).items).toHaveLength(1);
    const page = await of(WINDOW, '&limit=1');
    expect((await of(WINDOW, `&limit=1&cursor=${page.next}`)).items).toHaveLength(1);
    expect((await service.as(WORKER)('GET', path)).status).toBe(403);
    const long = await service.as(WINDOW)(
      'GET',
      '/sessions?from=2025-01-01T00:00:00Z&to=2026-01-01T00:00:00Z',
    );
    expect(long.status).toBe(422);
  });

  describe('moved in bulk', () => {
    const move = (body: object, headers: Record<string, string> = {}, claims: object = WINDOW) =>
      roster.post(
        '/session-moves',
        { from: '2025-08-21T00:00:00Z', to: '2025-08-22T00:00:00Z', reason: '调解员请假', ...body },
        claims,
        headers,
      );

    it('go later one behind the other; what would clash stays and says why', async () => {
      const a = await someone();
      const room = await someRoom();
      const one = await roster.mediating([a.id]);
      const two = await roster.mediating([a.id]);
      const first = await plan(one.id, slot(1));
      const second = await plan(two.id, slot(2));
      const third = await plan(two.id, { ...slot(5), room });
      const b = await someone();
      const blocking = await roster.mediating([b.id]);
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
      const ledger = (await service.as(WINDOW)('GET', `/cases/${one.id}/history`)).body.items;
      expect(ledger.at(-1)).toMatchObject({ action: 'session-moved', change: { session: first.body.id } });

      const again = await move({ mediator: a.id, by: { minutes: 60 } }, headers);
      expect(again.body).toEqual(done.body);
      expect(again.headers.get('idempotent-replayed')).toBe('true');
      expect(await sessionsOf(one.id)).toHaveLength(2);
    });

    it('goes on where it stopped, and moves nothing twice', async () => {
      const a = await someone();
      const { id } = await roster.mediating([a.id]);
      await plan(id, slot(1));
      const headers = { 'idempotency-key': newKey() };
      const body = { mediator: a.id, by: { minutes: 30 } };
      const first = await move(body, headers);
      // As after a crash between the last session and the answer.
      await service.deps.db.pool.query('delete from idempotency where key = $1', [
        headers['idempotency-key'],
      ]);
      const second = await move(body, headers);
      expect(second.headers.get('idempotent-replayed')).toBeNull();
      expect(second.body).toEqual(first.body);
      expect(await sessionsOf(id)).toHaveLength(2);
    });

    it('get another mediator, named in the case where it may mediate there', async () => {
      const a = await someone();
      const code = `M${++serial}`;
      const b = await roster.enter(code, { relatives: [{ phone: '13600136000' }] });
      const one = await roster.mediating([a.id]);
      const related = { ...INTAKE.parties[0], phone: '13600136000' };
      const two = await roster.mediating([a.id], { parties: [related, INTAKE.parties[1]] });
      const [first, second] = [await plan(one.id, slot(1)), await plan(two.id, slot(3))];
      const done = await move({ mediator: a.id, replacement: { mediator: b.id } });
      expect(done.body).toMatchObject({
        moved: [{ session: first.body.id }],
        left: [{ session: second.body.id, code: 'mediator-is-relative' }],
      });
      expect((await service.as(WINDOW)('GET', `/cases/${one.id}`)).body.mediators).toEqual([a.id, b.id]);
      expect((await sessionsOf(one.id, roster.mediatorCalled(code))).at(-1)).toMatchObject({
        mediators: [b.id],
      });
      expect((await service.as(roster.mediatorCalled(code))('GET', `/cases/${two.id}`)).status).toBe(404);
    });

    it('get another room', async () => {
      const a = await someone();
      const [small, large] = [await someRoom(), await someRoom()];
      const { id } = await roster.mediating([a.id]);
      await plan(id, { ...slot(1), room: small });
      const done = await move({ room: small, replacement: { room: large } });
      expect(done.body).toMatchObject({ moved: [{ startsAt: '2025-08-21T01:00:00.000Z' }], left: [] });
      expect((await sessionsOf(id)).map(({ room }: { room: string }) => room)).toEqual([small, large]);
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
