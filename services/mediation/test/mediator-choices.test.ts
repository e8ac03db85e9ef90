import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { INTAKE, type MediationService, newKey, startMediationService } from './mediation-service.ts';
import { upload } from './negotiation-case.ts';
import { spokenTo } from './recorded-words.ts';
import { FIRM, type Roster, WINDOW, WORKER, withRoster } from './roster.ts';

const RELATIVE = '13900139009';
let service: MediationService;
let roster: Roster;

beforeAll(async () => {
  service = await startMediationService();
  service.clock.set('2025-09-02T02:00:00Z');
  roster = withRoster(service);
});
afterAll(() => service?.close());

const choose = (id: string, mediators: string[], who: object = WORKER, more: object = {}) =>
  roster.post(`/cases/${id}/mediator-choices`, { mediators, ...more }, who);
const choices = async (id: string, who: object = WINDOW) =>
  (await service.as(who)('GET', `/cases/${id}/mediator-choices`)).body.items;
const refusal = (code: string) => ({ status: 422, body: { errors: [{ pointer: '/mediators/0', code }] } });

describe('a party chooses its mediator', () => {
  it('from the roster, replaces and withdraws the choice, each a step in the ledger', async () => {
    const [a, b] = [await roster.enter('C1'), await roster.enter('C2')];
    const { id, parties } = await roster.register();
    const offered = (await service.as(WORKER)('GET', '/mediators?active=true')).body.items;
    expect(offered.map((each: { id: string }) => each.id)).toEqual(expect.arrayContaining([a.id, b.id]));

    const headers = { 'idempotency-key': newKey() };
    const first = await roster.post(`/cases/${id}/mediator-choices`, { mediators: [a.id] }, WORKER, headers);
    expect(first).toMatchObject({
      status: 201,
      body: { party: parties[0].id, mediators: [{ mediator: a.id, refused: null }], recordedBy: WORKER.sub },
    });
    const again = await roster.post(`/cases/${id}/mediator-choices`, { mediators: [a.id] }, WORKER, headers);
    expect(again.body).toEqual(first.body);
    expect((await choose(id, [b.id, a.id])).status).toBe(201);
    expect(await choices(id, WORKER)).toMatchObject([
      { mediators: [{ mediator: b.id }, { mediator: a.id }] },
    ]);
    expect((await choose(id, [])).status).toBe(201);
    expect(await choices(id)).toEqual([]);
    expect(await choose(id, [])).toMatchObject({ status: 409 });

    const { items } = (await service.as(WINDOW)('GET', `/cases/${id}/history`)).body;
    expect(items.slice(1)).toMatchObject([
      { action: 'mediators-chosen', actor: WORKER.sub, change: { party: parties[0].id, mediators: [a.id] } },
      { action: 'mediators-chosen', change: { mediators: [b.id, a.id] } },
      { action: 'mediator-choice-withdrawn', change: { party: parties[0].id } },
    ]);
  });

  it('for itself alone, and the window records what is chosen there', async () => {
    const a = await roster.enter('C3');
    const { id, parties } = await roster.register();
    expect(await choose(id, [a.id], WORKER, { party: parties[1].id })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/party', code: 'party-not-yours' }] },
    });
    expect(await choose(id, [a.id], WINDOW)).toMatchObject({ status: 422 });
    const scan = await upload(service, WINDOW, 'choice');
    expect(await choose(id, [a.id], WINDOW, { party: parties[1].id, scan })).toMatchObject({
      status: 201,
      body: { party: parties[1].id, recordedBy: WINDOW.sub, made: { by: 'party', scan, session: null } },
    });
    expect(await choose(id, [a.id, a.id])).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/mediators/1', code: 'mediator-twice' }] },
    });
    expect(await choose(id, [parties[0].id])).toMatchObject(refusal('mediator-unknown'));
    expect((await choose(id, [a.id], { roles: 'party', sub: 'stranger' })).status).toBe(404);
  });

  it('before the officer who filed for it, who brings the paper or names the session', async () => {
    const OFFICER = { roles: 'officer', sub: 'officer-1' } as const;
    const a = await roster.enter('C8');
    const { body } = await roster.post('/cases', INTAKE, OFFICER);
    const { id, parties } = body;
    const [party, firm] = parties.map((each: { id: string }) => each.id);
    const fault = (pointer: string, code: string) => ({ status: 422, body: { errors: [{ pointer, code }] } });
    const record = (said: object, who: object = OFFICER) => choose(id, [a.id], who, { party, ...said });

    expect(await record({})).toMatchObject(fault('/scan', 'choice-unproven'));
    const scan = await upload(service, OFFICER, 'choice of the worker');
    expect(await record({ scan, madeBy: 'representative' })).toMatchObject(
      fault('/madeBy', 'representative-missing'),
    );
    const foreign = await upload(service, WINDOW, 'choice');
    expect(await record({ scan: foreign })).toMatchObject(fault('/scan', 'file-unusable'));
    expect(await choose(id, [a.id], WORKER, { scan: foreign })).toMatchObject(
      fault('/scan', 'recorded-by-staff'),
    );
    const made = { by: 'party', scan, session: null };
    expect(await record({ scan })).toMatchObject({ status: 201, body: { party, made } });
    expect(await choices(id, WORKER)).toMatchObject([{ party, recordedBy: null, made }]);
    expect(await choices(id, OFFICER)).toMatchObject([{ party, recordedBy: OFFICER.sub, made }]);
    const { items } = (await service.as(WINDOW)('GET', `/cases/${id}/history`)).body;
    expect(items.at(-1)).toMatchObject({
      action: 'mediators-chosen',
      actor: OFFICER.sub,
      change: { party, madeBy: 'party', files: [{ id: scan }] },
    });
    const sees = async (who: object) => (await service.as(who)('GET', `/files/${scan}`)).status;
    expect(await Promise.all([OFFICER, WINDOW, WORKER].map(sees))).toEqual([200, 200, 200]);
    // To the other side it would say whom the party chose.
    expect(await sees(FIRM)).toBe(404);
    expect(await record({ party: firm, scan })).toMatchObject(fault('/scan', 'file-unusable'));
    expect((await record({ scan }, { roles: 'officer', sub: 'officer-2' })).status).toBe(404);

    await roster.post(`/cases/${id}/actions/consent`, { party: firm, ...spokenTo(service) });
    await roster.post(`/cases/${id}/actions/accept`, {});
    expect((await roster.name(id, [a.id])).status).toBe(201);
    const times = { startsAt: '2025-09-02T03:00:00Z', endsAt: '2025-09-02T04:00:00Z' };
    const planned = await roster.post(`/cases/${id}/sessions`, { ...times, place: '茶桌', parties: [party] });
    const session = planned.body.id;
    expect(await record({ session }, WINDOW)).toMatchObject(fault('/session', 'session-unfit'));
    service.clock.set('2025-09-02T03:30:00Z');
    const attendance = [{ party, present: true }];
    await roster.post(`/cases/${id}/sessions/${session}/actions/hold`, { attendance });
    expect(await record({ session }, WINDOW)).toMatchObject({ status: 201, body: { made: { session } } });
    const other = await choose(id, [a.id], WINDOW, { party: firm, session });
    expect(other).toMatchObject(fault('/session', 'session-unfit'));
    service.clock.set('2025-09-02T02:00:00Z');
  });

  it('which the other side hears of with the naming', async () => {
    const [both, one] = [await roster.enter('C4'), await roster.enter('C5')];
    const { id, parties } = await roster.register();
    await choose(id, [one.id, both.id]);
    expect(await choices(id, FIRM)).toEqual([]);
    await choose(id, [both.id], FIRM);
    expect(await choices(id, FIRM)).toMatchObject([{ party: parties[1].id }]);
    expect(await choices(id)).toHaveLength(2);

    const { items } = (await service.as(WINDOW)('GET', `/cases/${id}/mediator-proposals`)).body;
    expect(items.slice(0, 2)).toMatchObject([
      { mediator: { id: both.id }, chosenBy: [parties[0].id, parties[1].id] },
      { mediator: { id: one.id }, chosenBy: [parties[0].id] },
    ]);
    expect(items[2].chosenBy).toEqual([]);

    expect((await roster.name(id, [both.id])).status).toBe(201);
    const named = (await service.as(FIRM)('GET', `/cases/${id}/mediators`)).body.items;
    expect(named).toMatchObject([{ mediator: both.id, chosenBy: [parties[0].id, parties[1].id] }]);
  });

  it('until the mediation begins', async () => {
    const a = await roster.enter('C6');
    const { id } = await roster.mediating([a.id]);
    expect(await choose(id, [a.id])).toMatchObject({
      status: 409,
      body: { type: 'urn:qinwu:problem:choice-closed' },
    });
  });

  it('and whoever leaves the case leaves no choice behind', async () => {
    const a = await roster.enter('C7');
    const second = { ...INTAKE.parties[0], name: '李二', phone: '13800138001', subject: 'worker-7' };
    const { id, parties } = await roster.register({ parties: [...INTAKE.parties, second] });
    const chosen = await choose(id, [a.id], { roles: 'party', sub: 'worker-7' });
    expect(chosen.status).toBe(201);
    const rest = await service.as(WINDOW)('PATCH', `/cases/${id}`, {
      headers: { 'if-match': chosen.headers.get('etag') ?? '' },
      body: { workers: 1, parties: parties.slice(0, 2).map((party: { id: string }) => ({ id: party.id })) },
    });
    expect(rest.status).toBe(200);
    expect(await choices(id)).toEqual([]);
  });
});

describe('a choice that could not be named', () => {
  it('is refused at once where it is about the chooser or nobody in particular', async () => {
    const { id } = await roster.register();
    const own = await roster.enter('X1', { relatives: [{ phone: '13800138000' }] });
    const idle = await roster.enter('X2', { active: false });
    const other = await roster.enter('X3', { categories: ['ip'] });
    expect(await choose(id, [own.id])).toMatchObject(refusal('mediator-is-relative'));
    expect(await choose(id, [idle.id])).toMatchObject(refusal('mediator-inactive'));
    expect(await choose(id, [other.id])).toMatchObject(refusal('category-not-taken'));
  });

  it('tells a party nothing of the other side, and those who name what stands against it', async () => {
    const [worker, firm] = INTAKE.parties;
    const { id, parties } = await roster.register({ parties: [worker, { ...firm, phone: RELATIVE }] });
    const theirs = await roster.enter('X4', { relatives: [{ phone: RELATIVE }] });
    expect((await choose(id, [theirs.id])).status).toBe(201);
    expect(await choices(id, WORKER)).toMatchObject([
      { mediators: [{ mediator: theirs.id, refused: null }] },
    ]);
    expect(await choices(id)).toMatchObject([{ mediators: [{ refused: { code: 'mediator-is-relative' } }] }]);
    expect(await roster.name(id, [theirs.id])).toMatchObject(refusal('mediator-is-relative'));
    const scan = await upload(service, WINDOW, 'choice');
    const recorded = await choose(id, [theirs.id], WINDOW, { party: parties[0].id, scan });
    expect(recorded).toMatchObject(refusal('mediator-is-relative'));
  });
});
