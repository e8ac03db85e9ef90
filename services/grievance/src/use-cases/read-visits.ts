import type { Actor } from '@qinwu/domain/actor';
import { refuse } from '@qinwu/domain/errors';
import { decodeCursor, encodeCursor, type Page } from '@qinwu/domain/page';
import type { Deps } from '../deps.ts';
import { reachOf } from '../rules/reach.ts';
import { type FoundVisit, findOptionalVisit, listVisits, type VisitFilter } from '../store/visits.ts';

/** A visit within reach; refuses `visit-missing`. */
export async function getVisit(deps: Deps, actor: Actor, id: string): Promise<FoundVisit> {
  const found = await findOptionalVisit(deps.db.orm, actor.park, id, reachOf(actor));
  if (found !== null) return found;
  throw refuse('missing', 'visit-missing', { zh: '走访记录不存在', en: 'There is no such visit' });
}

/** A page of visits within reach, the last first. */
export async function searchVisits(
  deps: Deps,
  actor: Actor,
  search: VisitFilter & { limit: number; cursor?: string | undefined },
): Promise<Page<FoundVisit>> {
  const { limit, cursor, ...filter } = search;
  const bound = { list: 'visits', ...filter };
  const [visitedAt, id] = cursor === undefined ? [] : decodeCursor(cursor, bound, ['instant', 'id']);
  const after = cursor === undefined ? null : { visitedAt: String(visitedAt), id: String(id) };
  const rows = await listVisits(deps.db.orm, {
    park: actor.park,
    reach: reachOf(actor),
    filter,
    after,
    limit: limit + 1,
  });
  const items = rows.slice(0, limit);
  const last = items.at(-1)?.row;
  const next =
    rows.length > limit && last ? encodeCursor([last.visitedAt.toISOString(), last.id], bound) : null;
  return { items, next };
}
