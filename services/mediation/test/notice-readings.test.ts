import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agreeing, FIRM, WINDOW, WORKER } from './agreed-case.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';
import { upload } from './negotiation-case.ts';
import { withRoster } from './roster.ts';

const COUNSEL = { roles: 'party', sub: 'lawyer-9' } as const;
type Claims = Parameters<MediationService['as']>[0];

let service: MediationService;
let step: ReturnType<typeof agreeing>;

beforeAll(async () => {
  service = await startMediationService();
  service.clock.set('2025-09-02T02:00:00Z');
  step = agreeing(service);
});
afterAll(() => service?.close());

describe('who stands for a party', () => {
  it('reads for itself alone: to the party the notice is unread, and the staff sees who read it', async () => {
    const roster = withRoster(service);
    const mediator = await roster.enter('R9');
    const found = await roster.mediating([mediator.id]);
    const of = { id: found.id, worker: found.parties[0].id, firm: found.parties[1].id };
    const mandate = await upload(service, WINDOW, 'mandate');
    const representative = { name: '李律师', subject: COUNSEL.sub, powers: 'general', mandate };
    const parties = [{ id: of.worker, representative }, { id: of.firm }];
    expect((await step.amend(of.id, { parties }, WINDOW)).status).toBe(200);
    const times = { startsAt: '2025-09-03T03:00:00Z', endsAt: '2025-09-03T04:00:00Z' };
    await roster.post(`/cases/${of.id}/sessions`, { ...times, place: '茶桌' });
    const notices = async (who: Claims, query = '?unread=true') => {
      const { body } = await service.as(who)('GET', `/notices${query}`);
      return body.items.filter((each: { case: string }) => each.case === of.id);
    };
    const seen = async (who: Claims = WINDOW) => service.as(who)('GET', `/cases/${of.id}/notices`);

    expect((await seen()).body.items.map(({ readings }: { readings: [] }) => readings)).toEqual([
      [],
      [],
      [],
      [],
    ]);
    expect(await notices(COUNSEL)).toMatchObject([{ party: of.worker, readAt: null }]);
    expect(await notices(COUNSEL)).toEqual([]);
    service.clock.set('2025-09-02T03:00:00Z');
    expect(await notices(WORKER)).toMatchObject([{ party: of.worker, readAt: null }]);
    expect(await notices(WORKER)).toEqual([]);
    expect(await notices(COUNSEL, '')).toMatchObject([{ readAt: '2025-09-02T02:00:00.000Z' }]);
    await notices(roster.mediatorCalled('R9'));

    const { items } = (await seen(roster.mediatorCalled('R9'))).body;
    const readOf = (to: object) =>
      items.find((each: object) => Object.entries(to).every(([name, id]) => Reflect.get(each, name) === id));
    expect(readOf({ party: of.worker }).readings).toEqual([
      { by: COUNSEL.sub, as: 'representative', at: '2025-09-02T02:00:00.000Z' },
      { by: WORKER.sub, as: 'party', at: '2025-09-02T03:00:00.000Z' },
    ]);
    expect(readOf({ party: of.firm, kind: 'session-planned' })).toMatchObject({ readings: [] });
    expect(readOf({ mediator: mediator.id }).readings).toMatchObject([{ as: 'mediator' }]);
    const page = (await service.as(WINDOW)('GET', `/cases/${of.id}/notices?limit=2`)).body;
    const rest = await service.as(WINDOW)('GET', `/cases/${of.id}/notices?limit=2&cursor=${page.next}`);
    expect([...page.items, ...rest.body.items]).toEqual(items);
    for (const [who, status] of [
      [WORKER, 403],
      [{ roles: 'mediator', sub: 'other' }, 404],
      [{ ...WINDOW, park: 'elsewhere' }, 404],
    ] as const) {
      expect((await seen(who)).status).toBe(status);
    }
    // Read before readings were kept by reader: read for all, and nobody knows by whom.
    await service.deps.db.pool.query('update notice set read_at = $1 where party_id = $2', [
      service.clock.now(),
      of.firm,
    ]);
    expect(await notices(FIRM)).toEqual([]);
    expect(
      (await seen()).body.items.find(({ party }: { party: string }) => party === of.firm).readings,
    ).toEqual([{ by: null, as: null, at: '2025-09-02T03:00:00.000Z' }]);
    service.clock.set('2025-09-02T02:00:00Z');
  });
});
