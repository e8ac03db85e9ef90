import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROLES, type Role } from '@qinwu/domain/actor';
import type { RouteSpec } from '@qinwu/platform/http/route';
import type { TokenClaims } from '@qinwu/testkit/tokens';
import { type CreditService, newKey, type Reply, startCreditService } from './credit-service.ts';
import { POLICIES, PUBLIC_ROUTES } from './policy-table.ts';
import { enterFirm, firm } from './run-park.ts';

const PREFIX = '/credit/v1';
const MISSING_ID = '0198c5c4-2f6e-7b9a-8f00-00000000dead';
const SCOPES = ['credit:read', 'credit:write', 'credit:admin'];
const OWN = firm(1);
const QUERIES: Readonly<Record<string, string>> = {
  '/indicator-values': `?uscc=${OWN}`,
  '/enterprises/:uscc/portrait': '?purpose=insurance',
};

let service: CreditService;
beforeAll(async () => {
  service = await startCreditService();
  for (const n of [1, 2]) await enterFirm(service, n);
});
afterAll(() => service.close());

const specs = (): RouteSpec[] => [...service.app.http.routes];
const nameOf = ({ method, url }: Pick<RouteSpec, 'method' | 'url'>): string =>
  `${method} ${url.replace(PREFIX, '')}`;

function specOf(route: string): RouteSpec {
  const spec = specs().find((each) => nameOf(each) === route);
  if (spec === undefined) throw new Error(`${route} is not registered`);
  return spec;
}

/** Calls a route with its own example, about a record that is not there. */
function ask(route: string, claims: TokenClaims, uscc = OWN): Promise<Reply> {
  const spec = specOf(route);
  const path = spec.url.slice(PREFIX.length);
  const values: Readonly<Record<string, string>> = { uscc, code: 'sample' };
  const filled = path.replace(/:(\w+)/g, (_, name: string) => values[name] ?? MISSING_ID);
  const form = new FormData();
  form.set('options', JSON.stringify({ kind: 'enterprises', source: 'sample', format: 'jsonl' }));
  form.set('file', new Blob(['{}']), 'rows.jsonl');
  const content = spec.upload === undefined ? { body: spec.example ?? {} } : { form };
  const headers = spec.ifMatch === 'required' ? { 'if-match': `"${MISSING_ID}-1"` } : {};
  return service.as(claims)(spec.method, filled + (QUERIES[path] ?? ''), {
    ...(spec.method === 'GET' ? {} : content),
    headers,
  });
}

const somebody = (role: Role): TokenClaims => ({ roles: role, sub: 'somebody', org: OWN, scopes: SCOPES });
const RESTRICTED = POLICIES.flatMap(({ routes, ...policy }) => routes.map((route) => ({ route, ...policy })));

describe('the policy table', () => {
  it('names every route, and no route that is not there', () => {
    const named = [...PUBLIC_ROUTES, ...RESTRICTED.map(({ route }) => route)];
    expect(specs().map(nameOf).toSorted()).toEqual(named.toSorted());
  });

  it('names the scopes of every route', () => {
    const asked = RESTRICTED.map(({ route }) => {
      const { access } = specOf(route);
      return [route, access === 'public' ? [] : access.scopes];
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
    const nobody = await fetch(service.url + spec.url.replace(/:(\w+)/g, MISSING_ID), {
      method: spec.method,
      headers: { 'idempotency-key': newKey() },
    });
    await nobody.body?.cancel();
    expect(nobody.status).toBe(401);
  });

  it.each(RESTRICTED)('$route without its scope', async ({ route, roles: [role = 'admin'], scopes }) => {
    const others = SCOPES.filter((scope) => !scopes.includes(scope));
    expect((await ask(route, { ...somebody(role), scopes: others })).status).toBe(403);
    expect((await ask(route, { ...somebody(role), expiresIn: -120 })).status).toBe(401);
  });
});

describe('what is another enterprise’s', () => {
  const ofOne = RESTRICTED.filter(
    ({ route, roles }) => route.includes(':uscc') && roles.includes('enterprise'),
  );
  it.each(ofOne)('$route is not there', async ({ route, roles: [role = 'admin'] }) => {
    expect((await ask(route, somebody('enterprise'), firm(2))).status).toBe(404);
    expect((await ask(route, { ...somebody(role), park: 'elsewhere' })).status).toBe(404);
  });
});
