import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { localDateOf } from '@qinwu/domain/local-date';
import { retryStale } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Deps } from '../deps.ts';
import { textHash } from '../documents/canonical-text.ts';
import type { AgreementBody } from '../rules/agreement-body.ts';
import { byDay, checkDraft, type Draft } from '../rules/agreement-draft.ts';
import { type AgreementContent, agreementDocument, draftLine } from '../rules/agreement-text.ts';
import { runsCase } from '../rules/standing.ts';
import { agreementValues, saveCaseWithAgreement } from '../store/agreement-commits.ts';
import type { AgreementRow, InstalmentRow, SignatureRow } from '../store/agreement-table.ts';
import { commitCase } from './commit-case.ts';
import { type OpenedAgreement, openAgreement, readAgreement } from './open-agreement.ts';
import { type OpenedCase, openCase, type Present } from './open-case.ts';
import { sealPart } from './seal-part.ts';

/** Prefix of the number of an agreement 协议书编号. */
export const AGREEMENT_PREFIX = 'MA';

function ensureDrafting({ row, standing }: OpenedCase): void {
  if (!runsCase(standing)) {
    throw refuse('forbidden', 'not-a-mediator', {
      zh: '由窗口或承办调解员起草',
      en: 'The window or a mediator of the case drafts it',
    });
  }
  if (row.state === 'MEDIATING' || row.state === 'AGREED') return;
  throw refuse('conflict', 'agreement-not-open', {
    zh: '只有调解中或达成协议、尚未生效时可以起草或修改协议',
    en: 'An agreement is drafted while the case is mediated, and changed until it takes effect',
  });
}

/** Signatures of a text that does not stand any more. */
export function voided(signatures: readonly SignatureRow[], now: Date): SignatureRow[] {
  return signatures.map((signature) => ({ ...signature, voidedAt: now }));
}

interface Drafted {
  body: AgreementBody;
  draft: Draft;
  content: AgreementContent;
  number: string;
  now: Date;
}

function instalmentRows({ draft }: Drafted, row: AgreementRow): InstalmentRow[] {
  return draft.instalments.map(({ manner: _manner, ...one }, n) => ({
    ...one,
    id: newId(),
    parkId: row.parkId,
    caseId: row.caseId,
    agreementId: row.id,
    revision: row.revision,
    seq: n + 1,
    paid: 0n,
    settledOn: null,
    onTime: null,
  }));
}

function rowOf(
  deps: Deps,
  found: OpenedCase,
  before: OpenedAgreement | null,
  drafted: Drafted,
): AgreementRow {
  const { body, draft, content, number, now } = drafted;
  const id = before?.row.id ?? newId();
  const hash = textHash(content.document);
  const said = {
    content: sealPart(deps, found, { column: 'agreement.content', id }, content),
    textHash: hash,
    amountClaimed: found.row.amountClaimed,
    amountAgreed: draft.amountAgreed,
    performBy: draft.performBy,
    reminderDays: body.reminderDays,
  };
  if (before !== null && before.row.textHash === hash && before.row.status !== 'void') {
    const kept = { ...content, signedBy: before.content?.signedBy };
    return {
      ...before.row,
      ...said,
      content: sealPart(deps, found, { column: 'agreement.content', id }, kept),
    };
  }
  return {
    ...said,
    id,
    parkId: found.row.parkId,
    caseId: found.row.id,
    number,
    revision: (before?.row.revision ?? 0) + 1,
    status: 'draft',
    confirmedBy: [],
    seal: null,
    sealedOn: null,
    effectiveOn: null,
    draftedAt: now,
  };
}

async function draftedOf(
  deps: Deps,
  found: OpenedCase,
  { body, before, now }: { body: AgreementBody; before: OpenedAgreement | null; now: Date },
): Promise<Drafted> {
  const today = localDateOf(now);
  const { row, content } = found;
  if (content === null)
    throw refuse('conflict', 'case-erased', { zh: '案件已删除', en: 'The case is erased' });
  const seated = found.seated.map(({ mediator }) => mediator);
  const draft = checkDraft(body, { ...row, seated }, now);
  const number = before?.row.number ?? (await deps.numbers.next(row.parkId, AGREEMENT_PREFIX, today));
  const document = agreementDocument(row, content, { body, draft, number, day: today });
  const ordered = { ...body, instalments: body.instalments.toSorted(byDay) };
  return { body, draft, content: { body: ordered, document }, number, now };
}

/** Writes the agreement, or changes it: another text is a new revision and voids what was confirmed and signed. */
export async function putAgreement<A>(
  deps: Deps,
  caller: Caller,
  { id, body, ifMatch }: { id: string; body: AgreementBody; ifMatch: number | null },
  present: (agreement: OpenedAgreement) => Present<A>,
): Promise<A> {
  const { actor, now } = caller;
  return retryStale(async () => {
    const found = await openCase(deps, actor, id);
    ensureVersion(found.row, ifMatch);
    ensureDrafting(found);
    const before = await readAgreement(deps, found);
    const drafted = await draftedOf(deps, found, { body, before, now });
    const row = rowOf(deps, found, before, drafted);
    const isNew = before === null || row.revision !== before.row.revision;
    const instalments = isNew ? instalmentRows(drafted, row) : before.instalments;
    const gone = isNew ? voided(before?.signatures ?? [], now) : [];
    const { number, revision, textHash: hash } = row;
    const kept = { row, instalments, signatures: isNew ? [] : before.signatures, payments: [] };
    return commitCase(
      deps,
      caller,
      found,
      {
        action: 'agreement-drafted',
        set: {
          agreementStanding: 'drafted',
          draftUntil: drafted.draft.instalments[0]?.dueOn ?? row.performBy,
          ...(found.row.state === 'AGREED' ? { amountAgreed: row.amountAgreed } : {}),
        },
        change: {
          agreement: { number, revision, textHash: hash, ...draftLine(drafted.draft) },
          ...(gone.length === 0
            ? {}
            : { voided: gone.map(({ signerKind, signer }) => `${signerKind}:${signer}`) }),
        },
        words: { ...body },
        statement: saveCaseWithAgreement,
        values: agreementValues({
          agreement: row,
          instalments: isNew ? instalments : [],
          signatures: gone,
        }),
      },
      present(openAgreement(deps, found, kept)),
    );
  });
}
