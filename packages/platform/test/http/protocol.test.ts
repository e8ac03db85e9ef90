import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Demo, startDemo } from './demo-service.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.close());

const ID = '0198c5c4-2f6e-7b9a-8f00-000000000001';
const THING = `/demo/v1/things/${ID}`;
let keys = 0;
const nextKey = () => `protocol-key-${++keys}-00000`;

function create(
  key: string | null,
  body: unknown,
  { token = demo.token, prefer }: { token?: string; prefer?: string } = {},
): Promise<Response> {
  return fetch(`${demo.url}/demo/v1/things`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...(key === null ? {} : { 'idempotency-key': key }),
      ...(prefer === undefined ? {} : { prefer }),
    },
  });
}

async function countOf(title: string): Promise<number> {
  const { rows } = await demo.db.pool.query('select count(*)::int as n from thing where title = $1', [title]);
  return rows[0].n;
}

describe('Idempotency-Key', () => {
  it.each([
    ['missing', null],
    ['15 characters', 'a'.repeat(15)],
    ['256 characters', 'a'.repeat(256)],
    ['not ASCII', 'k\u00e9y-key-key-key-key'],
    ['half a quote', '"abcdefghijklmnopqrst'],
  ])('29 %s is 400', async (_name, key) => {
    const response = await create(key, { title: 'keyless', amount: 1 });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ in: 'header', pointer: '/idempotency-key' }] });
    expect(await countOf('keyless')).toBe(0);
  });

  it('a repeat gets the kept answer byte for byte, members in any order, quoted or bare', async () => {
    const key = nextKey();
    const first = await create(key, { title: '重复 😀', amount: 1, tags: ['b', 'a'] });
    const repeat = await create(`"${key}"`, { tags: ['b', 'a'], amount: 1, title: '重复 😀' });
    expect([first.status, repeat.status]).toEqual([201, 201]);
    expect(await repeat.text()).toBe(await first.text());
    for (const name of ['etag', 'location', 'content-type']) {
      expect(repeat.headers.get(name)).toBe(first.headers.get(name));
    }
    expect([first.headers.get('idempotent-replayed'), repeat.headers.get('idempotent-replayed')]).toEqual([
      null,
      'true',
    ]);
    expect(await countOf('重复 😀')).toBe(1);
  });

  it('30 the same key with another body is 422', async () => {
    const key = nextKey();
    await create(key, { title: 'one', amount: 1 });
    const response = await create(key, { title: 'two', amount: 1 });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ type: 'urn:qinwu:problem:idempotency-key-reused' });
    expect(await countOf('two')).toBe(0);
  });

  it('31 of 50 at once one is carried out, and all get its answer', async () => {
    const key = nextKey();
    const responses = await Promise.all(
      Array.from({ length: 50 }, () => create(key, { title: 'fifty', amount: 1 })),
    );
    expect(responses.filter(({ status }) => status !== 201)).toEqual([]);
    expect(new Set(await Promise.all(responses.map((response) => response.text()))).size).toBe(1);
    expect(await countOf('fifty')).toBe(1);
  });

  it('what differs only in what validation makes of it is another request', async () => {
    const key = nextKey();
    await create(key, { title: 'raw', amount: 1, code: 'a' });
    const trimmed = await create(key, { title: 'raw', amount: 1, code: ' a ' });
    expect(trimmed.status).toBe(422);
    const defaulted = await create(key, { title: 'raw', amount: 1, code: 'a', tags: [] });
    expect(defaulted.status).toBe(422);
  });

  it('a park and a subject with slashes are no other park and subject', async () => {
    const key = nextKey();
    const officer = { roles: 'officer', scopes: ['things:write'] } as const;
    const one = await demo.issuer.token({ ...officer, park: 'a/b', sub: 'c' });
    const other = await demo.issuer.token({ ...officer, park: 'a', sub: 'b/c' });
    for (const token of [one, other]) {
      const response = await create(key, { title: 'slashes', amount: 1 }, { token });
      expect([response.status, response.headers.get('idempotent-replayed')]).toEqual([201, null]);
    }
  });

  it('a key belongs to its client', async () => {
    const key = nextKey();
    const stranger = await demo.issuer.token({ roles: 'officer', sub: 'other', scopes: ['things:write'] });
    const sameSubject = await demo.issuer.token({
      roles: 'officer',
      park: 'other',
      scopes: ['things:write'],
    });
    for (const token of [demo.token, stranger, sameSubject]) {
      const response = await create(key, { title: 'per client', amount: 1 }, { token });
      expect([response.status, response.headers.get('idempotent-replayed')]).toEqual([201, null]);
    }
  });
});

describe('preconditions', () => {
  const change = (ifMatch?: string) =>
    demo.json(THING, {
      method: 'PATCH',
      body: '{"title":"b"}',
      headers: {
        'content-type': 'application/json',
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      },
    });
  it.each([
    ['missing', undefined, 428],
    ['any', '*', 428],
    ['another version', `"${ID}-6"`, 412],
    ['another record', '"0198c5c4-2f6e-7b9a-8f00-000000000002-7"', 412],
    ['weak', `W/"${ID}-7"`, 412],
    ['a foreign tag', '"abc"', 412],
    ['unquoted', `${ID}-7`, 400],
    ['right', `"${ID}-7"`, 200],
  ])('If-Match %s', async (_name, tag, status) => {
    const { response } = await change(tag);
    expect(response.status).toBe(status);
    if (status === 200) expect(response.headers.get('etag')).toBe(`"${ID}-8"`);
  });

  it.each([
    [`"${ID}-7"`, 304],
    [`"x", W/"${ID}-7"`, 304],
    ['*', 304],
    [`"${ID}-6"`, 200],
  ])('If-None-Match %s', async (tag, status) => {
    const response = await fetch(demo.url + THING, {
      headers: { authorization: `Bearer ${demo.token}`, 'if-none-match': tag },
    });
    expect([response.status, response.headers.get('etag')]).toEqual([status, `"${ID}-7"`]);
    expect((await response.text()) === '').toBe(status === 304);
    // Who signs in next on the same machine sees less of the record, or more.
    expect(response.headers.get('vary')).toContain('Authorization');
    expect(response.headers.get('cache-control')).toBe('private, no-cache');
  });
});

describe('Prefer: return=minimal', () => {
  it('a record is made without a copy in the answer, and its repeat gets the same', async () => {
    const key = nextKey();
    const prefer = 'return=minimal';
    const first = await create(key, { title: 'short', amount: 1 }, { prefer });
    const repeat = await create(key, { title: 'short', amount: 1 });
    for (const response of [first, repeat]) {
      expect([response.status, await response.text()]).toEqual([201, '']);
      expect(response.headers.get('preference-applied')).toBe(prefer);
      expect(response.headers.get('content-type')).toBeNull();
    }
    const location = first.headers.get('location') ?? '';
    expect(location).toMatch(/^\/demo\/v1\/things\/[0-9a-f-]{36}$/);
    expect(first.headers.get('etag')).toBe(`"${location.slice('/demo/v1/things/'.length)}-1"`);
    expect([repeat.headers.get('location'), repeat.headers.get('etag')]).toEqual([
      location,
      first.headers.get('etag'),
    ]);
    expect(await countOf('short')).toBe(1);
    const { rows } = await demo.db.pool.query('select body, record_id from idempotency where key = $1', [
      key,
    ]);
    expect(rows).toEqual([{ body: '', record_id: null }]);
  });

  it('a change is 204 with its version, a read and a refusal keep their body', async () => {
    const headers = { 'content-type': 'application/json', prefer: 'return=minimal' };
    const change = await demo.json(THING, {
      method: 'PATCH',
      body: '{"title":"b"}',
      headers: { ...headers, 'if-match': `"${ID}-7"` },
    });
    expect([change.response.status, change.body]).toEqual([204, {}]);
    expect(change.response.headers.get('etag')).toBe(`"${ID}-8"`);
    const read = await demo.json(THING, { headers: { prefer: 'return=minimal' } });
    expect(read.body).toMatchObject({ id: ID });
    const refusal = await demo.json(THING, { method: 'PATCH', body: '{"title":""}', headers });
    expect(refusal.body).toMatchObject({ type: expect.stringMatching(/^urn:qinwu:problem:/) });
  });
});

describe('answers', () => {
  it('hold what their schema names and nothing else', async () => {
    const { response, body } = await demo.json(THING);
    expect(body).toEqual({ id: ID, title: 'T', amount: 1, note: null, version: 7 });
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it.each([
    ['text/html', 406],
    ['application/xml, application/json;q=0', 406],
    ['application/*', 200],
    ['text/html, */*;q=0.1', 200],
    ['application/problem+json', 200],
  ])('Accept: %s is %s', async (accept, status) => {
    const { response } = await demo.json(THING, { headers: { accept } });
    expect(response.status).toBe(status);
  });

  it('HEAD is GET without its body', async () => {
    const response = await fetch(demo.url + THING, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${demo.token}` },
    });
    expect([response.status, response.headers.get('etag')]).toEqual([200, `"${ID}-7"`]);
  });

  it('continue the caller’s trace', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const { response } = await demo.json(THING, {
      headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
    });
    expect(response.headers.get('traceparent')).toMatch(
      new RegExp(`^00-${traceId}-(?!00f067aa0ba902b7)\\w{16}-01$`),
    );
    const broken = await demo.json(THING, { headers: { traceparent: '00-0-0-0' } });
    expect(broken.response.headers.get('traceparent')).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });
});

describe('problems', () => {
  it.each([
    [undefined, 'zh-CN', '不可以'],
    ['en-GB,en;q=0.9', 'en', 'Not possible'],
    ['fr, en;q=0.3, zh;q=0.4', 'zh-CN', '不可以'],
    ['fr', 'zh-CN', '不可以'],
  ])('Accept-Language %s answers in %s', async (language, tag, title) => {
    const headers: Record<string, string> = language === undefined ? {} : { 'accept-language': language };
    const response = await fetch(`${demo.url}/demo/v1/faults/rule`, { headers });
    expect(response.headers.get('content-language')).toBe(tag);
    expect(await response.json()).toMatchObject({
      type: 'urn:qinwu:problem:demo-rule',
      title,
      status: 422,
      instance: '/demo/v1/faults/rule',
      allowedActions: ['accept'],
    });
  });

  it.each([
    ['throw', 500, null],
    ['sql', 500, null],
    ['conflict', 409, null],
    ['unavailable', 503, '1'],
    ['slow', 503, '1'],
  ])('%s is %s and tells nothing', async (fault, status, retryAfter) => {
    demo.logLines.length = 0;
    const response = await fetch(`${demo.url}/demo/v1/faults/${fault}`);
    const text = await response.text();
    expect([response.status, response.headers.get('retry-after')]).toEqual([status, retryAfter]);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(text).not.toMatch(/secret|srv|no_such_table|select|stack/i);
    const errors = demo.logLines.filter((line) => line.includes('"request failed"'));
    expect(errors).toHaveLength(status === 500 ? 1 : 0);
    if (fault === 'sql') expect(errors[0]).not.toMatch(/secret/);
  });

  it('every fault of a body is told, with its place', async () => {
    const response = await create(nextKey(), { title: '', amount: -1, child: { name: 7 }, 'a b': 1 });
    const { errors } = (await response.json()) as { errors: { pointer: string; code: string }[] };
    expect(errors.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['', 'unknown-field'],
      ['/title', 'too-short'],
      ['/amount', 'too-small'],
      ['/child/name', 'type'],
    ]);
  });
});

describe('probes and log', () => {
  it('/livez, /readyz and /metrics answer', async () => {
    expect((await fetch(`${demo.url}/livez`)).status).toBe(200);
    const metrics = await fetch(`${demo.url}/metrics`);
    expect(await metrics.text()).toContain('qinwu_http_seconds_count');
    let ok = true;
    demo.http.ready('database', async () => {
      if (!ok) throw new Error('password authentication failed');
    });
    expect((await fetch(`${demo.url}/readyz`)).status).toBe(200);
    let queueOk = false;
    const queue = async (): Promise<void> => {
      if (!queueOk) throw new Error('away');
    };
    demo.http.ready('queue', queue, 'degrades');
    const degraded = await fetch(`${demo.url}/readyz`);
    expect([degraded.status, await degraded.json()]).toMatchObject([
      200,
      { status: 'degraded', checks: [{ ok: true }, { name: 'queue', ok: false, degraded: true }] },
    ]);
    queueOk = true;
    ok = false;
    const response = await fetch(`${demo.url}/readyz`);
    expect(response.status).toBe(503);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ checks: [{ name: 'database', ok: false }, { name: 'queue' }] });
    expect(text).not.toContain('password');
    ok = true;
    demo.http.drain();
    expect((await fetch(`${demo.url}/readyz`)).status).toBe(503);
  });

  it('one line per request, without its query or body', async () => {
    demo.logLines.length = 0;
    await demo.json('/demo/v1/things?sort=title&cursor=canary');
    await create(nextKey(), { title: 'canary', amount: 1 });
    const lines = demo.logLines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ method, route, status }) => [method, route, status])).toEqual([
      ['GET', '/demo/v1/things', 200],
      ['POST', '/demo/v1/things', 201],
    ]);
    expect(demo.logLines.join('')).not.toContain('canary');
  });
});

describe('OpenAPI', () => {
  it('is served, with schemas, problems, security and examples', async () => {
    const response = await fetch(`${demo.url}/demo/openapi.json`);
    expect(response.status).toBe(200);
    const document = (await response.json()) as Record<string, never>;
    const { paths, components } = document as unknown as Record<
      string,
      Record<string, Record<string, never>>
    >;
    const { post } = paths?.['/demo/v1/things'] ?? {};
    expect(post).toMatchObject({
      operationId: 'createThing',
      security: [{ oauth2: ['things:write'] }, { oauth2: ['things:admin'] }, { bearer: [] }],
      requestBody: {
        content: {
          'application/json': { schema: { $ref: '#/components/schemas/NewThing' }, example: { amount: 3 } },
        },
      },
    });
    expect(components?.schemas?.NewThing).toMatchObject({ additionalProperties: false });
    const text = JSON.stringify(document);
    for (const [, section = '', name = ''] of text.matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)) {
      expect([section, name, typeof components?.[section]?.[name]]).toEqual([section, name, 'object']);
    }
    expect(text).not.toContain('$defs');
  });

  it('its examples work when sent as they stand', async () => {
    expect((await create(nextKey(), { title: '路灯不亮', amount: 3 })).status).toBe(201);
  });
});
