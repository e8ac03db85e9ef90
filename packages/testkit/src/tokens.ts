import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { Role } from '@qinwu/domain/actor';
import { exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';

export interface TokenClaims {
  roles?: Role | readonly Role[];
  sub?: string;
  park?: string;
  grids?: readonly string[];
  unit?: string | null;
  /** USCC of the organisation the caller acts for. */
  org?: string | null;
  scopes?: readonly string[];
  /** Seconds, or a time span such as `10m`; negative makes an expired token. */
  expiresIn?: number | string;
  audience?: string;
}

export interface TestIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly jwks: JSONWebKeySet;
  readonly verifierOptions: { issuer: string; audience: string; jwks: JSONWebKeySet };
  /** A signed bearer token (`typ: at+jwt`, ES256). */
  token(claims?: TokenClaims): Promise<string>;
  /** The same as the value of an Authorization header. */
  bearer(claims?: TokenClaims): Promise<string>;
  /** Serves the key set over HTTP, for services in their own process. */
  serve(): Promise<{ jwksUrl: string; close(): Promise<void> }>;
}

/** An issuer with a fresh ES256 key; nobody else can sign for it. */
export async function createTestIssuer(
  names: { issuer?: string; audience?: string } = {},
): Promise<TestIssuer> {
  const issuer = names.issuer ?? 'https://issuer.test';
  const audience = names.audience ?? 'qinwu';
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwks: JSONWebKeySet = {
    keys: [{ ...(await exportJWK(publicKey)), kid: 'test', alg: 'ES256', use: 'sig' }],
  };

  const token = (claims: TokenClaims = {}): Promise<string> => {
    const roles = typeof claims.roles === 'string' ? [claims.roles] : (claims.roles ?? ['officer']);
    const now = Math.floor(Date.now() / 1_000);
    const expiry = claims.expiresIn ?? 600;
    const sub = claims.sub ?? `${roles[0] ?? 'nobody'}-1`;
    return new SignJWT({
      client_id: sub,
      park: claims.park ?? 'jinjiang',
      roles,
      grids: claims.grids ?? [],
      unit: claims.unit ?? null,
      org: claims.org ?? null,
      scope: (claims.scopes ?? []).join(' '),
    })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'test' })
      .setIssuer(issuer)
      .setAudience(claims.audience ?? audience)
      .setSubject(sub)
      .setJti(randomUUID())
      .setIssuedAt(now)
      .setExpirationTime(typeof expiry === 'number' ? now + expiry : expiry)
      .sign(privateKey);
  };

  return {
    issuer,
    audience,
    jwks,
    verifierOptions: { issuer, audience, jwks },
    token,
    bearer: async (claims) => `Bearer ${await token(claims)}`,
    serve: () => serveKeys(jwks),
  };
}

async function serveKeys(jwks: JSONWebKeySet): Promise<{ jwksUrl: string; close(): Promise<void> }> {
  const server: Server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(jwks));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the key set could not be served');
  return {
    jwksUrl: `http://127.0.0.1:${address.port}/jwks.json`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
