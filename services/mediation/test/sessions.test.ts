import { describe, expect, it } from '@jest/globals';
import { freeSessions } from '../src/use-cases/free-sessions.ts';
import { INTAKE } from './mediation-service.ts';
import { ENTRY, FIRM, WINDOW, WORKER } from './roster.ts';
import { sessionTable, slot } from './session-table.ts';

const type = (code: string) => `urn:qinwu:problem:${code}`;

describe('sessions', () => {
  const at = sessionTable();
  const { nextSerial, someone, someRoom, plan, sessionsOf, noticesOf, codesOf } = at;

  it('are called off where the case has ended, and free whoever they took', async () => {
    const mediator = await someone();
    const { id } = await at.roster.mediating([mediator.id]);
    const planned = await plan(id, slot(3));
    expect(planned.status).toBe(201);
    await at.roster.post(`/cases/${id}/actions/fail`, { reason: '分歧较大' }, WINDOW);
    await freeSessions(at.service.deps, at.service.clock.now());
    expect(await sessionsOf(id)).toMatchObject([{ id: planned.body.id, status: 'cancelled' }]);
    const other = await at.roster.mediating([mediator.id]);
    expect((await plan(other.id, slot(3))).status).toBe(201);
    const stays = await freeSessions(at.service.deps, at.service.clock.now());
    expect(stays).toBe(0);
    expect(await sessionsOf(other.id)).toMatchObject([{ status: 'planned' }]);
  });

  it('are led by who is in office on their day', async () => {
    const mediator = await at.roster.enter(`M${nextSerial()}`, { certifiedUntil: '2025-08-21' });
    const { id } = await at.roster.mediating([mediator.id]);
    const first = await plan(id, slot(1));
    expect(first.status).toBe(201);
    const later = { startsAt: '2025-08-22T09:00:00+08:00', endsAt: '2025-08-22T10:00:00+08:00' };
    const fault = { status: 422, body: { type: type('mediator-not-certified') } };
    expect(await plan(id, later)).toMatchObject(fault);
    expect(await at.act(id, first.body.id, 'move', { ...later, reason: '改期' })).toMatchObject(fault);
  });

  it('are planned, seen by those invited, and told to all', async () => {
    const mediator = await someone();
    const room = await someRoom();
    const { id, parties } = await at.roster.mediating([mediator.id]);
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
    expect((await at.service.as(WINDOW)('GET', '/notices')).status).toBe(403);

    const { rows } = await at.service.deps.db.pool.query(
      'select s.content, n.content as notice from session s join notice n on n.session_id = s.id where s.case_id = $1',
      [id],
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain('梧林');
    expect((await at.service.as(WINDOW)('GET', `/mediators/${mediator.code}`)).body).toMatchObject({
      openCases: 1,
      sessionsComing: 2,
    });
  });

  it('may be online, with a link that those invited alone see', async () => {
    const mediator = await someone();
    const { id } = await at.roster.mediating([mediator.id]);
    const link = 'https://meet.example.cn/j/7086';
    const planned = await plan(id, { ...slot(1), place: undefined, link });
    expect(planned).toMatchObject({ status: 201, body: { room: null, place: null, link } });
    expect(await sessionsOf(id, WORKER)).toMatchObject([{ link }]);
    expect((await noticesOf(WORKER))[0].text).toContain(link);
    for (const table of ['session', 'ledger', 'notice', 'idempotency', 'outbox']) {
      const { rows } = await at.service.deps.db.pool.query(`select * from ${table}`);
      // With its dots: four digits of it turn up in a ciphertext now and then.
      expect(JSON.stringify(rows)).not.toContain('meet.example.cn');
    }
    const nowhere = await plan(id, { ...slot(3), place: undefined });
    expect(nowhere.body.errors).toMatchObject([{ pointer: '/place', code: 'place-missing' }]);
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
    ['no place', { ...slot(5), place: undefined }, 422],
    ['a link in the clear', { ...slot(5), link: 'http://meet.example.cn/1' }, 422],
    ['a link of two lines', { ...slot(5), link: 'https://meet.example.cn\n/1' }, 400],
  ])('are refused with %s', async (_, body, status) => {
    const mediator = await someone();
    const { id } = await at.roster.mediating([mediator.id]);
    expect((await plan(id, body)).status).toBe(status);
    expect(await sessionsOf(id)).toEqual([]);
  });

  it('are for cases at the table and for those who run them', async () => {
    const { id } = await at.roster.register();
    expect((await plan(id, slot(1))).body.type).toBe(type('case-not-in-session'));
    const mediator = await someone();
    const running = await at.roster.mediating([mediator.id]);
    expect((await plan(running.id, slot(1), WORKER)).status).toBe(403);
    expect((await plan(running.id, slot(1), { roles: 'mediator', sub: 'other' })).status).toBe(404);
    expect((await plan(running.id, slot(1), mediator.claims)).status).toBe(201);
  });

  it('of a mediator who has become a relative of a party are not planned', async () => {
    const code = `M${nextSerial()}`;
    const { id: who, version } = await at.roster.enter(code);
    const { id } = await at.roster.mediating([who]);
    const entry = { ...ENTRY, subject: `account-${code}`, relatives: [{ phone: INTAKE.parties[0].phone }] };
    const declared = await at.roster.put(`/mediators/${code}`, entry, { 'if-match': `"${who}-${version}"` });
    expect(declared.status).toBe(200);
    expect(codesOf(await plan(id, slot(1)))).toEqual(['mediator-is-relative']);
  });

  it('take a mediator and a room once at a time, and touch where one begins as the other ends', async () => {
    const [a, b] = [await someone(), await someone()];
    const room = await someRoom();
    const first = await at.roster.mediating([a.id]);
    const second = await at.roster.mediating([a.id, b.id]);
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
    const { rows } = await at.service.deps.db.pool.query(
      'select count(*)::int as n from session where case_id = $1',
      [second.id],
    );
    expect(rows[0].n).toBe(1);
    const free = async (from: string, to: string) =>
      (
        await at.service.as(WINDOW)(
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
      const { id } = await at.roster.register();
      await at.roster.name(id, [mediator.id]);
      cases.push(id);
    }
    await at.service.deps.db.pool.query(`update dispute_case set state = 'ACCEPTED' where id = any($1)`, [
      cases,
    ]);
    const replies = await Promise.all(
      cases.map((id, n) => plan(id, { ...slot(6, 8, '22'), ...(n % 2 === 0 ? { room } : {}) })),
    );
    const statuses = replies.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array(49).fill(409)]);
    const taken = replies.filter(({ status }) => status === 409).map(({ body }) => body.type);
    expect(new Set(taken)).toEqual(new Set([type('session-overlap')]));
    const { rows } = await at.service.deps.db.pool.query(
      `select (select count(*)::int from session where case_id = any($1)) as sessions,
        (select count(*)::int from session_booking where key = $2 and taken) as bookings,
        (select count(*)::int from notice where case_id = any($1)) as notices`,
      [cases, mediator.id],
    );
    expect(rows[0]).toEqual({ sessions: 1, bookings: 1, notices: 3 });
  });

  it('that took place are recorded after the end of the case as well, and not called off by it', async () => {
    const mediator = await someone();
    const { id } = await at.roster.mediating([mediator.id]);
    const [held, never] = [await plan(id, slot(1)), await plan(id, slot(1, 2, '22'))];
    at.service.clock.set('2025-08-21T02:30:00Z');
    await at.roster.post(`/cases/${id}/actions/fail`, { reason: '分歧较大' }, WINDOW);
    await freeSessions(at.service.deps, at.service.clock.now());
    expect(await sessionsOf(id)).toMatchObject([{ status: 'planned' }, { status: 'cancelled' }]);
    const hold = (session: string) =>
      at.act(id, session, 'hold', { attendance: [], minutes: '未达成一致。' }, mediator.claims);
    expect(await hold(held.body.id)).toMatchObject({ status: 200, body: { hasMinutes: true } });
    expect((await hold(never.body.id)).status).toBe(409);
  });
});
