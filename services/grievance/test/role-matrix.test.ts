import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROLES, type Role } from '@qinwu/domain/actor';
import type { RouteSpec } from '@qinwu/platform/http/route';
import { roleMatrix } from '@qinwu/testkit/role-matrix';
import type { TokenClaims } from '@qinwu/testkit/tokens';
import { type GrievanceService, INTAKE, startGrievanceService } from './grievance-service.ts';
import { LINK_ROUTES, POLICY, PUBLIC_ROUTES } from './policy-table.ts';
import { faultsOf, recordRefusals } from './refusals.ts';
import { ENTERPRISE_CODE, MISSING_ID, pathOf, routeName, sampleOf } from './sample-calls.ts';
import { type RawReply, type SecondProcess, startSecondProcess } from './second-process.ts';

const refusals = recordRefusals();
const SCOPES = ['grievance:read', 'grievance:write', 'grievance:admin'];
const OPEN = [...PUBLIC_ROUTES, ...LINK_ROUTES];
const RESTRICTED = POLICY.filter(({ route }) => !OPEN.includes(route));
const OBJECTS = RESTRICTED.filter(({ route }) => /:id/.test(route) && !/:action/.test(route));
/** Of these some see only what is theirs. */
const LIMITED: readonly Role[] = ['citizen', 'enterprise', 'officer', 'handler', 'client'];

let service: GrievanceService;
let second: SecondProcess;
/** An object of each kind, by the first part of its path. */
const ids: Record<string, string> = { 'dead-letters': MISSING_ID };

/** Everybody is called the same and belongs to the unit in charge, so that all see what the test asks for. */
function somebody(roles: Role): TokenClaims {
  return { roles, sub: 'somebody', unit: 'property', org: ENTERPRISE_CODE, scopes: SCOPES };
}

beforeAll(async () => {
  service = await startGrievanceService();
  second = await startSecondProcess(service);
  // The examples name an officer.
  await second.as(somebody('admin'))('PUT', '/officers/QW001', sampleOf(specOf('PUT /officers/:code')));
  for (const kind of ['grievances', 'imports', 'files', 'visits']) {
    const { json } = await ask(`POST /${kind}`, {
      claims: somebody(kind === 'imports' ? 'admin' : 'officer'),
    });
    ids[kind] = String(json.id);
  }
  const at = `/grievances/${ids.grievances}/actions`;
  const supervisor = second.as({ roles: 'supervisor' });
  await supervisor('POST', `${at}/decline`, { body: { code: 'already-handled', reason: '已办结' } });
  expect(await supervisor('POST', `${at}/archive`, { body: {} })).toMatchObject({ status: 200 });
  await ask('POST /imports/:id/cancel', { claims: somebody('admin') });
});
afterAll(async () => {
  await second.close();
  await service.close();
});

const specs = (): RouteSpec[] => [...service.app.http.routes];

function specOf(route: string): RouteSpec {
  const spec = specs().find((each) => routeName(each) === route);
  if (spec === undefined) throw new Error(`${route} is not registered`);
  return spec;
}

interface Asked {
  /** null for no token at all. */
  claims: TokenClaims | null;
  id?: string;
  role?: Role | null;
}

async function ask(route: string, { claims, id, role = null }: Asked): Promise<RawReply> {
  const spec = specOf(route);
  const [, kind = ''] = route.split('/');
  const object = id ?? ids[kind] ?? '';
  const sent = sampleOf(spec);
  const body = route === 'POST /grievances' ? { body: intakeOf(role) } : {};
  const headers = spec.ifMatch === 'required' ? { headers: { 'if-match': `"${object}-3"` } } : {};
  const path = pathOf(spec, { id: object });
  return second.as(claims)(spec.method, path, { ...sent, ...body, ...headers });
}

function intakeOf(role: Role | null): object {
  const isEnterprise = role === 'enterprise';
  return isEnterprise ? { ...INTAKE, origin: 'enterprise', enterprise: { uscc: ENTERPRISE_CODE } } : INTAKE;
}

/** The status for each of some callers, by name. */
async function statuses(entries: readonly (readonly [string, Promise<{ status: number }>])[]) {
  const answers = entries.map(async ([name, answer]) => [name, (await answer).status] as const);
  return Object.fromEntries(await Promise.all(answers));
}

describe('the policy table', () => {
  it('names every route, and no route that is not there', () => {
    expect(specs().map(routeName).sort()).toEqual(POLICY.map(({ route }) => route).sort());
  });

  it('catches a route nobody wrote a policy for', () => {
    const routes = [...specs(), { method: 'DELETE', url: '/grievance/v1/grievances/:id' } as const];
    expect(routes.map(routeName).sort()).not.toEqual(POLICY.map(({ route }) => route).sort());
  });
});

const cells = roleMatrix(RESTRICTED.map(({ route, roles, status }) => ({ route, allowed: roles, status })));

describe('every route for every role', () => {
  it.each(RESTRICTED.map(({ route }) => route))('%s', async (route) => {
    const row = cells.filter((cell) => cell.route === route);
    const asked = row.map(({ role }) => {
      const claims = role === null ? null : somebody(role);
      return [role ?? 'nobody', ask(route, { claims, role })] as const;
    });
    const expected = Object.fromEntries(row.map(({ role, expected }) => [role ?? 'nobody', expected]));
    expect(await statuses(asked)).toEqual(expected);
  });

  it.each(PUBLIC_ROUTES)('%s is for all', async (route) => {
    const response = await fetch(second.url + specOf(route).url);
    expect(response.status).toBe(200);
  });
});

describe('a route for holders of a link', () => {
  it.each(LINK_ROUTES)('%s is closed to every token without one', async (route) => {
    const path = `${pathOf(specOf(route))}?link=none`;
    const asked = ROLES.map((role) => [role, second.as(somebody(role))('GET', path)] as const);
    expect(await statuses([['nobody', second.as(null)('GET', path)], ...asked])).toEqual(
      Object.fromEntries(['nobody', ...ROLES].map((role) => [role, 403])),
    );
  });
});

describe('a token that is not good for the route', () => {
  it.each(RESTRICTED)('$route', async ({ route, roles, scopes }) => {
    const [role = 'admin'] = roles;
    const claims = somebody(role);
    const others = SCOPES.filter((scope) => !scopes.includes(scope));
    const expected = { expired: 401, 'for another service': 401, 'other scopes': 403, 'no scopes': 403 };
    const asked = [
      ['expired', ask(route, { claims: { ...claims, expiresIn: -120 } })],
      ['for another service', ask(route, { claims: { ...claims, audience: 'elsewhere' } })],
      ['other scopes', ask(route, { claims: { ...claims, scopes: others } })],
      ['no scopes', ask(route, { claims: { ...claims, scopes: [] } })],
    ] as const;
    expect(await statuses(asked)).toEqual(expected);
  });
});

describe('an object outside the data scope', () => {
  it.each(OBJECTS)('$route does not exist for another park', async ({ route, roles }) => {
    const asked = roles.map(
      (role) => [role, ask(route, { claims: { ...somebody(role), park: 'elsewhere' } })] as const,
    );
    expect(await statuses(asked)).toEqual(Object.fromEntries(roles.map((role) => [role, 404])));
  });

  it.each(OBJECTS.filter(({ route }) => !/imports|dead-letters/.test(route)))(
    '$route does not exist for a stranger of the same park',
    async ({ route, roles }) => {
      const limited = roles.filter((role) => LIMITED.includes(role));
      const strangerOf = (role: Role): TokenClaims => ({
        ...somebody(role),
        sub: 'stranger',
        unit: 'labour',
        org: null,
      });
      const asked = limited.map((role) => [role, ask(route, { claims: strangerOf(role) })] as const);
      expect(await statuses(asked)).toEqual(Object.fromEntries(limited.map((role) => [role, 404])));
    },
  );

  it.each(OBJECTS)('$route says the same of it as of what is missing', async ({ route, roles }) => {
    const [role = 'admin'] = roles;
    const outside = await ask(route, { claims: { ...somebody(role), park: 'elsewhere' } });
    const missing = await ask(route, { claims: somebody(role), id: MISSING_ID });
    const said = ({ json: { traceId: _trace, instance: _instance, ...problem } }: RawReply) => problem;
    expect(said(outside)).toEqual(said(missing));
  });

  it.each(['/grievances', '/visits', '/imports', '/categories', '/units', '/dead-letters'])(
    'GET %s lists nothing of another park',
    async (path) => {
      const reply = await second.as({ ...somebody('admin'), park: 'elsewhere' })('GET', path);
      expect(reply).toMatchObject({ status: 200, json: { items: [] } });
    },
  );
});

it('every refusal was a clean problem document', () => {
  expect(refusals.length).toBeGreaterThan(400);
  expect(refusals.flatMap(faultsOf)).toEqual([]);
});
