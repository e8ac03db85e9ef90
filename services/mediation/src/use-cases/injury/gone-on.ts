import type { Actor } from '@qinwu/domain/actor';
import type { Deps } from '../../deps.ts';
import type { NamedInjury } from '../../injury-vocabulary.ts';
import { injuryStandingOf } from '../../rules/injury/standing.ts';
import type { CaseRow } from '../../store/case-table.ts';
import { listGoneOn } from '../../store/injury-gone-on.ts';

/** For which application one of the case was closed as a duplicate: told to whoever stands in that one too. */
export async function goneOn(
  { db }: Deps,
  actor: Actor,
  { injuryApplication: first }: CaseRow,
): Promise<ReadonlyMap<string, NamedInjury>> {
  const courses = first === null ? [] : [first, ...(first.others ?? [])];
  const closed = courses.filter(({ reason }) => reason === 'duplicate').map(({ id }) => id);
  if (closed.length === 0) return new Map();
  const found = await listGoneOn(db, actor.park, closed);
  const known = found.filter(({ row, sealed }) => injuryStandingOf(actor, row, sealed) !== null);
  return new Map(known.map(({ closed: id, row }) => [id, { id: row.id, number: row.number }]));
}
