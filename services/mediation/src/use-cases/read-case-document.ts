import type { Actor } from '@qinwu/domain/actor';
import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import type { Deps } from '../deps.ts';
import type { DocumentModel } from '../documents/document-model.ts';
import { type CaseDocument, caseDocument } from '../rules/case-document.ts';
import { isAtTable, isReferringCourt } from '../rules/standing.ts';
import { listAttachmentNames } from '../store/case-files.ts';
import { listEvidence } from '../store/evidence.ts';
import { openEvidence } from './bring-evidence.ts';
import { type OpenedCase, openCase } from './open-case.ts';
import { namesWithheld, seesFullNames } from './read-full-names.ts';

/** What the applicants brought: with the application, and, for who is at the table, what they have laid open since. */
async function evidenceOf(deps: Deps, found: OpenedCase): Promise<string[]> {
  const { id, parkId } = found.row;
  const [names, items] = await Promise.all([
    listAttachmentNames(deps.db, parkId, id),
    isAtTable(found.standing) ? listEvidence(deps.db, parkId, id) : [],
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

/** A court has the application that it sent and the notice of the end; any other system, and an officer, the course alone. */
function ensureConcerned(actor: Actor, { standing, row }: OpenedCase, document: CaseDocument): void {
  if (standing.as !== 'filer') return;
  if (document !== 'refusal-notice' && isReferringCourt(actor, standing, row)) return;
  throw refuse('forbidden', 'document-confidential', {
    zh: '登记案件的人只查看进展；委派、委托调解的法院另可查看调解申请书和终止调解告知书',
    en: 'Who brought a case in follows its course; a court that sent it has its application and the notice of its end too',
  });
}

/** A document of a case; the application and its refusal are the applicant's, the end is told to everybody. */
export async function readCaseDocument(
  deps: Deps,
  caller: Caller,
  { id, document }: { id: string; document: CaseDocument },
): Promise<DocumentModel> {
  const found = await openCase(deps, caller.actor, id);
  ensureConcerned(caller.actor, found, document);
  const { row, content, standing } = found;
  if (content === null) throw refuse('missing', 'case-erased', { zh: '个人信息已删除', en: 'It is erased' });
  const isOthers =
    standing.as === 'party' && standing.side !== 'applicant' && document !== 'termination-notice';
  const evidence = document === 'application' && !isOthers ? await evidenceOf(deps, found) : [];
  const model = caseDocument(document, row, content, evidence);
  if (isOthers || !(await seesFullNames(deps, caller, found, document))) throw namesWithheld();
  return model;
}
