import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Actor } from '@qinwu/domain/actor';
import { destroyRecordKey } from '@qinwu/platform/crypto/record-key';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { lastWritten } from '@qinwu/platform/db/last-written';
import type { KnownCase } from '../src/known-case.ts';
import type { Move } from '../src/rules/action-bodies.ts';
import { moveCase } from '../src/use-cases/move-case.ts';
import { openCaseForSystem } from '../src/use-cases/open-case.ts';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';
import { spokenTo, withWords } from './recorded-words.ts';
import { type Roster, WINDOW, withRoster } from './roster.ts';

const PARK = 'jinjiang';
const ELSEWHERE: Actor = {
  id: 'window-2',
  park: PARK,
  roles: ['dispatcher'],
  grids: [],
  unit: null,
  org: null,
  scopes: new Set(['mediation:write']),
};

describe('a case that was just written', () => {
  let service: MediationService;
  let roster: Roster;
  beforeAll(async () => {
    service = await startMediationService();
    roster = withRoster(service);
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const file = async (over: object = {}) =>
    (await service.as(WINDOW)('POST', '/cases', { body: { ...INTAKE, ...over } })).body;
  const act = (id: string, action: string, body: object = {}, headers: Record<string, string> = {}) =>
    service.as(WINDOW)('POST', `/cases/${id}/actions/${action}`, { body, headers });

  /** An action that another process of the service takes, which remembers cases of its own. */
  const actElsewhere = (id: string, move: Move) =>
    moveCase(
      { ...service.deps, writtenCases: lastWritten() },
      { actor: ELSEWHERE, now: service.clock.now() },
      { id, move, ifMatch: null },
      ({ row }) => ({ answer: row.version, kept: undefined }),
    );

  /** What is remembered; it stays so. */
  const remembered = (id: string) => {
    const found = service.deps.writtenCases.take(PARK, id);
    if (found !== null) service.deps.writtenCases.put(PARK, id, found);
    return found;
  };
  const stored = async (id: string) => {
    const found = await openCaseForSystem(service.deps, PARK, id);
    if (found === null) throw new Error('there is no such case');
    const { standing: _standing, calendar: _calendar, ...known } = found;
    return known;
  };

  it('is remembered as it will be read, after its intake and after every action', async () => {
    const over = {
      workers: 1,
      mode: 'police-grid-tea-table',
      limitationFrom: '2025-06-15',
      extension: { zone: 'B', floor: 3 },
    };
    const { id, parties } = await file(over);
    expect(remembered(id)).toEqual(await stored(id));
    const [applicant, firm] = parties;
    const actions: [string, object][] = [
      ['invite', { note: '已电话告知' }],
      ['consent', { party: firm.id }],
      ['accept', {}],
      ['extend', { days: 10, agreedBy: [applicant.id, firm.id], reason: '双方同意' }],
      ['withdraw', { party: applicant.id, reason: '已自行和解' }],
    ];
    for (const [action, body] of actions) {
      const { status } = await act(id, action, withWords(service, action, body));
      expect([action, status]).toEqual([action, 200]);
      expect(remembered(id)).toEqual(await stored(id));
    }
  });

  it('takes an action that only what another process did to it allows', async () => {
    const { id, parties } = await file();
    await actElsewhere(id, { action: 'invite', body: {} });
    await actElsewhere(id, { action: 'consent', body: { party: parties[1].id, ...spokenTo(service) } });
    expect(await act(id, 'accept')).toMatchObject({ status: 200, body: { version: 4, state: 'ACCEPTED' } });
  });

  it('is refused by what another process did to it', async () => {
    const { id } = await file();
    const reason = '已向仲裁委申请仲裁';
    await actElsewhere(id, { action: 'not-accept', body: { code: 'in-arbitration-or-court', reason } });
    const { status, body } = await act(id, 'invite');
    expect([status, body.state ?? body.allowedActions]).toEqual([
      409,
      expect.not.arrayContaining(['invite']),
    ]);
    expect(remembered(id)).toBeNull();
  });

  it('knows the version that another process gave it', async () => {
    const { id, parties } = await file();
    await actElsewhere(id, { action: 'invite', body: {} });
    const consent = { party: parties[1].id, ...spokenTo(service) };
    const at = (version: number) => ({ 'if-match': `"${id}-${version}"` });
    expect((await act(id, 'consent', consent, at(1))).status).toBe(412);
    expect((await act(id, 'consent', consent, at(2))).status).toBe(200);
  });

  it('is read anew after a minute, however closely actions follow each other: it may have been erased', async () => {
    const { id, parties } = await file();
    const at = { ms: 0 };
    const elsewhere = { ...service.deps, writtenCases: lastWritten<KnownCase>(() => at.ms) };
    const isErased = (move: Move) =>
      moveCase(
        elsewhere,
        { actor: ELSEWHERE, now: service.clock.now() },
        { id, move, ifMatch: null },
        (done) => ({
          answer: done.content === null,
          kept: undefined,
        }),
      );
    expect(await isErased({ action: 'invite', body: {} })).toBe(false);
    await inTransaction(service.deps.db, (tx) =>
      destroyRecordKey(tx, { park: PARK, recordId: id, now: service.clock.now() }),
    );
    at.ms = 50_000;
    expect(await isErased({ action: 'consent', body: { party: parties[1].id, ...spokenTo(service) } })).toBe(
      false,
    );
    at.ms = 60_000;
    expect(await isErased({ action: 'accept', body: {} })).toBe(true);
  });

  it('is read where it has a mediator, who may change without it', async () => {
    const { id, parties } = await file();
    await act(id, 'consent', { party: parties[1].id, ...spokenTo(service) });
    await act(id, 'accept');
    expect(remembered(id)).not.toBeNull();
    const mediator = await roster.enter('M1');
    expect((await roster.name(id, [mediator.id])).status).toBe(201);
    expect(remembered(id)).toBeNull();
  });
});
