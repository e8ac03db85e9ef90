import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROLES, type Role } from '@qinwu/domain/actor';
import type { RouteSpec } from '@qinwu/platform/http/route';
import type { TokenClaims } from '@qinwu/testkit/tokens';
import { type CockpitServer, cockpitServer, type Reply } from './cockpit-server.ts';
import { POLICIES, PUBLIC_ROUTES } from './policy-table.ts';

const PREFIX = '/cockpit/v1';
const MISSING_ID = '0198c5c4-2f6e-7b9a-8f00-00000000dead';
const SCOPES = ['cockpit:read', 'cockpit:write', 'cockpit:admin'];

let server: CockpitServer;
beforeAll(async () => {
  server = await cockpitServer();
});
afterAll(() => server.close());

const specs = (): RouteSpec[] => [...server.http.routes];
const nameOf = ({ method, url }: Pick<RouteSpec, 'method' | 'url'>): string =>
  `${method} ${url.replace(PREFIX, '')}`;

function specOf(route: string): RouteSpec {
  const spec = specs().find((each) => nameOf(each) === route);
  if (spec === undefined) throw new Error(`${route} is not registered`);
  return spec;
}

/** Calls a route with its own example, about a record that is not there. */
function ask(route: string, claims: TokenClaims): Promise<Reply> {
  const spec = specOf(route);
  const path = spec.url.slice(PREFIX.length).replace(/:\w+/g, MISSING_ID);
  const form = new FormData();
  form.set('options', JSON.stringify({ kind: 'titles', source: 'sample', format: 'jsonl' }));
  form.set('file', new Blob(['{}']), 'rows.jsonl');
  const content = spec.upload === undefined ? { body: spec.example ?? {} } : { form };
  return server.as(claims)(spec.method, path, spec.method === 'GET' ? {} : content);
}

const somebody = (role: Role): TokenClaims => ({ roles: role, sub: 'somebody', scopes: SCOPES });
const RESTRICTED = POLICIES.flatMap(({ routes, ...policy }) => routes.map((route) => ({ route, ...policy })));

describe('the policy table', () => {
  it('names every route, and no route that is not there', () => {
    const named = [...PUBLIC_ROUTES, ...RESTRICTED.map(({ route }) => route)];
    expect(specs().map(nameOf).toSorted()).toEqual(named.toSorted());
  });

  it('names the scopes of every route', () => {
    const asked = RESTRICTED.map(({ route }) => {
      const { access } = specOf(route);
      return [route, access === 'public' ? [] : (access.scopes ?? [])];
    });
    expect(asked).toEqual(RESTRICTED.map(({ route, scopes }) => [route, scopes]));
  });
});

describe('every route for every role', () => {
  it.each(RESTRICTED)('$route', async ({ route, roles }) => {
    for (const role of ROLES) {
      const { status, body } = await ask(route, somebody(role));
      const isBarred = status === 403 && body.type === 'urn:qinwu:problem:role-insufficient';
      expect({ role, isBarred, isFault: status >= 500 }).toEqual({
        role,
        isBarred: !roles.includes(role),
        isFault: false,
      });
    }
    const spec = specOf(route);
    const nobody = await fetch(server.baseUrl + spec.url.replace(/:(\w+)/g, MISSING_ID), {
      method: spec.method,
      headers: { 'idempotency-key': 'role-matrix-00000001' },
    });
    await nobody.body?.cancel();
    expect(nobody.status).toBe(401);
  });

  const SCOPED = RESTRICTED.filter(({ scopes }) => scopes.length > 0);
  it.each(SCOPED)('$route without its scope', async ({ route, roles: [role = 'admin'], scopes }) => {
    const others = SCOPES.filter((scope) => !scopes.includes(scope));
    expect((await ask(route, { ...somebody(role), scopes: others })).status).toBe(403);
    expect((await ask(route, { ...somebody(role), expiresIn: -120 })).status).toBe(401);
  });
});
