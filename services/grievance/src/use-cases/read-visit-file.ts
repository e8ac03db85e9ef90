import type { Actor } from '@qinwu/domain/actor';
import type { Deps } from '../deps.ts';
import { reachOf } from '../rules/reach.ts';
import { findOptionalGrievance } from '../store/find-grievance.ts';
import { findFileOwner } from '../store/grievance-files.ts';
import { findOptionalVisit } from '../store/visits.ts';

/** True for a file's uploader, and for whoever may read the grievance or visit that has it. */
export async function isReadable(deps: Deps, actor: Actor, fileId: string): Promise<boolean> {
  const file = await findFileOwner(deps.db, actor.park, fileId);
  if (file === null) return false;
  if (file.createdBy === actor.id) return true;
  const [kind, id = ''] = (file.attachedTo ?? '').split('/');
  const reach = reachOf(actor);
  switch (kind) {
    case 'grievance':
      return (await findOptionalGrievance(deps.db, actor.park, id, reach)) !== null;
    case 'visit':
      return (await findOptionalVisit(deps.db.orm, actor.park, id, reach)) !== null;
    default:
      return false;
  }
}
