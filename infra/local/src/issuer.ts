import { randomUUID, timingSafeEqual } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { exportJWK, importJWK, type JWK, SignJWT } from 'jose';
import { ALL_SCOPES } from './role-scopes.ts';
import type { Secrets } from './secrets.ts';

export const AUDIENCE = 'qinwu';
const TEN_MINUTES = 600;

export interface GrantedClaims {
  sub: string;
  roles: readonly string[];
  park: string;
  grids: readonly string[];
  unit: string | null;
  org: string | null;
  scopes: readonly string[];
  /** Seconds. */
  ttl: number;
}

/** A signed access token (RFC 9068) of the local issuer. */
export async function signToken(secrets: Secrets, issuer: string, claims: GrantedClaims): Promise<string> {
  const { sub, roles, park, grids, unit, org, scopes, ttl } = claims;
  const key = await importJWK(secrets.issuerKey as JWK, 'ES256');
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({ client_id: sub, roles, park, grids, unit, org, scope: scopes.join(' ') })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: secrets.issuerKey.kid })
    .setIssuer(issuer)
    .setAudience(AUDIENCE)
    .setSubject(sub)
    .setJti(randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(now + ttl)
    .sign(key);
}

/** The issuer's URL behind the edge. */
export function issuerUrl(origin: string): string {
  return `${origin}/oauth`;
}

/** The local token issuer: key set, discovery, and client_credentials for the demo client. Not for production. */
export async function createIssuer(secrets: Secrets, origin: string): Promise<FastifyInstance> {
  const issuer = issuerUrl(origin);
  const app = Fastify({ forceCloseConnections: true });
  const jwks = { keys: [await publicKey(secrets)] };
  const discovery = {
    issuer,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks.json`,
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    response_types_supported: ['token'],
    scopes_supported: ALL_SCOPES,
  };
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(String(body))));
    },
  );
  app.get('/oauth/jwks.json', async () => jwks);
  app.get('/oauth/.well-known/openid-configuration', async () => discovery);
  app.get('/.well-known/openid-configuration', async () => discovery);
  app.get('/readyz', async () => 'ready');
  app.post('/oauth/token', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const form = (request.body ?? {}) as Record<string, string | undefined>;
    const client = credentials(request, form);
    if (!isDemoClient(client, secrets)) return reply.code(401).send({ error: 'invalid_client' });
    if (form.grant_type !== 'client_credentials')
      return reply.code(400).send({ error: 'unsupported_grant_type' });
    const scopes = form.scope === undefined ? ALL_SCOPES : form.scope.split(' ').filter(Boolean);
    if (!scopes.every((scope) => ALL_SCOPES.includes(scope)))
      return reply.code(400).send({ error: 'invalid_scope' });
    const claims = { sub: client.id, roles: ['client'], park: 'jinjiang', grids: [], unit: null, org: null };
    const token = await signToken(secrets, issuer, { ...claims, scopes, ttl: TEN_MINUTES });
    return { access_token: token, token_type: 'Bearer', expires_in: TEN_MINUTES, scope: scopes.join(' ') };
  });
  return app;
}

async function publicKey(secrets: Secrets): Promise<JWK> {
  const { d: _private, ...open } = secrets.issuerKey;
  const key = await importJWK(open as JWK, 'ES256', { extractable: true });
  return { ...(await exportJWK(key)), kid: secrets.issuerKey.kid, alg: 'ES256', use: 'sig' };
}

interface Credentials {
  id: string;
  secret: string;
}

/** From the Authorization header (RFC 6749 §2.3.1) or the form. */
function credentials(request: FastifyRequest, form: Record<string, string | undefined>): Credentials {
  const basic = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (basic === undefined) return { id: form.client_id ?? '', secret: form.client_secret ?? '' };
  const [id = '', ...rest] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { id, secret: rest.join(':') };
}

function isDemoClient({ id, secret }: Credentials, { demoClient }: Secrets): boolean {
  const [given, known] = [
    Buffer.from(`${id}:${secret}`),
    Buffer.from(`${demoClient.id}:${demoClient.secret}`),
  ];
  return given.length === known.length && timingSafeEqual(given, known);
}
