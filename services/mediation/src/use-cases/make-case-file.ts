import { createHash, randomBytes } from 'node:crypto';
import { type Actor, hasRole, hasScope } from '@qinwu/domain/actor';
import type { Caller } from '@qinwu/domain/caller';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import type { Page } from '@qinwu/domain/page';
import { retryStale } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Deps } from '../deps.ts';
import { caseFileContent, itemsIn } from '../rules/case-file-content.ts';
import type { Standing } from '../rules/standing.ts';
import {
  type CaseFileRow,
  caseFile,
  caseFileValues,
  findCaseFile,
  saveCaseWithFile,
} from '../store/case-file-copies.ts';
import { listEvidence } from '../store/evidence.ts';
import { listPart } from '../store/part-pages.ts';
import type { RecipientKind } from '../vocabulary.ts';
import { PII_SCOPE } from '../who.ts';
import { openEvidence } from './bring-evidence.ts';
import { filedAgreement, filedMediators, filedMinutes, filedSessions } from './case-file-sources.ts';
import { commitCase } from './commit-case.ts';
import { type OpenedCase, openCase, type Present } from './open-case.ts';
import { type PageQuery, pageOf } from './part-page.ts';
import { namesWithheld } from './read-full-names.ts';
import { openPart, sealPart } from './seal-part.ts';

/** What a case file is asked for with. */
export interface WantedFile {
  recipient: { kind: RecipientKind; name: string };
  legalBasis: string;
  includeMinutes: boolean;
}

const at = (id: string) => ({ column: 'case_file', id });

function ensureMakes(actor: Actor, standing: Standing): void {
  if (standing.as === 'mediator' || (standing.as === 'window' && hasRole(actor, 'supervisor'))) return;
  throw refuse('forbidden', 'case-file-not-yours', {
    zh: '由承办调解员或督办人员制作卷宗',
    en: 'A mediator of the case or a supervisor makes its file',
  });
}

/** A case file names persons in full: its mediators know them, others need the scope for it. */
function ensureSeesPersons(actor: Actor, standing: Standing): void {
  if (standing.as === 'mediator' || hasScope(actor, PII_SCOPE)) return;
  throw namesWithheld();
}

/** Minutes leave the table for a court or an archive and for nobody else. */
const MINUTES_FOR: readonly RecipientKind[] = ['court', 'archive'];

function ensureMinutesMayLeave({ recipient, includeMinutes }: WantedFile, { row }: OpenedCase): void {
  if (!includeMinutes) return;
  if (!MINUTES_FOR.includes(recipient.kind)) {
    throw fieldRule('/includeMinutes', 'minutes-stay', {
      zh: '调解记录只随卷宗送人民法院或者存档',
      en: 'Minutes go to a court or an archive alone',
    });
  }
  if (row.concludedOn !== null) return;
  throw refuse('conflict', 'minutes-before-end', {
    zh: '调解尚未结束，调解记录不随卷宗送出',
    en: 'Minutes stay at the table until the case is over',
  });
}

/** With minutes a file is handed out once, to be sent; then it is for those alone who read the minutes anyway. */
function ensureNotSent({ minutes, sentAt }: CaseFileRow, standing: Standing): void {
  if (!minutes || sentAt === null || standing.as === 'mediator') return;
  throw refuse('conflict', 'case-file-sent', {
    zh: '含调解记录的卷宗已送出，不再提供内容',
    en: 'The file with its minutes was sent: its content is handed out no more',
  });
}

/** What was sealed since the file was made is for the mediators alone, and so is the file that names it. */
async function ensureNotSealed(deps: Deps, { row, standing }: OpenedCase, text: string): Promise<void> {
  if (standing.as === 'mediator') return;
  const named = itemsIn(text);
  const items = named.length === 0 ? [] : await listEvidence(deps.db, row.parkId, row.id);
  if (items.every(({ id, sealed }) => !sealed || !named.includes(id))) return;
  throw refuse('conflict', 'case-file-sealed', {
    zh: '卷宗载有制作后封存的证据，解除封存前只由承办调解员取用；可另行制作',
    en: 'The file names evidence that was sealed since: its mediators alone fetch it until the seal is lifted; make another',
  });
}

/** A file with minutes as its first fetch leaves it; null where nothing is sent by this fetch. */
function sending(row: CaseFileRow, { actor, now }: Caller): CaseFileRow | null {
  return row.minutes && row.sentAt === null ? { ...row, sentAt: now, sentBy: actor.id } : null;
}

/** A page of the files made of a case. */
export async function readCaseFiles(
  deps: Deps,
  { actor }: Caller,
  { id, page }: { id: string; page: PageQuery },
): Promise<Page<CaseFileRow>> {
  const { standing } = await openCase(deps, actor, id);
  ensureMakes(actor, standing);
  return pageOf(page, { files: id }, (position) =>
    listPart(deps.db, caseFile, { park: actor.park, caseId: id, ...position }),
  );
}

/** Who saw everybody of the case by way of this file, for the record. */
function disclosed(found: OpenedCase, fileId: string, { actor, now }: Caller): Record<string, unknown> {
  return {
    disclosureId: newId(),
    discloser: actor.id,
    disclosedAt: now.toISOString(),
    disclosed: [`case-file/${fileId}`, ...found.row.parties.map(({ id }) => `parties/${id}`)],
  };
}

async function textOf(
  deps: Deps,
  found: OpenedCase,
  { fileId, wanted, caller }: { fileId: string; wanted: WantedFile; caller: Caller },
): Promise<string> {
  const { row, content } = found;
  if (content === null)
    throw refuse('conflict', 'case-erased', { zh: '案件的个人信息已删除', en: 'The case is erased' });
  const items = await listEvidence(deps.db, row.parkId, row.id);
  const shown = items.filter(({ status, sealed }) => status === 'exchanged' && !sealed);
  return JSON.stringify(
    caseFileContent(row, {
      id: fileId,
      salt: randomBytes(16).toString('hex'),
      madeAt: caller.now,
      madeBy: caller.actor.id,
      recipient: wanted.recipient,
      legalBasis: wanted.legalBasis,
      content,
      mediators: await filedMediators(deps, found),
      sessions: await filedSessions(deps, found),
      evidence: shown.map((item) => openEvidence(deps, found, item)),
      agreement: await filedAgreement(deps, found),
      minutes: wanted.includeMinutes ? await filedMinutes(deps, found) : null,
    }),
  );
}

/** Makes the file of a case for a named court or archive; it stays as it was made. */
export async function makeCaseFile<A>(
  deps: Deps,
  caller: Caller,
  { id, wanted, ifMatch }: { id: string; wanted: WantedFile; ifMatch: number | null },
  present: (row: CaseFileRow) => Present<A>,
): Promise<A> {
  const { actor, now } = caller;
  return retryStale(async () => {
    const found = await openCase(deps, actor, id);
    ensureVersion(found.row, ifMatch);
    ensureMakes(actor, found.standing);
    ensureMinutesMayLeave(wanted, found);
    const fileId = newId();
    const text = await textOf(deps, found, { fileId, wanted, caller });
    const { recipient, legalBasis, includeMinutes } = wanted;
    const row: CaseFileRow = {
      id: fileId,
      parkId: actor.park,
      caseId: id,
      recipientKind: recipient.kind,
      recipient: recipient.name,
      legalBasis,
      minutes: includeMinutes,
      sha256: createHash('sha256').update(text).digest('hex'),
      content: sealPart(deps, found, at(fileId), text),
      madeBy: actor.id,
      at: now,
      sentAt: null,
      sentBy: null,
    };
    return commitCase(
      deps,
      caller,
      found,
      {
        action: 'case-file-made',
        change: { caseFile: fileId, recipient, legalBasis, minutes: includeMinutes, sha256: row.sha256 },
        statement: saveCaseWithFile,
        values: { caseFile: caseFileValues([row]), ...disclosed(found, fileId, caller) },
      },
      present(row),
    );
  });
}

/** The file as it was made; that it was fetched is on record before it is given. */
export async function fetchCaseFile(
  deps: Deps,
  caller: Caller,
  { id, fileId }: { id: string; fileId: string },
): Promise<{ row: CaseFileRow; text: string }> {
  const { actor } = caller;
  return retryStale(async () => {
    const found = await openCase(deps, actor, id);
    ensureMakes(actor, found.standing);
    ensureSeesPersons(actor, found.standing);
    const row = await findCaseFile(deps.db, { park: actor.park, caseId: id, id: fileId });
    const text = row === null ? null : openPart<string>(deps, found, at(fileId), row.content);
    if (row === null || text === null) {
      throw refuse('missing', 'case-file-missing', { zh: '没有该卷宗', en: 'There is no such case file' });
    }
    ensureNotSent(row, found.standing);
    await ensureNotSealed(deps, found, text);
    const { recipientKind: kind, recipient: name, legalBasis } = row;
    const sent = sending(row, caller);
    return commitCase(
      deps,
      caller,
      found,
      {
        action: sent === null ? 'case-file-fetched' : 'case-file-sent',
        change: { caseFile: fileId, recipient: { kind, name }, ...(sent === null ? {} : { legalBasis }) },
        statement: saveCaseWithFile,
        values: {
          caseFile: caseFileValues(sent === null ? [] : [sent]),
          ...disclosed(found, fileId, caller),
        },
      },
      () => ({ answer: { row: sent ?? row, text }, kept: undefined }),
    );
  });
}
