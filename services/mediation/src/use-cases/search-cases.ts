import { type Actor, hasRole } from '@qinwu/domain/actor';
import { cutPage, decodeCursor, encodeCursor, type Page } from '@qinwu/domain/page';
import type { Deps } from '../deps.ts';
import { membersOfActor } from '../rules/case.ts';
import { ensurePeriod } from '../rules/received-period.ts';
import type { CaseRow } from '../store/case-table.ts';
import { type CaseFilter, type CaseReach, listCases } from '../store/list-cases.ts';

/** What a list is asked for. */
export interface Search extends CaseFilter {
  limit: number;
  cursor?: string | undefined;
}

function reachOf(actor: Actor): CaseReach {
  return {
    whole: hasRole(actor, 'dispatcher', 'supervisor'),
    sealed: hasRole(actor, 'supervisor'),
    members: membersOfActor(actor),
    filedBy: actor.id,
  };
}

function positionOf(cursor: string | undefined, filter: unknown): { registeredAt: Date; id: string } | null {
  if (cursor === undefined) return null;
  const [registeredAt, id] = decodeCursor(cursor, filter, ['instant', 'id']);
  return { registeredAt: new Date(String(registeredAt)), id: String(id) };
}

/** A page of cases in which the actor stands, the last registered first. */
export async function searchCases(
  deps: Deps,
  actor: Actor,
  { limit, cursor, ...filter }: Search,
): Promise<Page<CaseRow>> {
  ensurePeriod(filter);
  const rows = await listCases(deps.db, {
    park: actor.park,
    reach: reachOf(actor),
    filter,
    after: positionOf(cursor, filter),
    limit: limit + 1,
  });
  return cutPage(rows, limit, (last) => encodeCursor([last.registeredAt.toISOString(), last.id], filter));
}
