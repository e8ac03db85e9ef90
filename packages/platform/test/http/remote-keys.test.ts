import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@qinwu/testkit/eventually';
import { createTestIssuer, type TestIssuer } from '@qinwu/testkit/tokens';
import type { JSONWebKeySet } from 'jose';
import { createVerifier, type Verifier } from '../../src/http/auth.ts';
import { carriedFault } from '../../src/http/fault.ts';

const NAMES = { issuer: 'https://issuer.test', audience: 'qinwu' };
const MINUTE_MS = 60_000;

let issuer: TestIssuer;
let server: Server;
/** What the issuer publishes; null while it answers 500. */
let published: JSONWebKeySet | null;

beforeEach(async () => {
  issuer = await createTestIssuer(NAMES);
  published = issuer.jwks;
  server = createServer((_request, response) => {
    response.statusCode = published === null ? 500 : 200;
    response.setHeader('content-type', 'application/json').end(JSON.stringify(published));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  jest.restoreAllMocks();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function verifier(more: { refreshMs?: number; onStaleKeys?: () => void } = {}): Verifier {
  const jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return createVerifier({ ...NAMES, jwksUrl, ...more });
}

/** `ok`, or the status a token is refused with; one of a new subject was never verified before. */
async function answerTo(check: Verifier, token: Promise<string> | string): Promise<string | number> {
  return check.verify(await token).then(
    () => 'ok',
    (error: unknown) => carriedFault(error)?.status ?? String(error),
  );
}

describe("the issuer's keys", () => {
  it('serve for an hour after the issuer went away, then 503', async () => {
    const check = verifier();
    const subjects = ['a', 'b', 'c', 'd'];
    const [a = '', b = '', c = '', d = ''] = await Promise.all(subjects.map((sub) => issuer.token({ sub })));
    expect(await answerTo(check, a)).toBe('ok');
    published = null;
    const start = Date.now();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(start + 11 * MINUTE_MS);
    expect(await answerTo(check, b)).toBe('ok');
    clock.mockReturnValue(start + 59 * MINUTE_MS);
    expect(await answerTo(check, c)).toBe('ok');
    clock.mockReturnValue(start + 61 * MINUTE_MS);
    expect(await answerTo(check, d)).toBe(503);
  });

  it('are fetched anew in the background: a withdrawn one is refused, and an issuer away is told of', async () => {
    let told = 0;
    const check = verifier({ refreshMs: 50, onStaleKeys: () => told++ });
    expect(await answerTo(check, issuer.token({ sub: 'a' }))).toBe('ok');
    published = null;
    await eventually(() => expect(told).toBeGreaterThan(0));
    expect(await answerTo(check, issuer.token({ sub: 'b' }))).toBe('ok');
    const successor = await createTestIssuer(NAMES);
    published = successor.jwks;
    let tries = 0;
    await eventually(async () => {
      expect(await answerTo(check, issuer.token({ sub: `c${tries++}` }))).toBe(401);
    });
    expect(await answerTo(check, successor.token())).toBe('ok');
  });
});
