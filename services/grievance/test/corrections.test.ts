import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { usccOf } from '@qinwu/domain/uscc';
import { type GrievanceService, INTAKE, type Reply, startGrievanceService } from './grievance-service.ts';

let service: GrievanceService;
const dispatcher = { roles: 'dispatcher', sub: 'dispatcher-1' } as const;
const handler = { roles: 'handler', sub: 'handler-1', unit: 'property' } as const;
const supervisor = { roles: 'supervisor', sub: 'supervisor-1' } as const;
const SERVED = usccOf('91350582MA0000015');

beforeAll(async () => {
  service = await startGrievanceService();
  const put = async (path: string, body: object) => {
    const reply = await service.as({ roles: 'admin' })('PUT', path, { body });
    expect(reply).toMatchObject({ status: 201 });
  };
  await put('/grids/Z', { name: '园区', level: 1 });
  await put('/grids/Z-1', { name: '一片', level: 2, parent: 'Z' });
  await put('/grids/Z-2', { name: '二片', level: 2, parent: 'Z' });
  await put(`/servings/${SERVED}/2024-01-01`, { grid: 'Z-1' });
});
afterAll(async () => service.close());
beforeEach(() => service.clock.set('2025-09-01T01:00:00Z'));

type Claims = Parameters<GrievanceService['as']>[0];

async function register(more: object = {}): Promise<string> {
  const reply = await service.as(dispatcher)('POST', '/grievances', { body: { ...INTAKE, ...more } });
  expect(reply).toMatchObject({ status: 201 });
  return reply.body.id;
}

async function act(who: Claims, id: string, action: string, body: object = {}) {
  const reply = await service.as(who)('POST', `/grievances/${id}/actions/${action}`, { body });
  expect({ action, ...reply }).toMatchObject({ status: 200 });
  return reply.body;
}

async function correct(who: Claims, id: string, body: object): Promise<Reply> {
  const { version } = (await service.as(supervisor)('GET', `/grievances/${id}`)).body;
  return service.as(who)('PATCH', `/grievances/${id}`, {
    body,
    headers: { 'if-match': `"${id}-${version}"` },
  });
}

const answerOf = (body: { clocks: { kind: string; dueAt: string }[] }) =>
  body.clocks.find(({ kind }) => kind === 'answer');

describe('a correction of what limits are chosen by', () => {
  it('keeps the pauses and the extension the clock has had', async () => {
    const id = await register();
    await act(dispatcher, id, 'assign');
    await act(handler, id, 'request-extension', { reason: '等配件', amount: 2, unit: 'workday' });
    await act(supervisor, id, 'approve-extension');
    service.clock.set('2025-09-02T01:00:00Z');
    await act(handler, id, 'suspend', { reason: '等材料' });
    const early = await correct(dispatcher, id, { complexity: 'difficult' });
    expect(early).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:grievance-suspended' } });
    expect(await correct(dispatcher, id, { title: '路灯坏了四盏' })).toMatchObject({ status: 200 });
    service.clock.set('2025-09-04T01:00:00Z');
    const resumed = await act(handler, id, 'resume');
    // Five working days, two more, and two during which it stood still.
    expect(answerOf(resumed)).toMatchObject({ dueAt: '2025-09-12T09:30:00.000Z' });
    const done = await correct(dispatcher, id, { complexity: 'difficult' });
    expect(answerOf(done.body)).toMatchObject({ dueAt: '2025-09-26T09:30:00.000Z' });
    const { body } = await service.as(supervisor)('GET', `/grievances/${id}/clocks`);
    const clock = body.items.find(({ kind }: { kind: string }) => kind === 'answer');
    expect(clock).toMatchObject({ pauses: [{}], extensions: [{}], profile: 'answer-difficult@2020-01-01' });
  });

  it('is not for whoever is timed by it, once it is accepted', async () => {
    const id = await register();
    expect(await correct(handler, id, { complexity: 'difficult' })).toMatchObject({ status: 200 });
    await act(dispatcher, id, 'assign');
    const own = await correct(handler, id, { complexity: 'ordinary', urgency: 'normal', title: '路灯' });
    expect(own).toMatchObject({ status: 403, body: { type: 'urn:qinwu:problem:correction-not-yours' } });
    expect(own.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/urgency',
      '/complexity',
    ]);
    expect(await correct(handler, id, { title: '路灯' })).toMatchObject({ status: 200 });
    expect(await correct(supervisor, id, { complexity: 'ordinary' })).toMatchObject({ status: 200 });
  });
});

describe('a correction of the enterprise', () => {
  it('routes anew, and keeps a grid only where the reporter gave it', async () => {
    const id = await register({ categoryCode: undefined, enterprise: { uscc: SERVED } });
    const unknown = await correct(dispatcher, id, { enterprise: { name: '恒盛鞋业' } });
    expect(unknown.body).toMatchObject({ grid: null, unroutedReason: 'no-clue', enterprise: { uscc: null } });
    const known = await correct(dispatcher, id, { enterprise: { uscc: SERVED.toLowerCase() } });
    expect(known.body).toMatchObject({ grid: 'Z-1', enterprise: { uscc: SERVED, name: '恒盛鞋业' } });

    const given = await register({ enterprise: { uscc: SERVED }, place: { grid: 'Z-2' } });
    const kept = await correct(dispatcher, given, { enterprise: { name: '恒盛鞋业' } });
    expect(kept.body).toMatchObject({ grid: 'Z-2', routedBy: 'grid', place: { grid: 'Z-2' } });
  });

  it('may add the code that was not known in any state, and change nothing else then', async () => {
    const id = await register({ enterprise: { name: '恒盛鞋业' } });
    await act(dispatcher, id, 'assign');
    await act(handler, id, 'resolve', { resolution: 'resolved', result: '已更换' });
    await act(dispatcher, id, 'close');
    const more = await correct(dispatcher, id, { enterprise: { uscc: SERVED }, title: '别的' });
    expect(more).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:correction-too-late' } });
    const added = await correct(dispatcher, id, { enterprise: { uscc: SERVED } });
    expect(added).toMatchObject({
      status: 200,
      body: { state: 'CLOSED', unit: 'property', enterprise: { uscc: SERVED, name: '恒盛鞋业' } },
    });
    expect(await correct(dispatcher, id, { enterprise: { uscc: SERVED } })).toMatchObject({ status: 409 });
  });
});
