import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type GrievanceService, INTAKE, startGrievanceService } from './grievance-service.ts';

let service: GrievanceService;
beforeAll(async () => {
  service = await startGrievanceService();
});
afterAll(async () => service.close());
beforeEach(() => service.clock.set('2025-09-01T01:00:00Z'));

const dispatcher = { roles: 'dispatcher', sub: 'dispatcher-1' } as const;
const colleague = { roles: 'dispatcher', sub: 'dispatcher-2' } as const;
const handler = { roles: 'handler', sub: 'handler-1', unit: 'property' } as const;
const hotline = {
  roles: 'client',
  sub: 'hotline',
  scopes: ['grievance:read', 'grievance:write', 'grievance:park'],
} as const;
type Claims = Parameters<GrievanceService['as']>[0];

const DUE = '2025-09-04T17:30:00+08:00';
const ASK = { reason: '等配件', amount: 10, unit: 'workday' };

async function order(hotlineDueAt = DUE): Promise<string> {
  const body = { ...INTAKE, channel: '12345', hotlineDueAt };
  return (await service.as(dispatcher)('POST', '/grievances', { body })).body.id;
}

const send = (who: Claims, id: string, action: string, body: object = {}) =>
  service.as(who)('POST', `/grievances/${id}/actions/${action}`, { body });

async function act(who: Claims, id: string, action: string, body: object = {}) {
  const reply = await send(who, id, action, body);
  expect({ action, ...reply }).toMatchObject({ status: 200 });
  return reply.body;
}

function clockOf(body: { clocks: { kind: string; cycle: number }[] }, kind: string, cycle = 1) {
  return body.clocks.find((clock) => clock.kind === kind && clock.cycle === cycle);
}

describe('an order of the hotline', () => {
  it('is not ended without the hotline: a dispatcher asks for its return, even before dispatch', async () => {
    const id = await order();
    const decline = { code: 'outside-jurisdiction', reason: '不在园区' };
    const alone = await send(dispatcher, id, 'decline', decline);
    expect(alone).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:hotline-decides' } });
    expect(alone.body.allowedActions).toEqual(expect.arrayContaining(['accept', 'assign', 'return']));
    const asked = await act(dispatcher, id, 'return', { reason: '不在园区' });
    expect(asked).toMatchObject({ state: 'RETURN_REQUESTED', hotlinePending: 'return' });
    for (const [action, body] of Object.entries({ decline, assign: {}, accept: {} })) {
      expect({ action, ...(await send(colleague, id, action, body)) }).toMatchObject({ action, status: 409 });
    }
    const own = await send(dispatcher, id, 'hotline-answer', { granted: true });
    expect(own).toMatchObject({
      status: 403,
      body: { type: 'urn:qinwu:problem:hotline-answer-own-request' },
    });
    const ended = await act(colleague, id, 'hotline-answer', { granted: true });
    expect(ended).toMatchObject({ state: 'DECLINED', declineCode: 'returned-to-hotline', acceptedAt: null });
  });

  it('goes back to the desk where the hotline refuses a return before dispatch, to its unit after', async () => {
    const early = await order();
    await act(dispatcher, early, 'return', { reason: '不在园区' });
    expect(await act(hotline, early, 'hotline-answer', { granted: false })).toMatchObject({
      state: 'ACCEPTED',
      hotlinePending: null,
    });
    const late = await order();
    await act(dispatcher, late, 'assign');
    await act(handler, late, 'return', { reason: '不属本单位' });
    expect(await act(hotline, late, 'hotline-answer', { granted: false })).toMatchObject({
      state: 'DISPATCHED',
    });
  });

  it('keeps its request for an extension when it is assigned anew, and while it is suspended', async () => {
    const id = await order();
    await act(dispatcher, id, 'assign');
    await act(handler, id, 'request-extension', ASK);
    expect(await act(dispatcher, id, 'assign')).toMatchObject({ hotlinePending: 'extension' });
    await act(handler, id, 'suspend', { reason: '等材料' });
    const dueAt = '2025-09-12T17:30:00+08:00';
    const granted = await act(hotline, id, 'hotline-answer', { granted: true, dueAt });
    expect(granted).toMatchObject({ hotlinePending: null, extensionRequest: { status: 'approved' } });
    expect(clockOf(granted, 'answer')).toMatchObject({
      dueAt: '2025-09-12T09:30:00.000Z',
      governedBy: 'hotline',
    });
    service.clock.set('2025-09-02T01:00:00Z');
    const resumed = await act(handler, id, 'resume');
    expect(clockOf(resumed, 'answer')).toMatchObject({ dueAt: '2025-09-12T09:30:00.000Z', paused: false });
  });

  it('has its extension answered by somebody else than who asked', async () => {
    const id = await order();
    await act(dispatcher, id, 'assign');
    const both = { roles: ['handler', 'dispatcher'], sub: 'both-1' } as const;
    await act(both, id, 'request-extension', ASK);
    const answer = { granted: true, dueAt: '2025-09-12T17:30:00+08:00' };
    expect(await send(both, id, 'hotline-answer', answer)).toMatchObject({ status: 403 });
    await act(dispatcher, id, 'hotline-answer', answer);
  });

  it('is governed by its date from registration on, and after a redo', async () => {
    const id = await order('2025-09-01T15:00:00+08:00');
    const { body } = await service.as(dispatcher)('GET', `/grievances/${id}`);
    expect(clockOf(body, 'dispatch')).toMatchObject({
      dueAt: '2025-09-01T07:00:00.000Z',
      governedBy: 'hotline',
    });
    await act(dispatcher, id, 'assign');
    await act(handler, id, 'resolve', { resolution: 'resolved', result: '已更换' });
    const again = await act(dispatcher, id, 'redo', { reason: '未解决' });
    expect(again.hotlineDueAt).toBe('2025-09-01T07:00:00.000Z');
    expect(clockOf(again, 'answer', 2)).toMatchObject({ dueAt: '2025-09-01T07:00:00.000Z' });
    await act(handler, id, 'resolve', { resolution: 'resolved', result: '又更换' });
    const later = { reason: '未解决', hotlineDueAt: '2025-09-03T17:30:00+08:00' };
    expect(clockOf(await act(dispatcher, id, 'redo', later), 'answer', 3)).toMatchObject({
      dueAt: '2025-09-03T09:30:00.000Z',
    });
  });

  it('takes a new date only with a grant, for every clock that runs', async () => {
    const id = await order('2025-09-02T12:00:00+08:00');
    await act(dispatcher, id, 'assign');
    await act(handler, id, 'request-extension', ASK);
    const refused = await act(hotline, id, 'hotline-answer', {
      granted: false,
      dueAt: '2025-09-12T17:30:00+08:00',
    });
    expect(refused.hotlineDueAt).toBe('2025-09-02T04:00:00.000Z');
    const other = await order('2025-09-01T12:00:00+08:00');
    await act(dispatcher, other, 'assign');
    await act(handler, other, 'request-extension', ASK);
    const granted = await act(hotline, other, 'hotline-answer', {
      granted: true,
      dueAt: '2025-09-12T17:30:00+08:00',
    });
    expect(clockOf(granted, 'contact')).toMatchObject({
      dueAt: '2025-09-02T09:30:00.000Z',
      governedBy: 'profile',
    });
  });

  it('says last, and why, which date governs', async () => {
    const id = await order();
    await act(dispatcher, id, 'assign');
    const { body } = await service.as(dispatcher)('GET', `/grievances/${id}/clocks`);
    const { why } = body.items.find(({ kind }: { kind: string }) => kind === 'answer');
    expect(why.slice(-2)).toEqual(['以热线期限 2025-09-04 17:30 为准', '到期 2025-09-04 17:30']);
  });

  it('alone has the call-back of a client system taken for the hotline’s', async () => {
    for (const [channel, source] of [
      ['12345', 'hotline'],
      ['mini-program', 'park'],
    ]) {
      const { body } = await service.as(dispatcher)('POST', '/grievances', { body: { ...INTAKE, channel } });
      await act(dispatcher, body.id, 'assign');
      await act(handler, body.id, 'resolve', { resolution: 'resolved', result: '已更换' });
      const called = await act(hotline, body.id, 'call-back', { reached: true });
      expect(called.callback).toMatchObject({ source });
    }
  });
});
