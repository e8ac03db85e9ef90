import { hasScope } from '@qinwu/domain/actor';
import type { Caller } from '@qinwu/domain/caller';
import type { Deps } from '../deps.ts';
import { seesAttachments } from '../rules/attachment.ts';
import { runsCase } from '../rules/standing.ts';
import { type AttachedFile, listAttachments } from '../store/case-files.ts';
import { addDisclosure } from '../store/disclosures.ts';
import { PII_SCOPE } from '../who.ts';
import { type OpenedCase, openCase } from './open-case.ts';

/** One case as far as the caller may see; a sight of persons in full is on record before it is given. */
export async function getCase(
  deps: Deps,
  { actor, now }: Caller,
  id: string,
): Promise<{ found: OpenedCase; sight: 'masked' | 'full'; attachments: AttachedFile[] | null }> {
  const found = await openCase(deps, actor, id);
  const { standing, content } = found;
  const attachments = seesAttachments(standing) ? await listAttachments(deps.db, actor.park, id) : null;
  if (!runsCase(standing) || content === null || !hasScope(actor, PII_SCOPE)) {
    return { found, sight: 'masked', attachments };
  }
  const fields = Object.keys(content.parties).map((party) => `parties/${party}`);
  await addDisclosure(deps.db, { park: actor.park, caseId: id, actor: actor.id, at: now, fields });
  return { found, sight: 'full', attachments };
}
