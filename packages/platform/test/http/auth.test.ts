import { createHmac } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { closeServer } from '@qinwu/testkit/close-server';
import {
  base64url,
  CompactEncrypt,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWTHeaderParameters,
  SignJWT,
} from 'jose';
import { pino } from 'pino';
import { z } from 'zod';
import { createVerifier } from '../../src/http/auth.ts';
import type { Http } from '../../src/http/http.ts';
import { createHttp } from '../../src/http/server.ts';
import { sendRaw } from './raw-request.ts';

const ISSUER = 'https://issuer.test/';
const AUDIENCE = 'qinwu';
const NOW = Math.floor(Date.now() / 1_000);
const revoked = new Set<string>();
const refusals: string[] = [];

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;
let good: KeyPair;
let other: KeyPair;
let rsa: KeyPair;
let spki: string;
let http: Http;
let port: number;
const logLines: string[] = [];

beforeAll(async () => {
  [good, other, rsa] = await Promise.all([
    generateKeyPair('ES256', { extractable: true }),
    generateKeyPair('ES256'),
    generateKeyPair('RS256', { extractable: true }),
  ]);
  spki = await exportSPKI(good.publicKey);
  const keys = [
    { ...(await exportJWK(good.publicKey)), kid: 'good', alg: 'ES256' },
    { ...(await exportJWK(rsa.publicKey)), kid: 'rsa', alg: 'RS256' },
  ];
  http = await createHttp({
    service: 'demo',
    title: 'Demo',
    version: '1',
    verifier: createVerifier({
      issuer: ISSUER,
      audience: AUDIENCE,
      jwks: { keys },
      revoked,
      onRefused: (reason) => refusals.push(reason),
    }),
    clock: { now: () => new Date() },
    log: pino({ level: 'info' }, { write: (line: string) => void logLines.push(line) }),
    limits: { maxEventLoopDelayMs: 0 },
  });
  http.route(
    {
      method: 'GET',
      url: '/demo/v1/me',
      operationId: 'me',
      summary: 'Who calls',
      access: { roles: ['officer'] },
      responses: { 204: { description: 'Known', schema: null } },
    },
    async ({ actor }) => ({ status: 204, headers: { 'x-park': actor.park } }),
  );
  await http.app.listen({ host: '127.0.0.1', port: 0 });
  port = (http.app.server.address() as AddressInfo).port;
});
afterAll(() => closeServer(http.app));

const claims = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  iss: ISSUER,
  aud: AUDIENCE,
  sub: 'officer-1',
  park: 'hefei',
  roles: ['officer'],
  iat: NOW,
  exp: NOW + 600,
  ...more,
});
const header = (more: Record<string, unknown> = {}): JWTHeaderParameters => ({
  alg: 'ES256',
  typ: 'at+jwt',
  kid: 'good',
  ...more,
});

function signed(
  payload: Record<string, unknown> = {},
  head: Record<string, unknown> = {},
  key: KeyPair['privateKey'] = good.privateKey,
): Promise<string> {
  return new SignJWT(claims(payload)).setProtectedHeader(header(head)).sign(key);
}
const encode = (value: unknown): string =>
  base64url.encode(typeof value === 'string' ? value : JSON.stringify(value));

/** A token whose parts are written by hand and signed with the right key over the very bytes. */
async function signedText(head: string, payload: string): Promise<string> {
  const input = `${encode(head)}.${encode(payload)}`;
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  const signature = await crypto.subtle.sign(algorithm, good.privateKey, new TextEncoder().encode(input));
  return `${input}.${base64url.encode(new Uint8Array(signature))}`;
}

function hmacToken(secret: string): string {
  const input = `${encode(header({ alg: 'HS256' }))}.${encode(claims())}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

async function bent(change: (parts: string[]) => string[]): Promise<string> {
  return change((await signed()).split('.')).join('.');
}

const without = (name: string) => () => signed({ [name]: undefined });
const jwkOf = async () => await exportJWK(other.publicKey);

const ATTACKS: readonly (readonly [string, () => Promise<string> | string])[] = [
  ['alg none', () => `${encode(header({ alg: 'none' }))}.${encode(claims())}.`],
  ['alg None', () => `${encode(header({ alg: 'None' }))}.${encode(claims())}.`],
  ['HS256 with the public key', () => hmacToken(spki)],
  ['HS256 with the public key behind a space', () => hmacToken(` ${spki}`)],
  ['alg swapped to ES384', () => bent(([, p = '', s = '']) => [encode(header({ alg: 'ES384' })), p, s])],
  ['RS256, although the key is published', () => signed({}, { alg: 'RS256', kid: 'rsa' }, rsa.privateKey)],
  ['jwk in the header', async () => signed({}, { jwk: await jwkOf() }, other.privateKey)],
  ['jku in the header', () => signed({}, { jku: 'https://evil.test/jwks' })],
  ['x5u in the header', () => signed({}, { x5u: 'https://evil.test/x' })],
  ['x5c in the header', () => signed({}, { x5c: ['AAAA'] })],
  ['kid with a path', () => signed({}, { kid: '../../good' })],
  ['kid with SQL', () => signed({}, { kid: "' or 1=1 --" })],
  ['kid of 4 kB', () => signed({}, { kid: 'k'.repeat(4_096) })],
  ['no kid', () => signed({}, { kid: undefined })],
  ['kid rotated out', () => signed({}, { kid: 'last-year' }, other.privateKey)],
  ['another key under our kid', () => signed({}, {}, other.privateKey)],
  ['expired', () => signed({ exp: NOW - 60 })],
  ['not yet valid', () => signed({ nbf: NOW + 120 })],
  ['issued in the future', () => signed({ iat: NOW + 120 })],
  ['issued two days ago', () => signed({ iat: NOW - 172_800 })],
  ['another audience', () => signed({ aud: 'other' })],
  ['several audiences', () => signed({ aud: [AUDIENCE, 'other'] })],
  ['issuer with a suffix', () => signed({ iss: `${ISSUER}evil` })],
  ['issuer without its slash', () => signed({ iss: ISSUER.slice(0, -1) })],
  ['typ JWT', () => signed({}, { typ: 'JWT' })],
  ['no typ, as an ID token', () => signed({}, { typ: undefined })],
  ['no exp', without('exp')],
  ['no iat', without('iat')],
  ['no sub', without('sub')],
  ['no park', without('park')],
  ['an empty park', () => signed({ park: ' ' })],
  ['a park that is no text', () => signed({ park: 7 })],
  ['a park longer than an event carries', () => signed({ park: 'p'.repeat(65) })],
  ['roles that are no list', () => signed({ roles: 'officer' })],
  [
    'two park claims',
    () => signedText(JSON.stringify(header()), `{"park":"evil",${JSON.stringify(claims()).slice(1)}`),
  ],
  ['crit', () => signedText(JSON.stringify(header({ crit: ['x'], x: 1 })), JSON.stringify(claims()))],
  [
    'b64 false',
    () => signedText(JSON.stringify(header({ crit: ['b64'], b64: false })), JSON.stringify(claims())),
  ],
  [
    'JWE',
    async () =>
      new CompactEncrypt(new TextEncoder().encode(JSON.stringify(claims())))
        .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', typ: 'at+jwt', kid: 'rsa' })
        .encrypt(
          await crypto.subtle.importKey(
            'jwk',
            await exportJWK(rsa.publicKey),
            { name: 'RSA-OAEP', hash: 'SHA-256' },
            false,
            ['encrypt'],
          ),
        ),
  ],
  ['empty signature', () => bent(([h = '', p = '']) => [h, p, ''])],
  ['r = s = 0', () => bent(([h = '', p = '']) => [h, p, base64url.encode(new Uint8Array(64))])],
  ['changed claims', () => bent(([h = '', , s = '']) => [h, encode(claims({ roles: ['admin'] })), s])],
  ['two parts', () => bent(([h = '', p = '']) => [h, p])],
  ['not a token', () => 'abc'],
  ['12 kB', () => signed({ pad: 'x'.repeat(9_000) })],
  [
    'a revoked client',
    () => {
      revoked.add('leaver');
      return signed({ sub: 'leaver' });
    },
  ],
];

const call = (token: string) =>
  fetch(`http://127.0.0.1:${port}/demo/v1/me`, { headers: { authorization: `Bearer ${token}` } });

describe('access tokens', () => {
  it('a good token is known, twice', async () => {
    const token = await signed({ scope: 'a b' });
    for (const round of [1, 2]) {
      const response = await call(token);
      expect([round, response.status, response.headers.get('x-park')]).toEqual([round, 204, 'hefei']);
    }
  });

  it.each(ATTACKS)('%s is 401', async (_name, make) => {
    const token = await make();
    refusals.length = 0;
    const response = await call(token);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer .*error="invalid_token"/);
    const body = await response.text();
    expect(JSON.parse(body)).toMatchObject({ type: 'urn:qinwu:problem:token-refused', status: 401 });
    expect(refusals).toHaveLength(1);
  });

  it('a 100 kB token does not fit the headers', async () => {
    expect((await call('a'.repeat(100_000))).status).toBe(431);
  });

  it.each([
    ['no token', ''],
    ['a token in the query', '', '?access_token=abc'],
    ['Basic', 'Authorization: Basic YTpi\r\n'],
    ['Bearer alone', 'Authorization: Bearer\r\n'],
  ])('%s is 401', async (_name, line, query = '') => {
    const answer = await sendRaw(
      port,
      `GET /demo/v1/me${query} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${line}\r\n`,
    );
    expect(answer.status).toBe(401);
    expect(answer.headers).toContain('www-authenticate: bearer');
  });

  it('two Authorization headers are refused', async () => {
    const line = `Authorization: Bearer ${await signed()}\r\n`;
    const answer = await sendRaw(
      port,
      `GET /demo/v1/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${line}${line}\r\n`,
    );
    expect(answer.status).toBe(400);
  });

  it('a token verified before is refused once its client is revoked', async () => {
    const token = await signed({ sub: 'soon-gone' });
    expect((await call(token)).status).toBe(204);
    revoked.add('soon-gone');
    expect((await call(token)).status).toBe(401);
  });

  it('the wrong role is 403, an unknown one no role at all', async () => {
    expect((await call(await signed({ roles: ['citizen'] }))).status).toBe(403);
    expect((await call(await signed({ roles: ['officer ', 'root'] }))).status).toBe(403);
  });

  it('no token, nor a part of one, is in the log', async () => {
    const token = await signed();
    await call(token);
    expect(logLines.length).toBeGreaterThan(0);
    expect(logLines.join('')).not.toMatch(/eyJ/);
  });
});

describe('registration', () => {
  const spec = {
    method: 'GET',
    url: '/demo/v1/open',
    operationId: 'open',
    summary: 'Says not who may call',
    responses: {},
  } as const;
  const handler = async () => ({ status: 204 });

  it('refuses a route that says not who may call it', () => {
    expect(() => http.route(spec as never, handler)).toThrow('says not who may call it');
    expect(() => http.route({ ...spec, access: { roles: [] } }, handler)).toThrow('no role may call it');
  });

  it('refuses an example that its own body would refuse, alone or among several', () => {
    const form = { ...spec, method: 'POST', access: 'public', body: z.object({ n: z.int() }) } as const;
    const fits = { summary: 'A number', value: { n: 1 } };
    const fails = { summary: 'A word', value: { n: 'one' } };
    const refusal = 'its example does not match its body';
    expect(() => http.route({ ...form, operationId: 'one', example: fails.value }, handler)).toThrow(refusal);
    const several = { ...form, operationId: 'several', examples: { fits, fails } };
    expect(() => http.route(several, handler)).toThrow(refusal);
  });

  it('refuses a keyed route without a store', () => {
    const keyed = { ...spec, access: 'public', idempotency: 'required' } as const;
    expect(() => http.route(keyed, handler)).toThrow('needs db and keyring');
  });
});
