import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readEnvelope } from '@qinwu/contracts/envelope';
import { sweepLights } from '../src/use-cases/sweep-lights.ts';
import { type GrievanceService, INTAKE, startGrievanceService } from './grievance-service.ts';

let service: GrievanceService;
beforeAll(async () => {
  service = await startGrievanceService();
});
afterAll(async () => service.close());
// Monday 2025-09-01, 09:00 in Shanghai.
beforeEach(() => service.clock.set('2025-09-01T01:00:00Z'));

const dispatcher = { roles: 'dispatcher', sub: 'dispatcher-1' } as const;
const handler = { roles: 'handler', sub: 'handler-1', unit: 'property' } as const;
const supervisor = { roles: 'supervisor', sub: 'supervisor-1' } as const;

async function register(body: object = INTAKE): Promise<string> {
  const reply = await service.as(dispatcher)('POST', '/grievances', { body });
  expect(reply).toMatchObject({ status: 201 });
  return reply.body.id;
}

async function act(
  who: Parameters<GrievanceService['as']>[0],
  id: string,
  action: string,
  body: object = {},
) {
  const reply = await service.as(who)('POST', `/grievances/${id}/actions/${action}`, { body });
  expect({ action, ...reply }).toMatchObject({ status: 200 });
  return reply.body;
}

function clock(grievance: { clocks: { kind: string; cycle: number }[] }, kind: string, cycle = 1) {
  return grievance.clocks.find((one) => one.kind === kind && one.cycle === cycle);
}

const sweep = (): Promise<number> => sweepLights(service.deps, service.clock.now());
const get = async (id: string) => (await service.as(supervisor)('GET', `/grievances/${id}`)).body;

describe('limits', () => {
  it('take the most particular profile: consultation 2, complaint 5, suggestion 10 working days, urgent 24 hours', async () => {
    const due = async (change: object): Promise<string> => {
      const id = await register({ ...INTAKE, ...change });
      const grievance = await act(dispatcher, id, 'assign');
      return (clock(grievance, 'answer') as unknown as { dueAt: string }).dueAt;
    };
    expect(await due({ demandType: 'consultation' })).toBe('2025-09-03T09:30:00.000Z');
    expect(await due({ demandType: 'complaint' })).toBe('2025-09-08T09:30:00.000Z');
    expect(await due({ demandType: 'suggestion' })).toBe('2025-09-15T09:30:00.000Z');
    expect(await due({ complexity: 'difficult' })).toBe('2025-09-22T09:30:00.000Z');
    expect(await due({ urgency: 'urgent' })).toBe('2025-09-02T01:00:00.000Z');
  });

  it("never exceed the hotline's own date, and may be earlier", async () => {
    const order = { ...INTAKE, channel: '12345' };
    const early = await act(
      dispatcher,
      await register({ ...order, hotlineDueAt: '2025-09-04T17:30:00+08:00' }),
      'assign',
    );
    expect(clock(early, 'answer')).toMatchObject({
      dueAt: '2025-09-04T09:30:00.000Z',
      governedBy: 'hotline',
    });
    const late = await act(
      dispatcher,
      await register({ ...order, hotlineDueAt: '2025-09-20T17:30:00+08:00' }),
      'assign',
    );
    expect(clock(late, 'answer')).toMatchObject({ dueAt: '2025-09-08T09:30:00.000Z', governedBy: 'profile' });
  });

  it('say why they are what they are', async () => {
    service.clock.set('2025-09-26T01:00:00Z');
    const id = await register();
    await act(dispatcher, id, 'assign');
    const { body } = await service.as(supervisor)('GET', `/grievances/${id}/clocks`);
    const answer = body.items.find((one: { kind: string }) => one.kind === 'answer');
    expect(answer).toMatchObject({
      profile: 'answer@2020-01-01',
      official: false,
      dueAt: '2025-10-10T09:30:00.000Z',
      limit: { unit: 'workday', amount: 5 },
      calendar: expect.stringMatching(/^cn-/),
    });
    expect(answer.why.join(' ')).toMatch(/第二十四条.*国庆.*到期/);
  });

  it('stand still while suspended and go on from where they stood', async () => {
    const id = await register();
    await act(dispatcher, id, 'assign');
    await act(handler, id, 'sign');
    service.clock.set('2025-09-02T01:00:00Z');
    const suspended = await act(handler, id, 'suspend', { reason: '等材料' });
    expect(clock(suspended, 'answer')).toMatchObject({ paused: true });
    service.clock.set('2025-09-15T01:00:00Z');
    await sweep();
    expect(await get(id)).toMatchObject({ version: suspended.version, light: 'green' });
    const resumed = await act(handler, id, 'resume');
    expect(clock(resumed, 'answer')).toMatchObject({ paused: false, dueAt: '2025-09-19T09:30:00.000Z' });
  });

  it('are extended once, by somebody else than who asked', async () => {
    const id = await register();
    await act(dispatcher, id, 'assign');
    const both = { roles: ['handler', 'supervisor'], sub: 'both-1' } as const;
    await act(both, id, 'request-extension', { reason: '等配件', amount: 10, unit: 'workday' });
    const own = await service.as(both)('POST', `/grievances/${id}/actions/approve-extension`, { body: {} });
    expect(own).toMatchObject({ status: 403, body: { type: 'urn:qinwu:problem:extension-own-request' } });
    const approved = await act(supervisor, id, 'approve-extension');
    expect(clock(approved, 'answer')).toMatchObject({ dueAt: '2025-09-22T09:30:00.000Z' });
    const again = await service.as(handler)('POST', `/grievances/${id}/actions/request-extension`, {
      body: { reason: '再等', amount: 1, unit: 'workday' },
    });
    expect(again).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:extension-used' } });
  });

  it('of a hotline order are extended only by the hotline', async () => {
    const id = await register({ ...INTAKE, channel: '12345', hotlineDueAt: '2025-09-05T17:30:00+08:00' });
    await act(dispatcher, id, 'assign');
    const asked = await act(handler, id, 'request-extension', {
      reason: '等配件',
      amount: 10,
      unit: 'workday',
    });
    expect(asked).toMatchObject({ hotlinePending: 'extension' });
    const park = await service.as(supervisor)('POST', `/grievances/${id}/actions/approve-extension`, {
      body: {},
    });
    expect(park).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:hotline-decides' } });
    const granted = await act(dispatcher, id, 'hotline-answer', {
      granted: true,
      dueAt: '2025-09-12T17:30:00+08:00',
    });
    expect(granted).toMatchObject({ hotlinePending: null, extensionRequest: { status: 'approved' } });
    expect(clock(granted, 'answer')).toMatchObject({
      dueAt: '2025-09-12T09:30:00.000Z',
      governedBy: 'hotline',
    });
  });

  it('start a new cycle when the case is to be redone, under the same number', async () => {
    const id = await register();
    await act(dispatcher, id, 'assign');
    const replied = await act(handler, id, 'resolve', { resolution: 'resolved', result: '已更换' });
    service.clock.set('2025-09-10T01:00:00Z');
    const redone = await act(supervisor, id, 'redo', { reason: '又坏了' });
    expect(redone).toMatchObject({ number: replied.number, cycle: 2, state: 'REDO', resolution: null });
    expect(clock(redone, 'answer', 1)).toMatchObject({ onTime: true });
    expect(clock(redone, 'answer', 2)).toMatchObject({ dueAt: '2025-09-17T09:30:00.000Z', stoppedAt: null });
  });
});

describe('lights and escalation', () => {
  it('change when they are due, without an event', async () => {
    const id = await register();
    service.clock.set('2025-09-01T13:00:00Z');
    await sweep();
    await sweep();
    expect(await get(id)).toMatchObject({ light: 'yellow', escalationLevel: 0, version: 2 });
  });

  it('take a case nobody is assigned to up one level a working day, with flag, ledger and event in one commit', async () => {
    const id = await register({ ...INTAKE, categoryCode: undefined });
    expect(await get(id)).toMatchObject({ unroutedReason: 'no-clue' });
    for (const at of [
      '2025-09-02T01:00:00Z',
      '2025-09-03T16:00:00Z',
      '2025-09-04T16:00:00Z',
      '2025-09-30T01:00:00Z',
    ]) {
      service.clock.set(at);
      await sweep();
    }
    expect(await get(id)).toMatchObject({ light: 'red', escalationLevel: 3 });
    const { rows } = await service.deps.db.pool.query(
      `select envelope from outbox where type like '%escalated%'`,
    );
    const mine = rows.map((row) => readEnvelope(row.envelope)).filter((event) => event.subject === id);
    expect(mine.map((event) => event.data)).toEqual(
      [1, 2, 3].map((level) => ({ grievanceId: id, level, dueOn: '2025-09-02' })),
    );
    const { body } = await service.as(supervisor)('GET', `/grievances/${id}/ledger`);
    expect(body.items.filter((line: { action: string }) => line.action === 'escalated')).toHaveLength(3);
  });

  it('burn once when two sweepers look at the same time', async () => {
    const id = await register();
    service.clock.set('2025-09-02T02:00:00Z');
    await Promise.all([sweep(), sweep(), sweep()]);
    expect(await get(id)).toMatchObject({ light: 'red', escalationLevel: 1, version: 2 });
  });
});
