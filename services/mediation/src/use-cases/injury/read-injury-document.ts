import { hasScope } from '@qinwu/domain/actor';
import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import type { Deps } from '../../deps.ts';
import type { DocumentModel } from '../../documents/document-model.ts';
import { type Contact, type InjuryDocument, injuryDocument } from '../../rules/injury/injury-document.ts';
import { isApplicant } from '../../rules/injury/standing.ts';
import { addDisclosure } from '../../store/disclosures.ts';
import { PII_SCOPE } from '../../who.ts';
import { namesWithheld } from '../read-full-names.ts';
import { openApplication } from './open-application.ts';

/** A document of an application: the notice is the applicant's too, the letter goes from the window to the authority. */
export async function readInjuryDocument(
  deps: Deps,
  { actor, now }: Caller,
  { id, document, contact }: { id: string; document: InjuryDocument; contact: Contact },
): Promise<DocumentModel> {
  const { row, content, standing } = await openApplication(deps, actor, id);
  if (content === null)
    throw refuse('missing', 'application-erased', { zh: '个人信息已删除', en: 'It is erased' });
  const model = injuryDocument(document, { found: row, content, contact });
  const isTold = isApplicant(standing, row.applicantKind) || standing === 'worker';
  if (document === 'supplement-notice' && isTold) return model;
  if (standing !== 'window' || !hasScope(actor, PII_SCOPE)) throw namesWithheld();
  await addDisclosure(deps.db, {
    park: actor.park,
    caseId: id,
    actor: actor.id,
    at: now,
    fields: [document],
  });
  return model;
}
