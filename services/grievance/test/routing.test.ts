import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { usccOf } from '@qinwu/domain/uscc';
import { type GrievanceService, INTAKE, startGrievanceService } from './grievance-service.ts';

let service: GrievanceService;
const admin = { roles: 'admin' } as const;
const dispatcher = { roles: 'dispatcher' } as const;
const SERVED = usccOf('91350582MA0000015');
const UNSERVED = usccOf('91350582MA0000023');

const square = (west: number, south: number, size: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [west + size, south],
      [west + size, south + size],
      [west, south + size],
      [west, south],
    ],
  ],
});

async function put(path: string, body: object): Promise<void> {
  const reply = await service.as(admin)('PUT', path, { body });
  expect({ path, ...reply }).toMatchObject({ status: 201 });
}

beforeAll(async () => {
  service = await startGrievanceService();
  await put('/officers/QW001', { name: '林志强', kind: 'staff', activeFrom: '2024-01-01' });
  await put('/officers/QW002', {
    name: '陈晓',
    kind: 'staff',
    activeFrom: '2024-01-01',
    activeUntil: '2025-08-31',
  });
  await put('/grids/Z', { name: '园区', level: 1, region: '350582', polygon: square(118.5, 24.6, 0.1) });
  await put('/grids/Z-1', {
    name: '片区',
    level: 2,
    parent: 'Z',
    leader: 'QW001',
    polygon: square(118.5, 24.6, 0.05),
  });
  // 300 m wide: a GCJ-02 point taken for WGS-84 would miss it.
  await put('/grids/Z-1-1', { name: '网格', level: 3, parent: 'Z-1', polygon: square(118.52, 24.62, 0.003) });
  await put(`/servings/${SERVED}/2024-01-01`, { officer: 'QW002', grid: 'Z-1' });
  await put(`/servings/${SERVED}/2025-06-01`, { officer: 'QW001', grid: 'Z-1-1' });
});
afterAll(async () => service.close());

async function routed(change: object): Promise<Record<string, unknown>> {
  const { categoryCode: _category, ...bare } = INTAKE;
  const reply = await service.as(dispatcher)('POST', '/grievances', { body: { ...bare, ...change } });
  expect(reply).toMatchObject({ status: 201 });
  const { officer, grid, unit, routedBy, unroutedReason } = reply.body;
  return { officer, grid, unit, routedBy, unroutedReason };
}

describe('a new grievance is routed', () => {
  it('by its enterprise to the officer who serves it today', async () => {
    expect(await routed({ enterprise: { uscc: SERVED.toLowerCase() } })).toEqual({
      officer: 'QW001',
      grid: 'Z-1-1',
      unit: null,
      routedBy: 'enterprise',
      unroutedReason: null,
    });
  });

  it('by a point to the smallest grid around it, after GCJ-02 is put right', async () => {
    // 118.5215, 24.6215 in WGS-84, as a phone in China reports it.
    const gcj = { longitude: 118.5262, latitude: 24.6189, system: 'GCJ02' };
    expect(await routed({ place: { point: gcj } })).toMatchObject({ grid: 'Z-1-1', routedBy: 'grid' });
    expect(await routed({ place: { point: { ...gcj, system: 'WGS84' } } })).toMatchObject({
      grid: 'Z-1',
      officer: 'QW001',
    });
  });

  it('by its category to the unit of the nearest category above', async () => {
    await put('/categories/facility.light.park', { name: '园内路灯', parent: 'facility.light' });
    expect(await routed({ categoryCode: 'facility.light.park' })).toMatchObject({
      unit: 'property',
      routedBy: 'category',
    });
  });

  it("to the dispatcher's list, with the reason, where nothing names anyone", async () => {
    expect(await routed({})).toMatchObject({ routedBy: null, unroutedReason: 'no-clue' });
    expect(await routed({ enterprise: { uscc: UNSERVED } })).toMatchObject({
      unroutedReason: 'enterprise-unserved',
    });
    expect(
      await routed({ place: { point: { longitude: 116.4, latitude: 39.9, system: 'WGS84' } } }),
    ).toMatchObject({
      unroutedReason: 'point-outside-grids',
    });
    const list = await service.as(dispatcher)('GET', '/grievances?unrouted=true');
    expect(list.body.items).toHaveLength(3);
    const [first] = list.body.items;
    const empty = await service.as(dispatcher)('POST', `/grievances/${first.id}/actions/assign`, {
      body: {},
    });
    expect(empty).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/unit', code: 'assignee-missing' }] },
    });
    const gone = await service.as(dispatcher)('POST', `/grievances/${first.id}/actions/assign`, {
      body: { officer: 'QW002' },
    });
    expect(gone).toMatchObject({ status: 422, body: { errors: [{ pointer: '/officer' }] } });
    const done = await service.as(dispatcher)('POST', `/grievances/${first.id}/actions/assign`, {
      body: { officer: 'QW001' },
    });
    expect(done.body).toMatchObject({ state: 'DISPATCHED', routedBy: 'dispatcher', unroutedReason: null });
  });

  it('anew when what it says is corrected before anybody has it', async () => {
    const { body } = await service.as(dispatcher)('POST', '/grievances', { body: INTAKE });
    const patch = { categoryCode: 'labour.wage', urgency: 'urgent' };
    const path = `/grievances/${body.id}`;
    expect(await service.as(dispatcher)('PATCH', path, { body: patch })).toMatchObject({ status: 428 });
    const headers = { 'if-match': `"${body.id}-1"` };
    const done = await service.as(dispatcher)('PATCH', path, { body: patch, headers });
    expect(done.body).toMatchObject({ version: 2, unit: 'labour', dueAt: '2025-09-01T02:00:00.000Z' });
    expect(await service.as(dispatcher)('PATCH', path, { body: patch, headers })).toMatchObject({
      status: 412,
    });
  });
});

describe('the directory', () => {
  it('is changed only by who has seen it, announces officers, and refuses what it does not know', async () => {
    const call = service.as(admin);
    const body = { name: '林志强', kind: 'enterprise-party-member', activeFrom: '2024-01-01', grid: 'Z-1' };
    expect(await call('PUT', '/officers/QW001', { body })).toMatchObject({ status: 428 });
    const { body: page } = await call('GET', '/officers?limit=1');
    const [officer] = page.items;
    const another = { 'if-match': `"0199f0f0-0000-7000-8000-000000000000-${officer.version}"` };
    expect(await call('PUT', '/officers/QW001', { body, headers: another })).toMatchObject({ status: 412 });
    const headers = { 'if-match': `"${officer.id}-${officer.version}"` };
    expect(await call('PUT', '/officers/QW001', { body, headers })).toMatchObject({
      status: 200,
      body: { version: 2 },
    });
    expect(await call('PUT', '/officers/QW001', { body, headers })).toMatchObject({ status: 412 });
    const next = await call('GET', `/officers?limit=1&cursor=${page.next}`);
    expect(next.body.items[0].code).toBe('QW002');
    const { rows } = await service.deps.db.pool.query(
      `select count(*)::int as n from outbox where type = 'qinwu.grievance.officer-listed.v1'`,
    );
    expect(rows[0].n).toBe(3);
    const lost = await call('PUT', '/grids/X', { body: { name: '孤立', level: 2, parent: 'nowhere' } });
    expect(lost).toMatchObject({ status: 422, body: { errors: [{ pointer: '/parent' }] } });
    const loop = await call('PUT', '/grids/Z', {
      body: { name: '园区', level: 1, parent: 'Z-1' },
      headers: { 'if-match': '"x-1"' },
    });
    expect(loop.status).toBe(422);
  });
});
