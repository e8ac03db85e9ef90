import { type Actor, hasRole, hasScope } from '@qinwu/domain/actor';
import type { FastifyRequest } from 'fastify';
import type { Verifier } from './auth.ts';
import { httpFault } from './fault.ts';
import type { Restricted } from './route.ts';

const BEARER = /^Bearer +([\w.~+/=-]+) *$/i;

/** Whoever calls a public route: no park, no rights. */
export const ANYONE: Actor = Object.freeze({
  id: 'anonymous',
  park: '',
  roles: Object.freeze([]),
  grids: Object.freeze([]),
  unit: null,
  org: null,
  scopes: new Set<string>(),
});

const SCHEME = 'Bearer ';

/**
 * The actor of a request that may call a route, at once where this connection has shown its token before; throws or
 * rejects with 401 or 403.
 */
export function authorise(
  request: FastifyRequest,
  verifier: Verifier,
  access: Restricted,
): Actor | Promise<Actor> {
  const header = request.headers.authorization;
  if (header === undefined) {
    throw httpFault('token-missing', { headers: { 'www-authenticate': 'Bearer realm="qinwu"' } });
  }
  const known = header.startsWith(SCHEME)
    ? verifier.known?.(header.slice(SCHEME.length), request.raw.socket)
    : null;
  return known ? allowed(known, access) : verified(header, verifier, access);
}

async function verified(header: string, verifier: Verifier, access: Restricted): Promise<Actor> {
  // The verifier refuses the empty token, in the words it has for all others.
  return allowed(await verifier.verify(BEARER.exec(header)?.[1] ?? ''), access);
}

function allowed(actor: Actor, { roles, scopes = [] }: Restricted): Actor {
  const isAllowed = hasRole(actor, ...roles) && (scopes.length === 0 || hasScope(actor, ...scopes));
  if (!isAllowed) throw httpFault('role-insufficient');
  return actor;
}
