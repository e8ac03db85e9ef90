import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import type { Deps } from '../deps.ts';
import type { DocumentModel } from '../documents/document-model.ts';
import { type CaseDocument, caseDocument } from '../rules/case-document.ts';
import { listAttachmentNames } from '../store/case-files.ts';
import { listEvidence } from '../store/evidence.ts';
import { openEvidence } from './bring-evidence.ts';
import { type OpenedCase, openCase } from './open-case.ts';
import { namesWithheld, seesFullNames } from './read-full-names.ts';

/** What the applicants brought: with the application, and what they have laid open since. */
async function evidenceOf(deps: Deps, found: OpenedCase): Promise<string[]> {
  const { id, parkId } = found.row;
  const [names, items] = await Promise.all([
    listAttachmentNames(deps.db, parkId, id),
    listEvidence(deps.db, parkId, id),
  ]);
  const shown = items.filter(
    ({ side, status, sealed }) => side === 'applicant' && status === 'exchanged' && !sealed,
  );
  const said = shown.map((item) => openEvidence(deps, found, item).said);
  return [
    ...names.map((name) => `${name}（随申请提交）`),
    ...said.flatMap((each) => (each === null ? [] : `${each.title}（${each.purpose}）`)),
  ];
}

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
  const evidence = document === 'application' && !isOthers ? await evidenceOf(deps, found) : [];
  const model = caseDocument(document, row, content, evidence);
  if (isOthers || !(await seesFullNames(deps, caller, found, document))) throw namesWithheld();
  return model;
}
