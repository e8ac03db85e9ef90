import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readEnvelope } from '@qinwu/contracts/envelope';
import { sweepLights } from '../src/use-cases/sweep-lights.ts';
import { type GrievanceService, INTAKE, startGrievanceService } from './grievance-service.ts';

let service: GrievanceService;
const dispatcher = { roles: 'dispatcher', sub: 'dispatcher-1' } as const;
const handler = { roles: 'handler', sub: 'handler-1', unit: 'property' } as const;
type Claims = Parameters<GrievanceService['as']>[0];

beforeAll(async () => {
  service = await startGrievanceService();
  const put = (path: string, body: object) => service.as({ roles: 'admin' })('PUT', path, { body });
  await put('/officers/QW1', { name: '王建国', kind: 'staff', activeFrom: '2024-01-01' });
  await put('/grids/Z', { name: '园区', level: 1, leader: 'QW1' });
  await put('/grids/Z-1', { name: '片区', level: 2, parent: 'Z' });
  await put('/grids/Z-1-1', { name: '网格', level: 3, parent: 'Z-1' });
});
afterAll(async () => service.close());
beforeEach(() => service.clock.set('2025-09-01T01:00:00Z'));

const register = async (more: object): Promise<string> =>
  (await service.as(dispatcher)('POST', '/grievances', { body: { ...INTAKE, ...more } })).body.id;

async function act(who: Claims, id: string, action: string, body: object = {}) {
  const reply = await service.as(who)('POST', `/grievances/${id}/actions/${action}`, { body });
  expect({ action, ...reply }).toMatchObject({ status: 200 });
  return reply.body;
}

async function sweepAt(at: string): Promise<void> {
  service.clock.set(at);
  await sweepLights(service.deps, service.clock.now());
}

const levelOf = async (id: string): Promise<number> =>
  (await service.as(dispatcher)('GET', `/grievances/${id}`)).body.escalationLevel;

async function leaderOf(id: string): Promise<unknown> {
  const { body } = await service.as(dispatcher)('GET', `/grievances/${id}/history`);
  return body.items.find(({ action }: { action: string }) => action === 'escalated').change.leader;
}

describe('an overdue case', () => {
  it('reaches somebody: the next leader above, the zone’s where there is no grid', async () => {
    const inGrid = await register({ place: { grid: 'Z-1-1' } });
    const nowhere = await register({ categoryCode: undefined });
    await sweepAt('2025-09-02T02:00:00Z');
    expect([await leaderOf(inGrid), await leaderOf(nowhere)]).toEqual(['QW1', 'QW1']);
  });

  it('is announced with the date of the clock that is overdue, not the one of its answer', async () => {
    const id = await register({});
    await act(dispatcher, id, 'assign');
    await sweepAt('2025-09-02T02:00:00Z');
    const { rows } = await service.deps.db.pool.query(
      `select envelope from outbox where type like '%escalated%' order by event_id desc`,
    );
    const mine = rows.map((row) => readEnvelope(row.envelope)).find((event) => event.subject === id);
    expect(mine?.data).toMatchObject({ level: 1, dueOn: '2025-09-01' });
  });

  it('goes up no earlier for being suspended and resumed, and no later', async () => {
    const id = await register({ reporter: undefined });
    await act(dispatcher, id, 'assign');
    await act(handler, id, 'sign');
    // The answer was due on the 8th at the close of business.
    await sweepAt('2025-09-08T10:00:00Z');
    expect(await levelOf(id)).toBe(1);
    await act(handler, id, 'suspend', { reason: '等材料' });
    await act(handler, id, 'resume');
    await sweepAt('2025-09-08T11:00:00Z');
    expect(await levelOf(id)).toBe(1);
    await act(handler, id, 'suspend', { reason: '等材料' });
    await sweepAt('2025-09-09T16:00:00Z');
    expect(await levelOf(id)).toBe(2);
    await sweepAt('2025-09-11T16:00:00Z');
    const { version } = (await service.as(dispatcher)('GET', `/grievances/${id}`)).body;
    await act(handler, id, 'resume');
    await sweepAt('2025-09-12T01:00:00Z');
    expect(await service.as(dispatcher)('GET', `/grievances/${id}`)).toMatchObject({
      body: { escalationLevel: 3, version: version + 1 },
    });
  });
});

describe('a case given to another unit', () => {
  it('keeps how the first one did with its clock to sign, in the record and in the ledger', async () => {
    const id = await register({});
    await act(dispatcher, id, 'assign');
    service.clock.set('2025-09-02T02:00:00Z');
    const again = await act(dispatcher, id, 'assign', { unit: 'labour' });
    const signs = again.clocks.filter(({ kind }: { kind: string }) => kind === 'sign');
    expect(signs).toMatchObject([
      { run: 1, onTime: false, stoppedAt: '2025-09-02T02:00:00.000Z' },
      { run: 2, onTime: null, stoppedAt: null },
    ]);
    const { body } = await service.as(dispatcher)('GET', `/grievances/${id}/history`);
    expect(body.items.at(-1).change.clocks).toEqual([
      expect.objectContaining({ kind: 'sign', run: 1, onTime: false }),
      expect.objectContaining({ kind: 'sign', run: 2 }),
    ]);
    const signed = await act({ ...handler, unit: 'labour' }, id, 'sign');
    expect(
      signed.clocks.map(({ kind, onTime }: { kind: string; onTime: boolean }) => [kind, onTime]),
    ).toEqual(
      expect.arrayContaining([
        ['sign', false],
        ['sign', true],
      ]),
    );
  });
});
