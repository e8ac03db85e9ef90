import { hash } from 'node:crypto';
import { type Actor, isRole } from '@qinwu/domain/actor';
import {
  createLocalJWKSet,
  decodeProtectedHeader,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
  type ProtectedHeaderParameters,
} from 'jose';

import { httpFault } from './fault.ts';
import { CHALLENGE } from './fault-of-error.ts';
import { remoteKeys } from './remote-keys.ts';
import { parseStrictJson } from './strict-json.ts';

const { JOSEError, JWKSInvalid, JWKSTimeout } = errors;

const MAX_TOKEN_LENGTH = 8_192;
const CACHE_MS = 60_000;
const CACHE_SIZE = 10_000;
const SKEW_SECONDS = 30;
const MAX_AGE = '24h';
const ALGORITHMS = ['ES256', 'EdDSA', 'Ed25519'];
/** Anything else in a header names a key or changes how the rest is read. */
const HEADER_MEMBERS = new Set(['alg', 'typ', 'kid']);

export interface Verifier {
  /** The actor of a bearer token; throws a 401 fault, or 503 when the issuer's keys cannot be had. */
  verify(token: string): Promise<Actor>;
  /**
   * The same without waiting, where this connection has shown the token before and it is still good; null says to
   * verify it. Most requests come on a connection whose last one carried the same token.
   */
  known?(token: string, connection: object): Actor | null;
}

export interface VerifierOptions {
  /** Compared as written, slash and all. */
  issuer: string;
  audience: string;
  jwksUrl?: string | URL;
  jwks?: JSONWebKeySet;
  now?: () => Date;
  /** Subjects and token ids withdrawn before they expire; looked up at every request. */
  revoked?: ReadonlySet<string>;
  /** Told why a token was refused, never the token. */
  onRefused?: (reason: string) => void;
  /** Told why the issuer's keys could not be fetched anew; the last good ones serve meanwhile. */
  onStaleKeys?: (error: unknown) => void;
  /** Milliseconds between fetches of the issuer's keys; 60 s by default. */
  refreshMs?: number;
}

interface Verified {
  actor: Actor;
  tokenId: string | null;
  until: number;
}

/** The token a connection showed last. */
interface Shown {
  token: string;
  verified: Verified;
}

/** Verifies RFC 9068 access tokens against a JWKS; a verified one is kept by its full hash for 60 s. */
export function createVerifier(options: VerifierOptions): Verifier {
  const { revoked = new Set(), onRefused = () => {}, now = () => new Date() } = options;
  const keys = keySource(options);
  const cache = new Map<string, Verified>();
  const lastOf = new WeakMap<object, Shown>();

  const isFresh = (kept: Verified | undefined): kept is Verified =>
    kept !== undefined && kept.until > now().getTime();
  const isRevoked = ({ actor, tokenId }: Verified): boolean =>
    revoked.has(actor.id) || (tokenId !== null && revoked.has(tokenId));

  async function verifyFresh(token: string, cacheKey: string): Promise<Verified> {
    const claims = await claimsOf(token, keys, options, now());
    const expires = (claims.exp ?? 0) * 1_000;
    const verified: Verified = {
      actor: actorOf(claims),
      tokenId: claims.jti ?? null,
      until: Math.min(expires, now().getTime() + CACHE_MS),
    };
    if (cache.size >= CACHE_SIZE) dropOldest(cache);
    cache.set(cacheKey, verified);
    return verified;
  }

  async function verify(token: string): Promise<Actor> {
    try {
      if (token.length > MAX_TOKEN_LENGTH) throw new Refused('too-long');
      const cacheKey = keyOf(token);
      const kept = cache.get(cacheKey);
      const verified = isFresh(kept) ? kept : await verifyFresh(token, cacheKey);
      if (isRevoked(verified)) throw new Refused('revoked');
      return verified.actor;
    } catch (error) {
      throw refusal(error, onRefused);
    }
  }

  function known(token: string, connection: object): Actor | null {
    let last = lastOf.get(connection);
    if (last?.token !== token) {
      if (token.length > MAX_TOKEN_LENGTH) return null;
      const verified = cache.get(keyOf(token));
      if (verified === undefined) return null;
      last = { token, verified };
      lastOf.set(connection, last);
    }
    return isFresh(last.verified) && !isRevoked(last.verified) ? last.verified.actor : null;
  }
  return { verify, known };
}

const keyOf = (token: string): string => hash('sha256', token, 'base64');

class Refused extends Error {}

function keySource({ jwks, jwksUrl, refreshMs = 60_000, onStaleKeys }: VerifierOptions): JWTVerifyGetKey {
  if (jwks !== undefined) return createLocalJWKSet(jwks);
  if (jwksUrl === undefined) throw new Error('a verifier needs jwks or jwksUrl');
  return remoteKeys(new URL(jwksUrl), { refreshMs, onStale: onStaleKeys ?? (() => {}) });
}

async function claimsOf(
  token: string,
  keys: JWTVerifyGetKey,
  { issuer, audience }: VerifierOptions,
  currentDate: Date,
): Promise<JWTPayload> {
  checkHeader(token);
  const { payload } = await jwtVerify(token, keys, {
    issuer,
    audience,
    algorithms: ALGORITHMS,
    typ: 'at+jwt',
    clockTolerance: SKEW_SECONDS,
    maxTokenAge: MAX_AGE,
    requiredClaims: ['sub', 'exp', 'iat', 'park'],
    currentDate,
  });
  // A token for several services could be replayed by any of them.
  if (Array.isArray(payload.aud) && payload.aud.length !== 1) throw new Refused('audience');
  // JSON.parse keeps the last of two equal claims; another reader may keep the first.
  const [, body = ''] = token.split('.', 2);
  if (!parseStrictJson(Buffer.from(body, 'base64url')).ok) throw new Refused('claims');
  return payload;
}

function checkHeader(token: string): void {
  const header = headerOf(token);
  if (!Object.keys(header).every((member) => HEADER_MEMBERS.has(member))) throw new Refused('header');
  if (typeof header.kid !== 'string' || header.kid.length > 200) throw new Refused('kid');
}

function headerOf(token: string): ProtectedHeaderParameters {
  try {
    return decodeProtectedHeader(token);
  } catch {
    throw new Refused('format');
  }
}

/** What an event's envelope carries of a park. */
const MAX_PARK = 64;

function actorOf(claims: JWTPayload): Actor {
  const { sub, park, roles, grids, unit, org, scope } = claims;
  return {
    id: textClaim(sub),
    park: textClaim(park, MAX_PARK),
    roles: listClaim(roles).filter(isRole),
    grids: listClaim(grids),
    unit: optionalClaim(unit),
    org: optionalClaim(org),
    scopes: new Set(
      optionalClaim(scope)
        ?.split(' ')
        .filter((text) => text !== ''),
    ),
  };
}

function textClaim(claim: unknown, max = 255): string {
  if (typeof claim !== 'string' || claim.trim() === '' || claim.length > max) throw new Refused('claim');
  return claim;
}

function optionalClaim(claim: unknown): string | null {
  if (claim === undefined || claim === null) return null;
  if (typeof claim !== 'string') throw new Refused('claim');
  return claim === '' ? null : claim;
}

function listClaim(claim: unknown): readonly string[] {
  if (claim === undefined || claim === null) return [];
  if (!Array.isArray(claim) || !claim.every((item) => typeof item === 'string')) throw new Refused('claim');
  return claim;
}

function dropOldest(cache: Map<string, Verified>): void {
  const oldest = cache.keys().next();
  if (oldest.done !== true) cache.delete(oldest.value);
}

/** The token's own faults are 401; not having the issuer's keys is 503 and worth another try. */
function refusal(error: unknown, onRefused: (reason: string) => void): unknown {
  if (error instanceof Refused || isTokenFault(error)) {
    onRefused(error instanceof Refused ? error.message : error.code);
    return httpFault('token-refused', { headers: { 'www-authenticate': CHALLENGE } });
  }
  const isFetchFault = error instanceof JOSEError || Reflect.get(Object(error), 'name') === 'TypeError';
  return isFetchFault ? httpFault('service-unavailable', { headers: { 'retry-after': '1' } }) : error;
}

function isTokenFault(error: unknown): error is errors.JOSEError {
  if (!(error instanceof JOSEError)) return false;
  return ![JWKSTimeout.code, JWKSInvalid.code, JOSEError.code].includes(error.code);
}
