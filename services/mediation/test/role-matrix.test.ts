import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '@qinwu/domain/actor';
import type { RouteSpec } from '@qinwu/platform/http/route';
import { roleMatrix } from '@qinwu/testkit/role-matrix';
import type { TokenClaims } from '@qinwu/testkit/tokens';
import { injuryOfItsOwn } from './injury-service.ts';
import {
  INTAKE,
  type MediationService,
  newKey,
  type Reply,
  startMediationService,
} from './mediation-service.ts';
import { POLICY, PUBLIC_ROUTES } from './policy-table.ts';
import { MISSING_ID, pathOf, routeName, sampleOf } from './sample-calls.ts';

const SCOPES = ['mediation:read', 'mediation:write', 'mediation:admin', 'pii:erase'];
const RESTRICTED = POLICY.filter(({ route }) => !PUBLIC_ROUTES.includes(route));
/** Routes of one record in which somebody stands or does not. */
const RECORDS = RESTRICTED.filter(
  ({ route }) => /\/(cases|injury-applications)\/:id/.test(route) && !route.endsWith('/:action'),
);
/** All but the window's own people see only what they stand in. */
const isWindow = (role: Role): boolean => role === 'dispatcher' || role === 'supervisor';
/** The words of a record that is not there; a part of one has others. */
const NO_RECORD = /problem:(case|injury)-missing$/;

let service: MediationService;
/** A case and an application that nobody may touch, by the first part of their paths. */
const kept: Record<string, string> = {};

beforeAll(async () => {
  service = await startMediationService();
  // The examples tell of these days.
  service.clock.set('2025-09-02T02:00:00Z');
  for (const kind of ['cases', 'injury-applications']) kept[kind] = await registered(kind, 'window-1');
});
afterAll(() => service?.close());

/** Somebody without any part in a record but what is said of it. */
function somebody(role: Role, sub = 'somebody'): TokenClaims {
  return { roles: role, sub, org: null, scopes: SCOPES };
}

async function registered(kind: string, sub: string): Promise<string> {
  const intake = kind === 'cases' ? INTAKE : injuryOfItsOwn();
  const { status, body } = await service.as(somebody('officer', sub))('POST', `/${kind}`, { body: intake });
  expect(status).toBe(201);
  return body.id;
}

const specs = (): RouteSpec[] => [...service.app.http.routes];
const kindOf = (route: string): string => route.split('/')[1] ?? '';

function specOf(route: string): RouteSpec {
  const spec = specs().find((each) => routeName(each) === route);
  if (spec === undefined) throw new Error(`${route} is not registered`);
  return spec;
}

/** Calls a route with its own example. */
async function ask(route: string, claims: TokenClaims, id: string = MISSING_ID): Promise<Reply> {
  const spec = specOf(route);
  const headers = spec.ifMatch === 'required' ? { headers: { 'if-match': `"${id}-3"` } } : {};
  return service.as(claims)(spec.method, pathOf(spec, id), { ...sampleOf(spec, claims.roles), ...headers });
}

async function askWithoutToken(route: string): Promise<number> {
  const spec = specOf(route);
  const { body } = sampleOf(spec, null);
  const response = await fetch(`${service.url}/mediation/v1${pathOf(spec)}`, {
    method: spec.method,
    headers: { 'content-type': 'application/json', 'idempotency-key': newKey() },
    ...(spec.method !== 'GET' && { body: JSON.stringify(body ?? {}) }),
  });
  await response.body?.cancel();
  return response.status;
}

/** What is answered to each of some callers, by name. */
async function byName<T>(entries: readonly (readonly [string, Promise<T>])[]): Promise<Record<string, T>> {
  const answers = entries.map(async ([name, answer]) => [name, await answer] as const);
  return Object.fromEntries(await Promise.all(answers));
}

const statusOf = async (reply: Promise<Reply>): Promise<number> => (await reply).status;

describe('the policy table', () => {
  it('names every route, and no route that is not there', () => {
    expect(specs().map(routeName).sort()).toEqual(POLICY.map(({ route }) => route).sort());
  });

  it('names the scopes of every route', () => {
    const scopesOf = (route: string): readonly string[] => {
      const { access } = specOf(route);
      return access === 'public' ? [] : (access.scopes ?? []);
    };
    const asked = RESTRICTED.map(({ route }) => [route, scopesOf(route)]);
    expect(asked).toEqual(RESTRICTED.map(({ route, scopes }) => [route, scopes]));
  });

  it('catches a route nobody wrote a policy for', () => {
    const routes = [...specs(), { method: 'DELETE', url: '/mediation/v1/cases/:id' } as const];
    expect(routes.map(routeName).sort()).not.toEqual(POLICY.map(({ route }) => route).sort());
  });
});

const cells = roleMatrix(RESTRICTED.map(({ route, roles, status }) => ({ route, allowed: roles, status })));

describe('every route for every role', () => {
  it.each(RESTRICTED.map(({ route }) => route))('%s', async (route) => {
    const row = cells.filter((cell) => cell.route === route);
    const asked = row.map(({ role }) => {
      const answer = role === null ? askWithoutToken(route) : statusOf(ask(route, somebody(role)));
      return [role ?? 'nobody', answer] as const;
    });
    const expected = Object.fromEntries(row.map(({ role, expected }) => [role ?? 'nobody', expected]));
    expect(await byName(asked)).toEqual(expected);
  });

  it.each(PUBLIC_ROUTES)('%s is for all', async (route) => {
    const response = await fetch(service.url + specOf(route).url);
    await response.body?.cancel();
    expect(response.status).toBe(200);
  });
});

describe('a token that is not good for the route', () => {
  it.each(RESTRICTED)('$route', async ({ route, roles, scopes }) => {
    const [role = 'admin'] = roles;
    const claims = somebody(role);
    const others = SCOPES.filter((scope) => !scopes.includes(scope));
    const asked = [
      ['expired', statusOf(ask(route, { ...claims, expiresIn: -120 }))],
      ['for another service', statusOf(ask(route, { ...claims, audience: 'elsewhere' }))],
      ['other scopes', statusOf(ask(route, { ...claims, scopes: others }))],
      ['no scopes', statusOf(ask(route, { ...claims, scopes: [] }))],
    ] as const;
    const expected = { expired: 401, 'for another service': 401, 'other scopes': 403, 'no scopes': 403 };
    expect(await byName(asked)).toEqual(expected);
  });
});

describe('a record in which one does not stand', () => {
  const notFound = (roles: readonly Role[]) => Object.fromEntries(roles.map((role) => [role, 404]));
  const idOf = (route: string): string => kept[kindOf(route)] ?? '';

  it.each(RECORDS)('$route is not there for an outsider of the park', async ({ route, roles }) => {
    const outside = roles.filter((role) => !isWindow(role));
    const asked = outside.map((role) => [role, statusOf(ask(route, somebody(role), idOf(route)))] as const);
    expect(await byName(asked)).toEqual(notFound(outside));
  });

  it.each(RECORDS)('$route is not there for anybody of another park', async ({ route, roles }) => {
    const claims = (role: Role): TokenClaims => ({ ...somebody(role, 'window-1'), park: 'elsewhere' });
    const asked = roles.map((role) => [role, statusOf(ask(route, claims(role), idOf(route)))] as const);
    expect(await byName(asked)).toEqual(notFound(roles));
  });

  it.each(RECORDS)('$route says the same of it as of what is missing', async ({ route, roles }) => {
    const [role = 'admin'] = roles;
    const said = async (reply: Promise<Reply>) => {
      const { traceId: _trace, instance: _instance, ...problem } = (await reply).body;
      return problem;
    };
    const outside = await said(ask(route, { ...somebody(role), park: 'elsewhere' }, idOf(route)));
    expect(outside).toEqual(await said(ask(route, somebody(role))));
    expect(outside.type).toMatch(NO_RECORD);
  });

  it.each(RECORDS)('$route is there for those who stand in it', async ({ route, roles }) => {
    const id = await registered(kindOf(route), 'somebody');
    const told = async (role: Role): Promise<boolean> => {
      const { status, body } = await ask(route, somebody(role), id);
      return status < 500 && !(status === 404 && NO_RECORD.test(body.type));
    };
    const limited = roles.filter((role) => !isWindow(role));
    const seen = await byName(limited.map((role) => [role, told(role)] as const));
    // A sealed case is the supervisor's alone: the dispatcher, who may seal it here, is asked before.
    for (const role of ['dispatcher', 'supervisor'] as const) {
      if (roles.includes(role)) seen[role] = await told(role);
    }
    expect(seen).toEqual(Object.fromEntries(roles.map((role) => [role, true])));
  });

  it('was left as it was by all of that', async () => {
    for (const kind of ['cases', 'injury-applications']) {
      const reply = await service.as(somebody('supervisor'))('GET', `/${kind}/${kept[kind]}`);
      expect(reply).toMatchObject({ status: 200, body: { version: 1 } });
    }
  });

  it.each(['/cases', '/injury-applications', '/mediators', '/rooms', '/sessions', '/notices', '/imports'])(
    'GET %s lists nothing of another park',
    async (path) => {
      const { roles } = POLICY.find(({ route }) => route === `GET ${path}`) ?? { roles: [] };
      const asked = roles.map(async (role) => {
        const { status, body } = await ask(`GET ${path}`, { ...somebody(role), park: 'elsewhere' });
        return { status, items: body.items };
      });
      expect(await Promise.all(asked)).toEqual(roles.map(() => ({ status: 200, items: [] })));
    },
  );
});
