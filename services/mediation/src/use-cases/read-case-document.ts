import { refuse } from '@qinwu/domain/errors';
import type { Deps } from '../deps.ts';
import type { DocumentModel } from '../documents/document-model.ts';
import { type CaseDocument, caseDocument } from '../rules/case-document.ts';
import { type Caller, openCase } from './open-case.ts';
import { namesWithheld, seesFullNames } from './read-full-names.ts';

/** A document of a case; the application and its refusal are the applicant's, the end is told to everybody. */
export async function readCaseDocument(
  deps: Deps,
  caller: Caller,
  { id, document }: { id: string; document: CaseDocument },
): Promise<DocumentModel> {
  const found = await openCase(deps, caller.actor, id);
  const { row, content, standing } = found;
  if (content === null) throw refuse('missing', 'case-erased', { zh: '个人信息已删除', en: 'It is erased' });
  const isOthers =
    standing.as === 'party' && standing.side !== 'applicant' && document !== 'termination-notice';
  const model = caseDocument(document, row, content);
  if (isOthers || !(await seesFullNames(deps, caller, found, document))) throw namesWithheld();
  return model;
}
