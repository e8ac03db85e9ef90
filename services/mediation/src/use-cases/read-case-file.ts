import type { Actor } from '@qinwu/domain/actor';
import type { Deps } from '../deps.ts';
import { standingOf } from '../rules/standing.ts';
import { findFileOwner } from '../store/case-files.ts';
import { findOptionalCase } from '../store/find-case.ts';

/** True for a file's uploader, and for whoever stands in the case it was brought with. */
export async function isReadable(deps: Deps, actor: Actor, fileId: string): Promise<boolean> {
  const file = await findFileOwner(deps.db, actor.park, fileId);
  if (file === null) return false;
  if (file.createdBy === actor.id) return true;
  const [kind, id = ''] = (file.attachedTo ?? '').split('/');
  if (kind !== 'case') return false;
  const found = await findOptionalCase(deps.db, actor.park, id);
  return found !== null && standingOf(actor, found.row) !== null;
}
