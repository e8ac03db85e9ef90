/** Who acts: a person or a client system as its access token describes it. */

export const ROLES = [
  'citizen',
  'officer',
  'handler',
  'verifier',
  'supervisor',
  'dispatcher',
  'mediator',
  'party',
  'bank',
  'enterprise',
  'statistician',
  'admin',
  'client',
] as const;
export type Role = (typeof ROLES)[number];

export interface Actor {
  /** The token's subject. */
  id: string;
  park: string;
  roles: readonly Role[];
  grids: readonly string[];
  unit: string | null;
  /** Unified social credit code of the enterprise or bank the actor speaks for. */
  org: string | null;
  scopes: ReadonlySet<string>;
}

/** True where the text names a role of the cluster. */
export function isRole(text: string): text is Role {
  return ROLES.some((role) => role === text);
}

/** True where the actor holds at least one of the roles. */
export function hasRole(actor: Actor, ...roles: readonly Role[]): boolean {
  return roles.some((role) => actor.roles.includes(role));
}

/** True where the token carries at least one of the scopes. */
export function hasScope(actor: Actor, ...scopes: readonly string[]): boolean {
  return scopes.some((scope) => actor.scopes.has(scope));
}
