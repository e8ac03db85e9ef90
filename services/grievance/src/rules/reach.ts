/** Which grievances an actor may see 数据范围; outside of it a grievance does not exist. */
import { type Actor, hasRole, hasScope } from '@qinwu/domain/actor';
import type { Reach } from '../vocabulary.ts';

/** Roles that look after the whole park. */
const WHOLE_PARK = ['dispatcher', 'supervisor', 'verifier', 'statistician', 'admin'] as const;

/** The scope that lets a client system see more than what it filed. */
export const PARK_SCOPE = 'grievance:park';

/** The reach of an actor; the widest of its roles counts. */
export function reachOf(actor: Actor): Reach {
  if (hasRole(actor, ...WHOLE_PARK)) return { kind: 'park' };
  if (hasRole(actor, 'client') && hasScope(actor, PARK_SCOPE)) return { kind: 'park' };
  if (hasRole(actor, 'officer', 'handler')) {
    return { kind: 'served', grids: actor.grids, unit: actor.unit, subject: actor.id };
  }
  return { kind: 'own', subject: actor.id, uscc: hasRole(actor, 'enterprise') ? actor.org : null };
}
