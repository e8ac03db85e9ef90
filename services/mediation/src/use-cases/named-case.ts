import type { Actor } from '@qinwu/domain/actor';
import type { Database } from '@qinwu/platform/db/database';
import { standingOf } from '../rules/standing.ts';
import { findOptionalCase } from '../store/find-case.ts';

/** What a refusal says of another case that has what was asked for: who it is, to whoever stands in it, else nothing. */
export async function namedIfSeen(
  db: Database,
  actor: Actor,
  id: string | null,
): Promise<{ extra?: { existing: { id: string; number: string } } }> {
  const other = id === null ? null : await findOptionalCase(db, actor.park, id);
  if (other === null || standingOf(actor, other.row) === null) return {};
  return { extra: { existing: { id: other.row.id, number: other.row.number } } };
}
