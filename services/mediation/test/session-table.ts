import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { type MediationService, type Reply, startMediationService } from './mediation-service.ts';
import { type Roster, WINDOW, withRoster } from './roster.ts';

/** One hour of 21 August, or of another day; hours are those of UTC. */
export const slot = (from: number, to: number = from + 1, day = '21') => ({
  startsAt: `2025-08-${day}T${String(from).padStart(2, '0')}:00:00Z`,
  endsAt: `2025-08-${day}T${String(to).padStart(2, '0')}:00:00Z`,
});

/** The service with a roster, and what tests of sessions do with them; called inside a `describe`. */
export function sessionTable() {
  let service: MediationService;
  let roster: Roster;
  let serial = 0;
  beforeAll(async () => {
    service = await startMediationService();
    roster = withRoster(service);
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));
  return {
    get service() {
      return service;
    },
    get roster() {
      return roster;
    },
    nextSerial: () => ++serial,
    /** A mediator of its own for a test, with the account it signs in with. */
    someone: async () => {
      const code = `M${++serial}`;
      return { ...(await roster.enter(code)), claims: roster.mediatorCalled(code) };
    },
    someRoom: async () => {
      const code = `ROOM-${++serial}`;
      await roster.enterRoom(code);
      return code;
    },
    /** At the tea table, unless the body says where. */
    plan: (id: string, body: object, claims: object = WINDOW) =>
      roster.post(`/cases/${id}/sessions`, { place: '闽南茶桌', ...body }, claims),
    act: (id: string, session: string, action: string, body: object, claims: object = WINDOW) =>
      roster.post(`/cases/${id}/sessions/${session}/actions/${action}`, body, claims),
    sessionsOf: async (id: string, claims: object = WINDOW) =>
      (await service.as(claims)('GET', `/cases/${id}/sessions`)).body.items,
    noticesOf: async (claims: object, query = '') =>
      (await service.as(claims)('GET', `/notices${query}`)).body.items,
    codesOf: ({ body }: Reply) => body.errors.map(({ code }: { code: string }) => code),
  };
}
