import type { Actor } from '@qinwu/domain/actor';
import { endOfDay, startOfDay } from '@qinwu/domain/local-date';
import { decodeCursor, encodeCursor, type Page } from '@qinwu/domain/page';
import type { Deps } from '../deps.ts';
import { reachOf } from '../rules/reach.ts';
import { ensurePeriod } from '../rules/registered-period.ts';
import {
  type GrievanceFilter,
  type ListedGrievance,
  type ListPosition,
  listGrievances,
} from '../store/list-grievances.ts';

/** What a list is asked for; days of Asia/Shanghai, both inclusive. */
export interface Search extends Omit<GrievanceFilter, 'registeredFrom' | 'registeredBefore' | 'unrouted'> {
  registeredFrom?: string | undefined;
  registeredTo?: string | undefined;
  unrouted?: 'true' | undefined;
  limit: number;
  cursor?: string | undefined;
}

function positionOf(cursor: string | undefined, filter: unknown): ListPosition | null {
  if (cursor === undefined) return null;
  const [registeredAt, id] = decodeCursor(cursor, filter, ['instant', 'id']);
  return { registeredAt: new Date(String(registeredAt)), id: String(id) };
}

/** A page of grievances within reach, the last registered first. */
export async function searchGrievances(
  deps: Deps,
  actor: Actor,
  search: Search,
): Promise<Page<ListedGrievance>> {
  const { limit, cursor, registeredFrom, registeredTo, unrouted, ...same } = search;
  ensurePeriod(search);
  const bound = { ...same, registeredFrom, registeredTo, unrouted };
  const rows = await listGrievances(deps.db, {
    park: actor.park,
    reach: reachOf(actor),
    filter: {
      ...same,
      registeredFrom: registeredFrom === undefined ? undefined : startOfDay(registeredFrom),
      registeredBefore: registeredTo === undefined ? undefined : endOfDay(registeredTo),
      unrouted: unrouted === undefined ? undefined : true,
    },
    after: positionOf(cursor, bound),
    limit: limit + 1,
  });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { items, next: hasMore ? encodeCursor([last.registeredAt.toISOString(), last.id], bound) : null };
}
