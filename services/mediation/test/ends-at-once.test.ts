import { describe, expect, it } from '@jest/globals';
import { freeSessions } from '../src/use-cases/free-sessions.ts';
import type { Reply } from './mediation-service.ts';
import { FIRM, WINDOW, WORKER } from './roster.ts';
import { sessionTable, slot } from './session-table.ts';

/** How a case ends by its worker, and by its firm. */
const ENDS = {
  withdraw: { state: 'WITHDRAWN', outcome: 'withdrawn' },
  refuse: { state: 'REFUSED', outcome: 'refused' },
} as const;

describe('two ends at the same moment', () => {
  const at = sessionTable();
  const { someone, someRoom, plan, act, sessionsOf, noticesOf } = at;

  const end = (id: string, action: keyof typeof ENDS): Promise<Reply> => {
    const who = action === 'withdraw' ? WORKER : FIRM;
    return at.roster.post(`/cases/${id}/actions/${action}`, { reason: '不再调解' }, who);
  };
  const history = async (id: string): Promise<{ action: string; change: Record<string, unknown> }[]> =>
    (await at.service.as(WINDOW)('GET', `/cases/${id}/history`)).body.items;
  const endsIn = async (id: string) => (await history(id)).filter(({ action }) => action in ENDS);
  /** What was told of it, as the cockpit and the grievance service read it. */
  const outcomesOf = async (id: string) => {
    const { rows } = await at.service.deps.db.pool.query<{ envelope: string }>(
      `select distinct envelope from outbox
       where envelope::jsonb ->> 'subject' = $1 and type ~ 'case-concluded'`,
      [id],
    );
    return rows.map(({ envelope }) => JSON.parse(envelope).data.outcome);
  };
  /** Both at once; in every other round the firm is the first to send. */
  const bothEnd = async (id: string, round: number): Promise<Record<keyof typeof ENDS, Reply>> => {
    const first = round % 2 === 0 ? 'withdraw' : 'refuse';
    const second = round % 2 === 0 ? 'refuse' : 'withdraw';
    const [one, other] = await Promise.all([end(id, first), end(id, second)]);
    return { [first]: one, [second]: other } as Record<keyof typeof ENDS, Reply>;
  };
  /** Which of the two has won; the other one lost to it. */
  const winnerOf = async (both: ReturnType<typeof bothEnd>): Promise<keyof typeof ENDS> => {
    const { withdraw, refuse } = await both;
    expect([withdraw.status, refuse.status].toSorted()).toEqual([200, 409]);
    const winner = withdraw.status === 200 ? 'withdraw' : 'refuse';
    const { state } = ENDS[winner];
    const [won, lost] = winner === 'withdraw' ? [withdraw, refuse] : [refuse, withdraw];
    expect(won.body.state).toBe(state);
    expect(lost.body).toMatchObject({ type: 'urn:qinwu:problem:transition-not-allowed', state });
    return winner;
  };

  it('of a case that has just come in are one, and the ledger tells which', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await at.roster.register();
      const winner = await winnerOf(bothEnd(id, round));
      expect(await history(id)).toMatchObject([{}, { action: winner, change: { to: ENDS[winner].state } }]);
    }
  });

  it('over a session that has begun are one, tell it once, and free once what was still to come', async () => {
    for (let round = 0; round < 6; round += 1) {
      at.service.clock.set('2025-08-20T02:00:00Z');
      const mediator = await someone();
      const room = await someRoom();
      const { id } = await at.roster.mediating([mediator.id]);
      const begun = await plan(id, { ...slot(1), room });
      const coming = await plan(id, { ...slot(3, 4, '22'), room });
      expect([begun.status, coming.status]).toEqual([201, 201]);
      at.service.clock.set('2025-08-21T01:30:00Z');

      const hold = async () => {
        const held = await act(id, begun.body.id, 'hold', { attendance: [] }, mediator.claims);
        expect(held).toMatchObject({ status: 200, body: { status: 'held' } });
      };
      // Recorded at the very moment, or when the sweep has been there: it took place, whoever left it.
      const isAtOnce = round < 3;
      const [winner] = await Promise.all([winnerOf(bothEnd(id, round)), isAtOnce ? hold() : null]);
      expect(await endsIn(id)).toMatchObject([{ action: winner, change: { from: 'MEDIATING' } }]);
      expect(await outcomesOf(id)).toEqual([ENDS[winner].outcome]);

      const { deps, clock } = at.service;
      await Promise.all([freeSessions(deps, clock.now()), freeSessions(deps, clock.now())]);
      if (!isAtOnce) await hold();
      expect(await sessionsOf(id)).toMatchObject([
        { id: begun.body.id, status: 'held' },
        { id: coming.body.id, status: 'cancelled', reason: '案件已结束' },
      ]);
      const told = await Promise.all([WORKER, FIRM, mediator.claims].map((who) => noticesOf(who)));
      const ofComing = told.map((notices) =>
        notices
          .filter(({ session }: { session: string }) => session === coming.body.id)
          .map(({ kind }: { kind: string }) => kind),
      );
      expect(ofComing).toEqual(Array(3).fill(['session-cancelled', 'session-planned']));

      const steps = await history(id);
      expect(steps.filter(({ action }) => action === 'session-held')).toHaveLength(1);
      expect(steps.filter(({ action }) => action === 'session-cancelled')).toHaveLength(1);
      const found = await at.service.as(WINDOW)('GET', `/cases/${id}`);
      expect(found.body).toMatchObject({ state: ENDS[winner].state, version: steps.length });
      const other = await at.roster.mediating([mediator.id]);
      expect((await plan(other.id, { ...slot(3, 4, '22'), room })).status).toBe(201);
    }
  });
});
