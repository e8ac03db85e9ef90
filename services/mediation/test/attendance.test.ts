import { describe, expect, it } from '@jest/globals';
import { FIRM, WINDOW } from './roster.ts';
import { sessionTable, slot } from './session-table.ts';

describe('sessions that were held', () => {
  const at = sessionTable();
  const { someone, plan, act, sessionsOf } = at;

  it('are recorded with who came uninvited as well, and who came along', async () => {
    const mediator = await someone();
    const { id, parties } = await at.roster.mediating([mediator.id]);
    const [worker, firm] = parties.map((party: { id: string }) => party.id);
    const companion = { kind: 'companion', name: '同乡老林' };
    const asked = await plan(id, { ...slot(1), parties: [worker], participants: [companion] });
    expect(asked).toMatchObject({ status: 400, body: { errors: [{ pointer: '/participants/0/kind' }] } });
    const { body } = await plan(id, { ...slot(1), parties: [worker] });
    expect((await plan(id, { ...slot(3), parties: [worker] })).status).toBe(201);
    expect(await sessionsOf(id, FIRM)).toEqual([]);
    at.service.clock.set('2025-08-21T01:30:00Z');
    const hold = (session: string, present: boolean) =>
      act(id, session, 'hold', {
        attendance: [
          { party: worker, present: true },
          { party: firm, present },
        ],
        participants: [companion],
      });
    expect(await hold(body.id, false)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/attendance/1/present', code: 'party-not-invited' }] },
    });
    const held = await hold(body.id, true);
    expect(held).toMatchObject({
      status: 200,
      body: {
        parties: [worker],
        attendance: [
          { party: worker, present: true, invited: true },
          { party: firm, present: true, invited: false },
        ],
        participants: [{ ...companion, unit: null, consentedBy: [] }],
      },
    });
    // It sees what it came to, and still not where nobody asked it.
    expect(await sessionsOf(id, FIRM)).toMatchObject([{ id: body.id }]);
    const { items } = (await at.service.as(WINDOW)('GET', `/cases/${id}/history`)).body;
    expect(items.at(-1)).toMatchObject({ action: 'session-held', change: { uninvited: [firm] } });
  });
});
