import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROLES } from '@qinwu/domain/actor';
import type { RouteSpec } from '@qinwu/platform/http/route';
import type { TokenClaims } from '@qinwu/testkit/tokens';
import { type GrievanceService, INTAKE, startGrievanceService } from './grievance-service.ts';
import { POLICY } from './policy-table.ts';
import { faultsOf, recordRefusals } from './refusals.ts';
import { rowSnapshot } from './row-snapshot.ts';
import { isWrite, pathOf, routeName, sampleOf } from './sample-calls.ts';
import { type RawReply, type SecondProcess, startSecondProcess } from './second-process.ts';

/** What only the server sets, and what would be worth setting to somebody who should not. */
const SERVER_OWNED: Readonly<Record<string, unknown>> = {
  id: '0198c5c4-2f6e-7b9a-8f00-000000000001',
  number: 'GR-20250101-000001',
  version: 99,
  status: 'CLOSED',
  state: 'WRITTEN_OFF',
  park: 'elsewhere',
  parkId: 'elsewhere',
  orgId: 'elsewhere',
  createdBy: 'mallory',
  filedBy: 'mallory',
  createdAt: '2020-01-01T00:00:00Z',
  registeredAt: '2020-01-01T00:00:00Z',
  acceptedAt: '2020-01-01T00:00:00Z',
  closedAt: '2020-01-01T00:00:00Z',
  writtenOffAt: '2020-01-01T00:00:00Z',
  recordedAt: '2020-01-01T00:00:00Z',
  light: 'green',
  escalationLevel: 0,
  verifiedBy: 'mallory',
  handlers: [],
  ledgerHash: '0'.repeat(64),
  imported: true,
  allowedActions: ['write-off'],
  role: 'admin',
  isAdmin: true,
  verified: true,
  points: 100,
  balance: 100,
};
const NAMES = Object.keys(SERVER_OWNED);
const WRITES = POLICY.filter(({ route }) => !route.startsWith('GET ') && !route.endsWith('/:action'));

const refusals = recordRefusals();
const everybody: TokenClaims = { roles: ROLES, sub: 'everybody', unit: 'property' };
let service: GrievanceService;
let second: SecondProcess;
let grievance: string;

beforeAll(async () => {
  service = await startGrievanceService();
  second = await startSecondProcess(service);
  const { json } = await second.as(everybody)('POST', '/grievances', { body: INTAKE });
  grievance = String(json.id);
});
afterAll(async () => {
  await second.close();
  await service.close();
});

function specOf(route: string): RouteSpec {
  const spec = service.app.http.routes.find((each) => routeName(each) === route);
  if (spec === undefined) throw new Error(`${route} is not registered`);
  return spec;
}

/** The request of the route with one more member, in its JSON body or as a field of its form. */
async function sendWith(spec: RouteSpec, name: string): Promise<RawReply> {
  const { body, form } = sampleOf(spec);
  const value = SERVER_OWNED[name];
  form?.set(name, String(value));
  const headers = spec.ifMatch === 'required' ? { headers: { 'if-match': `"${grievance}-1"` } } : {};
  const content = form === undefined ? { body: { ...Object(body), [name]: value } } : { form };
  return second.as(everybody)(spec.method, pathOf(spec, { id: grievance }), { ...content, ...headers });
}

interface FieldFault {
  pointer: string;
  code: string;
}

describe('a member only the server sets', () => {
  it('is tried on every route that writes', () => {
    const routes = service.app.http.routes.filter(isWrite).map(routeName);
    expect(routes.filter((route) => !route.endsWith('/:action')).sort()).toEqual(
      WRITES.map(({ route }) => route).sort(),
    );
    expect(NAMES.length).toBeGreaterThanOrEqual(25);
  });

  it.each(WRITES.map(({ route }) => route))('%s takes none', async (route) => {
    const spec = specOf(route);
    // A file may arrive before the field that spoils its form: its key is there until the file is swept.
    const except = spec.upload === undefined ? [] : ['record_key'];
    const before = await rowSnapshot(second.deps.db, except);
    const replies = await Promise.all(NAMES.map(async (name) => [name, await sendWith(spec, name)] as const));
    const taken = replies.filter(([name, { status, json }]) => {
      const errors = (json.errors ?? []) as FieldFault[];
      const isNamed = errors.some(({ pointer, code }) => pointer === `/${name}` && code === 'unknown-field');
      return status !== 400 || !isNamed;
    });
    expect(taken.map(([name, { status, text }]) => [name, status, text])).toEqual([]);
    expect(await rowSnapshot(second.deps.db, except)).toEqual(before);
  });

  it('is told from one the route does take', async () => {
    const reply = await second.as(everybody)('POST', '/grievances', {
      body: { ...INTAKE, urgency: 'urgent' },
    });
    expect(reply).toMatchObject({ status: 201, json: { urgency: 'urgent' } });
  });

  it.each([
    ['the reporter', { reporter: { ...INTAKE.reporter, verified: true } }],
    ['the place', { place: { text: '五里园', wgs84: { longitude: 1, latitude: 1 } } }],
    [
      'the point',
      { place: { point: { longitude: 118.57, latitude: 24.68, system: 'WGS84', isAdmin: true } } },
    ],
    ['the enterprise', { enterprise: { name: '恒盛鞋业', balance: 1 } }],
  ])('is refused inside %s', async (_where, over) => {
    const before = await rowSnapshot(second.deps.db);
    const reply = await second.as(everybody)('POST', '/grievances', { body: { ...INTAKE, ...over } });
    expect(reply.status).toBe(400);
    expect(await rowSnapshot(second.deps.db)).toEqual(before);
  });

  it("is data and nothing else among a source's own fields", async () => {
    const extension = { state: 'WRITTEN_OFF', registeredAt: '2020-01-01T00:00:00Z', imported: true };
    const { json } = await second.as(everybody)('POST', '/grievances', { body: { ...INTAKE, extension } });
    expect(json).toMatchObject({ state: 'REGISTERED', imported: false, extension, version: 1 });
    expect(json.registeredAt).toBe(service.clock.now().toISOString());
  });
});

it('every refusal was a clean problem document', () => {
  expect(refusals.length).toBeGreaterThanOrEqual(WRITES.length * NAMES.length);
  expect(refusals.flatMap(faultsOf)).toEqual([]);
});
