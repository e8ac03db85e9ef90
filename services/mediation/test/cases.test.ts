import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';
import { spokenTo } from './recorded-words.ts';

const WINDOW = { roles: 'dispatcher', sub: 'window-1' } as const;
const WORKER = { roles: 'party', sub: 'worker-1' } as const;
const FIRM = { roles: 'enterprise', sub: 'firm-1', org: '91350582MA0000015J' } as const;
const OUTSIDER = { roles: 'party', sub: 'worker-2' } as const;

describe('mediation cases', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());

  const register = async (over: object = {}) => {
    const { status, body } = await service.as(WINDOW)('POST', '/cases', { body: { ...INTAKE, ...over } });
    expect(status).toBe(201);
    return body;
  };

  it('registers an application with its 15-day clock and masks persons', async () => {
    service.clock.set('2025-08-20T02:00:00Z');
    const body = await register();
    expect(body).toMatchObject({
      state: 'REGISTERED',
      labour: true,
      head: 'labour-pay',
      amountClaimed: '13600.00',
      workers: 1,
      clocks: [{ kind: 'mediate', article: '调解仲裁法第十四条', dueAt: '2025-09-04T16:00:00.000Z' }],
    });
    expect(body.number).toMatch(/^MD/);
    expect(body.parties[0]).toMatchObject({ name: '陈**', phone: '138****8000', consent: 'agreed' });
  });

  it('is seen by those who stand in it and by nobody else', async () => {
    const { id } = await register();
    for (const claims of [WINDOW, WORKER, FIRM]) {
      expect((await service.as(claims)('GET', `/cases/${id}`)).status).toBe(200);
    }
    expect((await service.as(OUTSIDER)('GET', `/cases/${id}`)).status).toBe(404);
    expect((await service.as({ ...WINDOW, park: 'other' })('GET', `/cases/${id}`)).status).toBe(404);
    const own = await service.as(WORKER)('GET', `/cases/${id}`);
    expect(own.body.parties[0]).toMatchObject({ name: '陈晓梅', masked: false });
    expect(own.body.allowedActions).toEqual(['refuse', 'withdraw']);
    const list = await service.as(OUTSIDER)('GET', '/cases');
    expect(list.body.items).toEqual([]);
  });

  it('lists to nobody what is 404 to them, whatever else they are of the enterprise or the mediator', async () => {
    const org = '91350582MA0000015J';
    await register();
    const listed = async (claims: Parameters<MediationService['as']>[0]) =>
      (await service.as(claims)('GET', '/cases')).body.items.length;
    expect(await listed({ roles: 'enterprise', sub: 'firm-1', org })).toBeGreaterThan(0);
    for (const roles of ['mediator', 'officer', 'client', 'citizen'] as const) {
      expect([roles, await listed({ roles, sub: `in-house-${roles}`, org })]).toEqual([roles, 0]);
    }
    await service.deps.db.pool.query(
      `update dispute_case set members = array_append(members, 'm:was-mediator')`,
    );
    expect(await listed({ roles: 'mediator', sub: 'was-mediator' })).toBeGreaterThan(0);
    expect(await listed({ roles: 'citizen', sub: 'was-mediator' })).toBe(0);
  });

  it('asks both sides before it accepts', async () => {
    const { id, parties } = await register();
    const early = await service.as(WINDOW)('POST', `/cases/${id}/actions/accept`, { body: {} });
    expect(early).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:consent-missing' } });
    await service.as(WINDOW)('POST', `/cases/${id}/actions/invite`, { body: {} });
    const consent = await service.as(FIRM)('POST', `/cases/${id}/actions/consent`, { body: {} });
    expect(consent.body.parties[1].consent).toBe('agreed');
    const accepted = await service.as(WINDOW)('POST', `/cases/${id}/actions/accept`, { body: {} });
    expect(accepted).toMatchObject({ status: 200, body: { state: 'ACCEPTED' } });
    const history = await service.as(WINDOW)('GET', `/cases/${id}/history`);
    expect(history.body.items.map(({ action }: { action: string }) => action)).toEqual([
      'registered',
      'invite',
      'consent',
      'accept',
    ]);
    expect(parties).toHaveLength(2);
  });

  it('ends where a party clearly refuses', async () => {
    const { id } = await register();
    const refused = await service.as(FIRM)('POST', `/cases/${id}/actions/refuse`, {
      body: { reason: '不接受调解' },
    });
    expect(refused).toMatchObject({
      status: 200,
      body: { state: 'REFUSED', outcome: 'refused', closingNote: '不接受调解' },
    });
    expect(refused.body.clocks[0].stoppedAt).not.toBeNull();
  });

  it('goes on between its two sides where a third party refuses, and lets it come back', async () => {
    const third = { side: 'third', kind: 'person', name: '包工头王五', subject: 'third-1' };
    const { id, parties } = await register({ parties: [...INTAKE.parties, third] });
    const act = (
      claims: typeof WINDOW | typeof FIRM | { roles: 'party'; sub: string },
      action: string,
      body = {},
    ) => service.as(claims)('POST', `/cases/${id}/actions/${action}`, { body });
    await act(WINDOW, 'invite');
    const left = await act({ roles: 'party', sub: 'third-1' }, 'refuse', { reason: '与我无关' });
    expect(left).toMatchObject({
      status: 200,
      body: { state: 'INVITING', outcome: null, closingNote: null },
    });
    expect(left.body.parties[2].consent).toBe('refused');
    expect(left.body.clocks[0].stoppedAt).toBeNull();
    await act(FIRM, 'consent');
    const back = await act(WINDOW, 'consent', { party: parties[2].id, ...spokenTo(service) });
    expect(back).toMatchObject({ status: 200, body: { state: 'INVITING' } });
    expect(back.body.parties[2].consent).toBe('agreed');
    expect((await act(WINDOW, 'accept')).body.state).toBe('ACCEPTED');
  });

  it('filed again under the number its source has used is named to whoever stands in it, and to nobody else', async () => {
    const numbered = { ...INTAKE, channel: 'court', source: 'court-1', externalRef: '(2025)闽0582民调1号' };
    const file = (sub: string) => service.as({ roles: 'officer', sub })('POST', '/cases', { body: numbered });
    const { body: first } = await file('officer-1');
    const again = await file('officer-1');
    expect(again).toMatchObject({
      status: 409,
      body: {
        type: 'urn:qinwu:problem:external-ref-taken',
        existing: { id: first.id, number: first.number },
        errors: [{ pointer: '/externalRef' }],
      },
    });
    const stranger = await file('officer-2');
    expect([stranger.status, stranger.body.existing]).toEqual([409, undefined]);
    const { body: other } = await service.as({ roles: 'officer', sub: 'officer-1', park: 'other' })(
      'POST',
      '/cases',
      { body: numbered },
    );
    expect(other.state).toBe('REGISTERED');
  });

  it('is corrected and takes further parties until there is an agreement', async () => {
    const { id, version, parties } = await register();
    const patch = (body: object, tag: string) =>
      service.as(WINDOW)('PATCH', `/cases/${id}`, { body, headers: { 'if-match': tag } });
    expect((await service.as(WINDOW)('PATCH', `/cases/${id}`, { body: { title: '欠薪' } })).status).toBe(428);
    const added = { side: 'third', kind: 'person', name: '包工头王五' };
    const kept = INTAKE.parties.map((party, n) => ({ ...party, id: parties[n].id }));
    const twoFaced = await patch(
      { parties: [...kept, { ...added, subject: 'worker-1' }] },
      `"${id}-${version}"`,
    );
    expect(twoFaced).toMatchObject({
      status: 422,
      body: { errors: [{}, { pointer: '/parties/2/subject' }] },
    });
    const done = await patch(
      { category: 'debt', parties: [...kept, added], claims: [{ type: '工程款', amount: '50000.5' }] },
      `"${id}-${version}"`,
    );
    expect(done).toMatchObject({
      status: 200,
      body: {
        labour: false,
        head: 'civil',
        amountClaimed: '50000.50',
        clocks: [{ article: '默认建议：非劳动争议的调解期限，法律未作规定' }],
      },
    });
    expect(done.body.parties.map((party: { id: string }) => party.id).slice(0, 2)).toEqual(
      parties.map((party: { id: string }) => party.id),
    );
    expect((await patch({ title: '欠款' }, `"${id}-${version}"`)).status).toBe(412);
  });
});
