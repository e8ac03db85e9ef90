/** Who sees which enterprise: the park's people all of it, an enterprise itself alone. */
import { type Actor, hasRole } from '@qinwu/domain/actor';

/** The one enterprise the actor may see; null for all of the park, '' for none. */
export function onlyEnterprise(actor: Actor): string | null {
  if (hasRole(actor, 'admin', 'supervisor', 'officer', 'statistician', 'client')) return null;
  return actor.org ?? '';
}

/** True where the actor may see the enterprise. */
export function seesEnterprise(actor: Actor, uscc: string): boolean {
  const only = onlyEnterprise(actor);
  return only === null || only === uscc;
}
