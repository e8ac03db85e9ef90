import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import { localDateOf } from '@qinwu/domain/local-date';
import type { Deps } from '../deps.ts';
import { canonicalText } from '../documents/canonical-text.ts';
import type { DocumentModel } from '../documents/document-model.ts';
import { ROLES } from '../rules/document-party.ts';
import { signedDocument } from '../rules/signed-document.ts';
import { draftOutdated, isTextKept } from '../rules/signing.ts';
import { isAtTable, isReferringCourt } from '../rules/standing.ts';
import { needAgreement, type OpenedAgreement, readAgreement } from './open-agreement.ts';
import { type OpenedCase, openCase } from './open-case.ts';
import { namesWithheld, seesFullNames } from './read-full-names.ts';

const withoutScan = <S extends { scan: string | null }>(of: S): S => ({ ...of, scan: null });

/** The agreement as it is handed to a court: without the papers of its signing and of what was paid since. */
function handedOver(agreement: OpenedAgreement): OpenedAgreement {
  return {
    ...agreement,
    payments: [],
    signatures: agreement.signatures.map(withoutScan),
    stamp: agreement.stamp && withoutScan(agreement.stamp),
  };
}

/** A court hears of an agreement once it is in effect; until then it is not told whether one is drafted. */
async function agreementForCourt(deps: Deps, found: OpenedCase): Promise<OpenedAgreement> {
  const agreement = await readAgreement(deps, found);
  if (agreement?.row.status === 'effective') return handedOver(agreement);
  throw refuse('missing', 'agreement-not-in-effect', {
    zh: '尚无生效的书面协议',
    en: 'No written agreement is in effect',
  });
}

async function openForReading(deps: Deps, { actor }: Caller, id: string) {
  const found = await openCase(deps, actor, id);
  if (isAtTable(found.standing)) return { found, agreement: await needAgreement(deps, found) };
  if (isReferringCourt(actor, found.standing, found.row)) {
    return { found, agreement: await agreementForCourt(deps, found) };
  }
  throw refuse('forbidden', 'agreement-confidential', {
    zh: '协议只供当事人、调解员、窗口，以及委派、委托调解的法院查看',
    en: 'An agreement is for its parties, its mediators, the window, and the court that sent the case',
  });
}

/** The agreement of a case, with its whole text where the caller may see it. */
export async function readAgreementText(
  deps: Deps,
  caller: Caller,
  id: string,
): Promise<{ found: OpenedCase; agreement: OpenedAgreement; text: string | null }> {
  const { found, agreement } = await openForReading(deps, caller, id);
  const { content } = agreement;
  const isKept = isTextKept(found.row, found.standing);
  const isSeen = content !== null && !isKept && (await seesFullNames(deps, caller, found, 'agreement'));
  if (isSeen) return { found, agreement, text: canonicalText(content.document) };
  // Facts and terms name persons as well; of those who are not at the table they are for who may read the names.
  return {
    found,
    agreement: isAtTable(found.standing) ? agreement : { ...agreement, content: null },
    text: null,
  };
}

/** The agreement as it is printed: with signatures and seal, or as a draft. */
export async function readAgreementDocument(deps: Deps, caller: Caller, id: string): Promise<DocumentModel> {
  const { found, agreement } = await openForReading(deps, caller, id);
  const { row, content, signatures } = agreement;
  if (content === null) throw refuse('missing', 'case-erased', { zh: '个人信息已删除', en: 'It is erased' });
  if (isTextKept(found.row, found.standing)) throw draftOutdated();
  if (!(await seesFullNames(deps, caller, found, 'agreement'))) throw namesWithheld();
  const required = new Set([...agreement.missing.signatures, ...row.confirmedBy]);
  const signed = (kind: string, id: string) =>
    signatures.find(({ signerKind, signer }) => signerKind === kind && signer === id);
  return signedDocument(content.document, {
    isEffective: row.status === 'effective',
    sealedOn: row.sealedOn,
    textHash: row.textHash,
    signers: [
      ...found.row.parties
        .filter((party) => required.has(party.id))
        .map((party) => {
          const name = found.content?.parties[party.id]?.name ?? '';
          const by = content.signedBy?.[party.id];
          return {
            role: ROLES[party.side],
            name: by === undefined ? name : `${name}（代理人${by}）`,
            signature: signed('party', party.id),
          };
        }),
      ...content.body.mediators.map(({ account, name }) => ({
        role: '调解员',
        name,
        signature: signed('mediator', account),
      })),
    ],
    dayOf: localDateOf,
  });
}
