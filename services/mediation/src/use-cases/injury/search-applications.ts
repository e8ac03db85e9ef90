import { type Actor, hasRole } from '@qinwu/domain/actor';
import { cutPage, decodeCursor, encodeCursor, type Page } from '@qinwu/domain/page';
import type { Deps } from '../../deps.ts';
import { membersOfActor } from '../../rules/case.ts';
import { hearsOfCase, injuryStandingOf } from '../../rules/injury/standing.ts';
import { ensurePeriod } from '../../rules/received-period.ts';
import { type InjuryFilter, listInjuries } from '../../store/injury-list.ts';
import type { InjuryRow } from '../../store/injury-table.ts';

/** What a list is asked for. */
export interface InjurySearch extends InjuryFilter {
  limit: number;
  cursor?: string | undefined;
}

/** A page of applications in which the actor stands, the last received first. */
export async function searchApplications(
  deps: Deps,
  actor: Actor,
  { limit, cursor, ...filter }: InjurySearch,
): Promise<Page<InjuryRow>> {
  ensurePeriod(filter);
  const position = cursor === undefined ? null : decodeCursor(cursor, filter, ['instant', 'id']);
  const isWindow = hasRole(actor, 'dispatcher', 'supervisor');
  const rows = await listInjuries(deps.db, {
    park: actor.park,
    reach: isWindow ? null : { members: membersOfActor(actor), filedBy: actor.id },
    withSealed: hasRole(actor, 'supervisor'),
    filter,
    after: position === null ? null : { receivedAt: new Date(String(position[0])), id: String(position[1]) },
    limit: limit + 1,
  });
  const page = cutPage(rows, limit, (last) => encodeCursor([last.receivedAt.toISOString(), last.id], filter));
  if (filter.caseId === undefined) return page;
  // Asked for by a case it would tell of the case to those who do not hear of it, and so would a further page.
  const items = page.items.filter((row) => hearsOfCase(injuryStandingOf(actor, row)));
  return { items, next: items.length === page.items.length ? page.next : null };
}
