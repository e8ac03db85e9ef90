import type { Caller } from '@qinwu/domain/caller';
import type { Deps } from '../deps.ts';
import { type Sight, sightOf } from '../rules/sight.ts';
import { addDisclosure } from '../store/disclosures.ts';
import { caseOf, type GrievanceCase, readGrievance } from './grievance-case.ts';

/** One grievance as far as the caller may see; a sight in full is on record before it is given. */
export async function getGrievance(
  deps: Deps,
  { actor, now }: Caller,
  id: string,
): Promise<{ found: GrievanceCase; sight: Sight }> {
  const opened = await readGrievance(deps, actor, id);
  const found = caseOf(deps, actor, opened);
  const sight = sightOf(actor, opened.row);
  const fields = Object.entries(found.reporter ?? {}).flatMap(([name, value]) =>
    value === null ? [] : name,
  );
  if (sight === 'full' && fields.length > 0) {
    await addDisclosure(deps.db, { park: actor.park, grievanceId: id, actor: actor.id, at: now, fields });
  }
  return { found, sight };
}
