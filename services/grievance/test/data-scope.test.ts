import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TokenClaims } from '@qinwu/testkit/tokens';
import { type GrievanceService, INTAKE, startGrievanceService } from './grievance-service.ts';

let service: GrievanceService;
let mine: string;
const SEE = ['grievance:read', 'grievance:write'];
const citizen = { roles: 'citizen', sub: 'citizen-1' } as const;
const client = { roles: 'client', sub: 'hotline' } as const;

beforeAll(async () => {
  service = await startGrievanceService();
  const put = (path: string, body: object) => service.as({ roles: 'admin' })('PUT', path, { body });
  await put('/grids/Z', { name: '园区', level: 1 });
  await put('/grids/Z-1', { name: '片区', level: 2, parent: 'Z' });
  await put('/grids/Z-1-1', { name: '网格', level: 3, parent: 'Z-1' });
  await put('/officers/QW001', {
    name: '林志强',
    kind: 'staff',
    activeFrom: '2024-01-01',
    subject: 'officer-9',
  });
  const body = { ...INTAKE, place: { grid: 'Z-1-1' } };
  const reply = await service.as(citizen)('POST', '/grievances', { body });
  expect(reply).toMatchObject({ status: 201 });
  mine = reply.body.id;
  await service.as({ roles: 'dispatcher' })('POST', `/grievances/${mine}/actions/assign`, {
    body: { unit: 'property', officer: 'QW001' },
  });
});
afterAll(async () => service.close());

const seen: [string, TokenClaims][] = [
  ['the citizen who filed it', citizen],
  ['the dispatcher', { roles: 'dispatcher' }],
  ['the verifier', { roles: 'verifier' }],
  ['the statistician', { roles: 'statistician' }],
  ['a handler of its unit', { roles: 'handler', unit: 'property' }],
  ['an officer of its grid', { roles: 'officer', grids: ['Z-1-1'] }],
  ['an officer of the grid above', { roles: 'officer', grids: ['Z'] }],
  ['the officer it is assigned to', { roles: 'officer', sub: 'officer-9' }],
  ['a client of the whole park', { roles: 'client', sub: 'other', scopes: [...SEE, 'grievance:park'] }],
];
const unseen: [string, TokenClaims][] = [
  ['another citizen', { roles: 'citizen', sub: 'citizen-2' }],
  ['a handler of another unit', { roles: 'handler', unit: 'labour' }],
  ['an officer of another grid', { roles: 'officer', grids: ['Z-2'] }],
  ['a client that did not file it', client],
  ['an enterprise', { roles: 'enterprise', org: '91350582MA0000015J' }],
  ['the dispatcher of another park', { roles: 'dispatcher', park: 'elsewhere' }],
];

describe('a grievance', () => {
  it.each(seen)('is seen by %s', async (_who, claims) => {
    expect(await service.as(claims)('GET', `/grievances/${mine}`)).toMatchObject({ status: 200 });
    const list = await service.as(claims)('GET', '/grievances');
    expect(list.body.items.map((one: { id: string }) => one.id)).toContain(mine);
  });

  it.each(unseen)('does not exist for %s', async (_who, claims) => {
    const call = service.as(claims);
    const missing = { status: 404, body: { type: 'urn:qinwu:problem:grievance-missing' } };
    expect(await call('GET', `/grievances/${mine}`)).toMatchObject(missing);
    expect(await call('GET', `/grievances/${mine}/clocks`)).toMatchObject(missing);
    const list = await call('GET', '/grievances');
    expect(list.body.items).toEqual([]);
  });

  it('cannot be moved from outside: 404 comes before anything the state would say', async () => {
    const stranger = service.as({ roles: 'handler', unit: 'labour' });
    const reply = await stranger('POST', `/grievances/${mine}/actions/start`, { body: {} });
    expect(reply.status).toBe(404);
  });

  it('answers an unknown action with 400 and a forbidden role with 403', async () => {
    const call = service.as({ roles: 'dispatcher' });
    const unknown = await call('POST', `/grievances/${mine}/actions/explode`, { body: {} });
    expect(unknown).toMatchObject({ status: 400, body: { type: 'urn:qinwu:problem:action-unknown' } });
    expect(
      await service.as(citizen)('POST', `/grievances/${mine}/actions/close`, { body: {} }),
    ).toMatchObject({
      status: 403,
    });
  });
});

describe('personal data', () => {
  it('are masked without pii:read; with it they are shown and the sight is put on record', async () => {
    const masked = await service.as({ roles: 'supervisor' })('GET', `/grievances/${mine}`);
    expect(masked.body.reporter).toMatchObject({ name: '陈**', phone: '138****8000', masked: true });
    const full = await service.as({ roles: 'supervisor', sub: 's-1', scopes: [...SEE, 'pii:read'] })(
      'GET',
      `/grievances/${mine}`,
    );
    expect(full.body.reporter).toMatchObject({ name: '陈晓梅', phone: '13800138000', masked: false });
    const { rows } = await service.deps.db.pool.query('select actor, fields from disclosure');
    expect(rows).toEqual([{ actor: 's-1', fields: ['name', 'phone'] }]);
  });

  it('are never in the answer of a change: it is stored, and repeated to whoever holds its key later', async () => {
    const headers = { 'idempotency-key': 'replayed-with-less-scope' };
    const able = {
      roles: 'dispatcher',
      sub: 'd-1',
      scopes: [...SEE, 'grievance:write', 'pii:read'],
    } as const;
    const less = { ...able, scopes: ['grievance:write'] };
    const first = await service.as(able)('POST', '/grievances', { body: INTAKE, headers });
    expect(first).toMatchObject({ status: 201, body: { reporter: { name: '陈**', masked: true } } });
    const again = await service.as(less)('POST', '/grievances', { body: INTAKE, headers });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
    const withheld = await service.as(able)('POST', '/grievances', {
      body: { ...INTAKE, confidentiality: 'withheld' },
    });
    expect(withheld).toMatchObject({ status: 201, body: { reporter: null } });
  });

  it('of a withheld reporter are not shown to those who handle the case', async () => {
    const { body } = await service.as({ roles: 'dispatcher' })('POST', '/grievances', {
      body: { ...INTAKE, confidentiality: 'withheld' },
    });
    const handler = { roles: 'handler', unit: 'property', scopes: [...SEE, 'pii:read'] } as const;
    const reply = await service.as(handler)('GET', `/grievances/${body.id}`);
    expect(reply.body.reporter).toBeNull();
  });
});

describe('lists', () => {
  it('go on from page to page without gap or repetition, and keep their cursor to their filter', async () => {
    const call = service.as({ roles: 'dispatcher' });
    for (let i = 0; i < 5; i += 1) {
      service.clock.advance({ minutes: 1 });
      await call('POST', '/grievances', { body: { ...INTAKE, externalRef: `P-${i}`, origin: 'patrol' } });
    }
    const titles: string[] = [];
    let path = '/grievances?origin=patrol&limit=2&registeredFrom=2025-09-01&registeredTo=2025-09-01';
    for (let page = 0; page < 3; page += 1) {
      const { body, headers } = await call('GET', path);
      titles.push(...body.items.map((one: { externalRef: string }) => one.externalRef));
      if (body.next !== null) expect(headers.get('link')).toMatch(/rel="next"/);
      path = `/grievances?origin=patrol&limit=2&registeredFrom=2025-09-01&registeredTo=2025-09-01&cursor=${body.next}`;
    }
    expect(titles).toEqual(['P-4', 'P-3', 'P-2', 'P-1', 'P-0']);
    const first = await call('GET', '/grievances?origin=patrol&limit=2');
    const foreign = await call('GET', `/grievances?origin=citizen&limit=2&cursor=${first.body.next}`);
    expect(foreign).toMatchObject({ status: 400, body: { type: 'urn:qinwu:problem:cursor-invalid' } });
    const found = await call('GET', '/grievances?q=P-3');
    expect(found.body.items).toHaveLength(1);
    const twice = await call('POST', '/grievances', { body: { ...INTAKE, externalRef: 'P-3' } });
    const [{ id, number }] = found.body.items;
    const taken = { type: 'urn:qinwu:problem:external-ref-taken', existing: { id, number } };
    expect(twice).toMatchObject({ status: 409, body: taken });
    const stranger = service.as({ roles: 'officer', sub: 'stranger' });
    const blind = await stranger('POST', '/grievances', { body: { ...INTAKE, externalRef: 'P-3' } });
    expect(blind.status).toBe(409);
    expect(blind.body).not.toHaveProperty('existing');
  });

  it('ask for days there are, in their order', async () => {
    const call = service.as({ roles: 'dispatcher' });
    const answers = async (query: string) => (await call('GET', `/grievances?${query}`)).status;
    expect(await answers('registeredFrom=2025-02-30')).toBe(400);
    expect(await answers('registeredFrom=2025-03-02&registeredTo=2025-03-01')).toBe(422);
    expect(await answers('registeredFrom=2025-03-01&registeredTo=2025-03-01')).toBe(200);
  });
});
