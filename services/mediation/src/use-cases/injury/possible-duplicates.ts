import type { Actor } from '@qinwu/domain/actor';
import type { Deps } from '../../deps.ts';
import type { NamedInjury } from '../../injury-vocabulary.ts';
import { UNNAMED } from '../../rules/case-content.ts';
import { standsForAccident } from '../../rules/injury/lifecycle.ts';
import { isSameName } from '../../rules/injury/same-accident.ts';
import { injuryStandingOf } from '../../rules/injury/standing.ts';
import { listAlike } from '../../store/injury-alike.ts';
import { type OpenedInjury, openFoundInjury } from './open-application.ts';

/** So many of one day, or of one employer, are looked through. */
const MOST = 100;

/**
 * Applications that may be about the same accident: of a worker of the same name, and no other day. The window looks at
 * them; nothing is refused by it, since two people may have one name. None for others, nor of one that stands no more.
 */
export async function possibleDuplicates(
  deps: Deps,
  actor: Actor,
  { row, content, standing }: OpenedInjury,
): Promise<NamedInjury[]> {
  const name = content?.worker.name ?? UNNAMED;
  if (standing !== 'window' || name === UNNAMED || !standsForAccident(row.state)) return [];
  const alike = await listAlike(deps.db, row, MOST);
  return alike
    .filter((each) => injuryStandingOf(actor, each.row, each.sealed) !== null)
    .filter((each) => {
      const other = openFoundInjury(deps, { ...each, clocks: [] }, 'window').content?.worker.name;
      return other !== undefined && isSameName(other, name);
    })
    .map(({ row: { id, number } }) => ({ id, number }));
}
