import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GrievanceService, INTAKE, startGrievanceService } from './grievance-service.ts';

let service: GrievanceService;
const dispatcher = { roles: 'dispatcher', sub: 'dispatcher-1' } as const;
const handler = { roles: 'handler', sub: 'handler-1', unit: 'property' } as const;
const citizen = { roles: 'citizen', sub: 'citizen-1' } as const;
type Claims = Parameters<GrievanceService['as']>[0];

beforeAll(async () => {
  service = await startGrievanceService();
});
afterAll(async () => service.close());

const file = (who: Claims, more: object) =>
  service.as(who)('POST', '/grievances', { body: { ...INTAKE, ...more } });
const send = (who: Claims, id: string, action: string, body: object = {}) =>
  service.as(who)('POST', `/grievances/${id}/actions/${action}`, { body });

describe('a citizen', () => {
  it.each([
    ['/channel', { channel: '12345' }],
    ['/channel', { channel: 'superior' }],
    ['/channel', { channel: 'patrol' }],
    ['/channel', { channel: 'system' }],
    ['/source', { source: 'hotline' }],
    ['/externalRef', { externalRef: 'A-1' }],
    ['/hotlineDueAt', { channel: '12345', hotlineDueAt: '2025-09-04T17:30:00+08:00' }],
  ])('does not fill in %s: %j', async (pointer, more) => {
    const reply = await file(citizen, more);
    expect(reply).toMatchObject({ status: 422 });
    expect(reply.body.errors).toContainEqual(expect.objectContaining({ pointer }));
    expect(await file(dispatcher, more)).toMatchObject({ status: 201 });
  });

  it('may say that it is urgent', async () => {
    expect(await file(citizen, { urgency: 'urgent' })).toMatchObject({ status: 201 });
  });
});

describe('the clock of the first contact', () => {
  it.each([
    ['a reporter with a number', {}, 1],
    ['an anonymous one', { reporter: { anonymous: true, phone: '13800138000' } }, 0],
    ['one without a number', { reporter: { name: '陈晓梅' } }, 0],
    ['nobody', { reporter: undefined, origin: 'patrol', channel: 'patrol' }, 0],
    ['the hotline', { reporter: undefined, channel: '12345' }, 1],
  ])('runs where there is %s to contact', async (_who, more, count) => {
    const { body } = await file(dispatcher, more);
    const { body: assigned } = await send(dispatcher, body.id, 'assign');
    const contact = assigned.clocks.filter(({ kind }: { kind: string }) => kind === 'contact');
    expect(contact).toHaveLength(count);
  });
});

describe('what is declined', () => {
  it('leaves the dispatcher’s list and is accepted no longer', async () => {
    const { body } = await file(dispatcher, { categoryCode: undefined });
    expect(body.unroutedReason).toBe('no-clue');
    const reason = { code: 'already-handled', reason: '已办结' };
    expect((await send(dispatcher, body.id, 'decline', reason)).body).toMatchObject({ unroutedReason: null });
    const { body: returned } = await file(dispatcher, {});
    await send(dispatcher, returned.id, 'assign');
    await send(handler, returned.id, 'return', { reason: '不属本单位' });
    const declined = await send(dispatcher, returned.id, 'decline', reason);
    expect(declined).toMatchObject({ status: 200, body: { state: 'DECLINED', acceptedAt: null } });
  });
});

describe('what is closed', () => {
  it('has a resolution, given after the reply at the latest', async () => {
    const { body } = await file(dispatcher, {});
    await send(dispatcher, body.id, 'assign');
    await send(handler, body.id, 'sign');
    const replied = await send(handler, body.id, 'reply', { result: '已更换' });
    expect(replied.body).toMatchObject({ state: 'REPLIED', resolution: null });
    const early = await send(dispatcher, body.id, 'close');
    expect(early).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:resolution-first' } });
    service.clock.advance({ minutes: 5 });
    await send(dispatcher, body.id, 'call-back', { reached: true });
    const resolve = { resolution: 'resolved', result: '已更换,复查正常' };
    const resolved = await send(handler, body.id, 'resolve', resolve);
    expect(resolved.body).toMatchObject({ state: 'REPLIED', repliedAt: replied.body.repliedAt });
    expect(await send(handler, body.id, 'resolve', resolve)).toMatchObject({ status: 409 });
    expect(await send(dispatcher, body.id, 'close')).toMatchObject({ status: 200 });
  });
});
