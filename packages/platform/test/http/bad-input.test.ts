import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Demo, startDemo } from './demo-service.ts';
import { sendRaw } from './raw-request.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.close());

const VALID = '{"title":"a","amount":1}';
let keys = 0;
const nextKey = () => `bad-input-key-${++keys}-0000`;

function post(body: string | Buffer, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${demo.url}/demo/v1/things`, {
    method: 'POST',
    body: typeof body === 'string' ? body : new Uint8Array(body),
    headers: {
      authorization: `Bearer ${demo.token}`,
      'content-type': 'application/json',
      'idempotency-key': nextKey(),
      ...headers,
    },
  });
}

async function expectProblem(response: Response, status: number): Promise<Record<string, unknown>> {
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = (await response.json()) as Record<string, unknown>;
  expect(problem).toMatchObject({
    status,
    title: expect.any(String),
    traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
  expect(String(problem.type)).toMatch(/^urn:qinwu:problem:[a-z-]+$/);
  expect(JSON.stringify(problem)).not.toMatch(/node_modules|at \w+ \(|select |insert |fastify/i);
  return problem;
}

describe('what is good passes', () => {
  it.each([
    ['plain', VALID, {}],
    ['charset utf-8', VALID, { 'content-type': 'application/json; charset=UTF-8' }],
    ['an integer written as -0', '{"title":"a","amount":-0}', {}],
    [
      'unicode, escapes and a paired surrogate',
      '{"title":"勤务 \\u00e9 \\ud83d\\ude00 \\\\","amount":1}',
      {},
    ],
    ['the largest exact integer', '{"title":"a","amount":9007199254740991}', {}],
    ['an exact decimal', '{"title":"a","amount":1,"child":{"name":"b","weight":0.1}}', {}],
  ])('%s', async (_name, body, headers) => {
    const response = await post(body, headers);
    expect(response.status).toBe(201);
  });
});

const BODY_CASES: readonly (readonly [string, string | Buffer, number, string])[] = [
  ['1 empty body', '', 400, 'json-empty'],
  ['2 truncated JSON', '{"title":"a"', 400, 'json-syntax'],
  ['3 trailing garbage', `${VALID}x`, 400, 'json-syntax'],
  ['3 NaN', '{"title":"a","amount":NaN}', 400, 'json-syntax'],
  ['3 comment', '{"title":"a",/* */"amount":1}', 400, 'json-syntax'],
  ['3 single quotes', "{'title':'a','amount':1}", 400, 'json-syntax'],
  ['4 root array', `[${VALID}]`, 400, 'json-root'],
  ['4 root string', '"a"', 400, 'json-root'],
  ['4 root null', 'null', 400, 'json-root'],
  ['5 __proto__', '{"title":"a","amount":1,"__proto__":{"x":1}}', 400, 'json-forbidden-key'],
  ['5 __proto__ escaped', '{"title":"a","amount":1,"\\u005f_proto__":{"x":1}}', 400, 'json-forbidden-key'],
  [
    '5 __proto__ nested',
    '{"title":"a","amount":1,"child":{"name":"b","__proto__":{}}}',
    400,
    'json-forbidden-key',
  ],
  [
    '5 constructor.prototype',
    '{"title":"a","amount":1,"constructor":{"prototype":{}}}',
    400,
    'json-forbidden-key',
  ],
  ['6 duplicate key', '{"title":"a","amount":1,"amount":999}', 400, 'json-duplicate-key'],
  ['6 duplicate key, one escaped', '{"title":"a","amount":1,"\\u0061mount":999}', 400, 'json-duplicate-key'],
  [
    '6 duplicate key nested',
    '{"title":"a","amount":1,"child":{"name":"b","name":"c"}}',
    400,
    'json-duplicate-key',
  ],
  ['8 60,000 keys', `{${Array.from({ length: 60_000 }, (_, at) => `"k${at}":1`).join()}}`, 400, 'json-keys'],
  ['9 2 MB', `{"title":"${'a'.repeat(2_000_000)}"}`, 413, ''],
  ['10 invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0xc3, 0x28, 0x22, 0x7d]), 400, 'json-encoding'],
  ['10 byte order mark', `\ufeff${VALID}`, 400, 'json-syntax'],
  ['11 NUL escaped', '{"title":"a\\u0000","amount":1}', 400, 'json-text'],
  ['11 NUL raw', '{"title":"a\u0000","amount":1}', 400, 'json-syntax'],
  ['11 lone surrogate', '{"title":"a\\ud800","amount":1}', 400, 'json-text'],
  [
    '18 of many faults in 100 kB the first',
    `{"title":"a","amount":1,"tags":[${'1,'.repeat(50_000)}1]}`,
    400,
    'too-many',
  ],
  ['18 extra property', '{"title":"a","amount":1,"isAdmin":true}', 400, 'unknown-field'],
  [
    '18 extra property nested',
    '{"title":"a","amount":1,"child":{"name":"b","isAdmin":true}}',
    400,
    'unknown-field',
  ],
  ['19 text for an integer', '{"title":"a","amount":"1"}', 400, 'type'],
  ['19 true for an integer', '{"title":"a","amount":true}', 400, 'type'],
  ['19 null for an integer', '{"title":"a","amount":null}', 400, 'type'],
  ['19 scalar for an array', '{"title":"a","amount":1,"tags":"x"}', 400, 'type'],
  ['20 above 2^53', '{"title":"a","amount":9007199254740993}', 400, 'json-number'],
  ['20 1e400', '{"title":"a","amount":1e400}', 400, 'json-number'],
  ['20 1.5', '{"title":"a","amount":1.5}', 400, 'type'],
  [
    '20 more digits than a double keeps',
    '{"title":"a","amount":1,"child":{"name":"b","weight":0.12345678901234567890123}}',
    400,
    'json-number',
  ],
  ['nested 21 deep', `{"title":${'['.repeat(21)}${']'.repeat(21)},"amount":1}`, 400, 'json-depth'],
  ['nested 400,000 deep', `{"title":${'['.repeat(400_000)}${']'.repeat(400_000)}}`, 400, 'json-depth'],
  ['a rule zod alone knows', '{"title":"a","amount":1,"code":" taken "}', 400, 'invalid'],
];

describe('bodies', () => {
  it.each(BODY_CASES)('%s', async (_name, body, status, code) => {
    const problem = await expectProblem(await post(body), status);
    const errors = (problem.errors ?? []) as { code: string }[];
    expect(errors.map((error) => error.code)).toEqual(code === '' ? [] : [code]);
  });

  it('refused bodies wrote nothing', async () => {
    const { rows } = await demo.db.pool.query("select count(*)::int as n from thing where title <> 'a'");
    expect(rows[0].n).toBe(1);
  });

  it('9 a declared length of 5,000,000', async () => {
    const head = `POST /demo/v1/things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${demo.token}\r\nContent-Type: application/json\r\nContent-Length: 5000000\r\n\r\n{`;
    const answer = await sendRaw(demo.port, head);
    expect(answer.status).toBe(413);
    expect(answer.headers).toContain('application/problem+json');
  });
});

const MEDIA_CASES: readonly (readonly [string, string | null, string, number])[] = [
  ['13 charset=gbk', 'application/json; charset=gbk', VALID, 415],
  ['14 no content type', null, VALID, 415],
  ['14 XML', 'application/xml', '<a/>', 415],
  ['14 form', 'application/x-www-form-urlencoded', 'title=a&amount=1', 415],
  ['14 multipart', 'multipart/form-data; boundary=x', '--x--\r\n', 415],
  ['14 two types', 'application/json, application/json', VALID, 415],
  ['14 a longer type', 'application/jsonp', VALID, 415],
  ['15 text/plain', 'text/plain', VALID, 415],
  ['16 tab before the semicolon, invalid body', 'application/json\t;', '{"title":1}', 400],
  ['16 leading space, invalid body', ' application/json', '{"title":1}', 400],
  ['16 trailing semicolon, invalid body', 'application/json;', '{"title":1}', 400],
];

describe('content types', () => {
  it('a packed body is 415 and told how to come', async () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const response = await fetch(`${demo.url}/demo/v1/things`, { method: 'POST', headers, body: VALID });
    await expectProblem(response, 415);
    expect(response.headers.get('accept-encoding')).toBe('identity');
  });

  it.each(MEDIA_CASES)('%s', async (_name, type, body, status) => {
    const line = type === null ? '' : `Content-Type: ${type}\r\n`;
    const answer = await sendRaw(
      demo.port,
      `POST /demo/v1/things HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${demo.token}\r\nIdempotency-Key: ${nextKey()}\r\n${line}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    expect(answer.status).toBe(status);
    expect(answer.headers).toContain('content-type: application/problem+json');
    expect(answer.responses).toBe(1);
  });
});

const URL_CASES: readonly (readonly [string, string, number])[] = [
  ['21 page=0', '?page=0', 400],
  ['21 page=abc', '?page=abc', 400],
  ['21 page twice', '?page=1&page=2', 400],
  ['21 20 digits', '?page=12345678901234567890', 400],
  ['21 an integer with a plus', '?page=%2B1', 400],
  ['22 page[$gt]', '?page[$gt]=1', 400],
  ['22 unknown parameter', '?foo=1', 400],
  ['22 sort outside the list', '?sort=password', 400],
  ['22 NUL', '?sort=a%00b', 400],
  ['22 invalid UTF-8', '?sort=%ff', 400],
  ['22 broken percent', '?sort=%', 400],
  ['22 __proto__', '?__proto__=1', 400],
  ['22 boolean written otherwise', '?open=1', 400],
  ['24 segment over 100 characters', `/${'a'.repeat(101)}`, 414],
  ['24 % alone', '/%', 400],
  ['24 not a UUID', '/17', 400],
  ['an address over 4,096 characters', `?cursor=${'a'.repeat(5_000)}`, 414],
];

describe('addresses', () => {
  it.each(URL_CASES)('%s', async (_name, tail, status) => {
    const answer = await sendRaw(
      demo.port,
      `GET /demo/v1/things${tail} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${demo.token}\r\n\r\n`,
    );
    expect(answer.status).toBe(status);
    expect(answer.headers).toContain('content-type: application/problem+json');
    const problem = JSON.parse(answer.body) as Record<string, unknown>;
    expect(problem.status).toBe(status);
    expect(answer.body).not.toMatch(/password|12345678901234567890/);
  });

  it('good queries are read', async () => {
    const { response, body } = await demo.json('/demo/v1/things?page=2&sort=title&open=true&ids=a,b&limit=5');
    expect(response.status).toBe(200);
    expect(body).toEqual({ items: [], next: 'abc' });
    expect(response.headers.get('link')).toContain('cursor=abc');
  });
});

describe('methods', () => {
  it.each([
    ['PUT', '/demo/v1/things', 'GET, HEAD, POST'],
    ['DELETE', '/demo/v1/things/0198c5c4-2f6e-7b9a-8f00-000000000001', 'GET, HEAD, PATCH'],
    ['OPTIONS', '/demo/v1/things', 'GET, HEAD, POST'],
    ['PUT', '/livez', 'GET, HEAD'],
  ])('25 %s %s is 405 with Allow', async (method, path, allow) => {
    const init = method === 'PUT' ? { body: '<a/>', headers: { 'content-type': 'application/xml' } } : {};
    const response = await fetch(demo.url + path, { method, ...init });
    await expectProblem(response, 405);
    expect(response.headers.get('allow')).toBe(allow);
  });

  it('25 TRACE is 405 with Allow', async () => {
    const answer = await sendRaw(
      demo.port,
      'TRACE /demo/v1/things HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    );
    expect(answer.status).toBe(405);
    expect(answer.headers).toContain('allow: get, head, post');
  });

  it('nothing at an address is 404', async () => {
    await expectProblem(await fetch(`${demo.url}/demo/v1/nothing`), 404);
  });
});

const POST = 'POST /demo/v1/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json';
const GET = 'GET /demo/v1/faults/rule HTTP/1.1';
const RAW_CASES: readonly (readonly [string, string, number])[] = [
  ['27 20 kB header', `${GET}\r\nHost: x\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  [
    '27 CL+TE',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    400,
  ],
  ['27 two CL', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na', 400],
  ['27 bare LF', 'GET / HTTP/1.1\nHost: x\n\n', 400],
  ['27 NUL header', `${GET}\r\nHost: x\r\nX-A: a\u0000b\r\n\r\n`, 400],
  ['27 no Host', `${GET}\r\nConnection: close\r\n\r\n`, 400],
  ['obs-fold', `${GET}\r\nHost: x\r\nX-A: a\r\n b\r\n\r\n`, 400],
  ['space before the colon', `${GET}\r\nHost : x\r\n\r\n`, 400],
  ['chunk size that is no number', `${POST}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`, 400],
  ['unknown transfer coding', `${POST}\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`, 400],
  ['a negative length', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n', 400],
  ['not HTTP', '\u0016\u0003\u0001\u0000\r\n\r\n', 400],
  ['an unknown version', 'GET / HTTP/9.9\r\nHost: x\r\n\r\n', 400],
  ['two Hosts', `${GET}\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n`, 400],
  [
    'two Authorization headers',
    `${GET}\r\nHost: x\r\nAuthorization: a\r\nAuthorization: b\r\nConnection: close\r\n\r\n`,
    400,
  ],
  ['absolute form', 'GET http://evil.test/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400],
];

describe('raw sockets', () => {
  it.each(RAW_CASES)('%s', async (_name, bytes, status) => {
    const answer = await sendRaw(demo.port, bytes);
    expect(answer.status).toBe(status);
    expect(answer.responses).toBe(1);
    expect(answer.closed).toBe(true);
    expect(answer.headers).toContain('content-type: application/problem+json');
    expect(JSON.parse(answer.body)).toMatchObject({ status, traceId: expect.any(String) });
    expect(answer.body).not.toContain('evil');
  });

  it('h2c upgrades are ignored', async () => {
    const answer = await sendRaw(
      demo.port,
      `${GET}\r\nHost: x\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk\r\n\r\n`,
      { waitMs: 500 },
    );
    expect([answer.status, answer.responses]).toEqual([422, 1]);
  });

  it('a smuggled second request gets no answer', async () => {
    const inner = 'GET /livez HTTP/1.1\r\nHost: x\r\n\r\n';
    const answer = await sendRaw(
      demo.port,
      `POST /demo/v1/things HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: ${inner.length}\r\n\r\n0\r\n\r\n${inner}`,
    );
    expect([answer.status, answer.responses]).toEqual([400, 1]);
  });
});

describe('28 slow senders', () => {
  const slow = (afterMs: number, text: string) => [0, 1].map((n) => ({ afterMs: afterMs * (n + 1), text }));
  it.each([
    [
      'a body at 1 byte per 2 s',
      () =>
        `POST /demo/v1/things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${demo.token}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
    ],
    ['headers that never end', () => 'GET /livez HTTP/1.1\r\nHost: x\r\nX-Slow: a'],
  ])('%s gets 408 after four seconds, not after the minute of Node', async (_name, bytes) => {
    // A machine that is busy with other tests comes to it later; none comes to it ten seconds later.
    const answer = await sendRaw(demo.port, bytes(), { later: slow(2_000, ' '), waitMs: 14_000 });
    expect(answer.status).toBe(408);
    expect(answer.closed).toBe(true);
    expect(answer.ms).toBeLessThan(14_000);
    expect(answer.headers).toContain('content-type: application/problem+json');
  });

  it('a refused body does not hold its connection', async () => {
    const head = 'POST /demo/v1/things HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{';
    const answer = await sendRaw(demo.port, head, { later: slow(2_000, ' '), waitMs: 6_000 });
    expect([answer.status, answer.closed]).toEqual([401, true]);
    expect(answer.ms).toBeLessThan(5_000);
  });
});
