import type { Caller } from '@qinwu/domain/caller';
import { signFileLink } from '@qinwu/platform/files/file-link';
import type { Deps } from '../deps.ts';
import { type ReferredFile, referredFileOf } from '../rules/referred-file.ts';
import { addDisclosure } from '../store/disclosures.ts';
import { openCase } from './open-case.ts';

/** A file that a referral named, with the address it can be read at for some minutes. */
export interface LinkedFile extends ReferredFile {
  url: string;
  expiresAt: Date;
}

/** Signs a link to a file of the referring grievance; that somebody asked for it is on record before it is given. */
export async function linkReferredFile(
  deps: Deps,
  { actor, now }: Caller,
  { id, file }: { id: string; file: string },
): Promise<LinkedFile> {
  const { content, standing } = await openCase(deps, actor, id);
  const found = referredFileOf(content, standing, file);
  const fields = [`referredFiles/${file}`];
  await addDisclosure(deps.db, { park: actor.park, caseId: id, actor: actor.id, at: now, fields });
  const of = { park: actor.park, file, listener: 'mediation', reader: actor.id, now } as const;
  return { ...found, ...signFileLink(deps.keyring, { ...of, owner: 'grievance' }) };
}
