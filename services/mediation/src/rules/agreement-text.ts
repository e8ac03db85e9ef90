/** The agreement as the document that is signed: made once when it is drafted, and kept as it is from then on. */
import { formatYuan } from '@qinwu/domain/money';
import type { DocumentModel } from '../documents/document-model.ts';
import { mediationAgreement } from '../documents/mediation-agreement.ts';
import type { Side } from '../vocabulary.ts';
import type { AgreementBody } from './agreement-body.ts';
import type { Draft } from './agreement-draft.ts';
import type { CaseContent } from './case-content.ts';
import { documentParty } from './document-party.ts';
import { PAYABLE } from './side-track.ts';
import type { TrackedCase } from './track-filing.ts';

export interface AgreementSubject extends Pick<TrackedCase, 'labour' | 'category'> {
  receivedOn: string;
  amountClaimed: bigint;
  parties: readonly {
    id: string;
    side: Side;
    kind: 'person' | 'enterprise';
    uscc: string | null;
    addressSealed: boolean;
  }[];
}

/** What is kept sealed of an agreement: what was entered, and the document made of it. */
export interface AgreementContent {
  body: AgreementBody;
  /** Without signatures and seal, which are no part of the text. */
  document: DocumentModel;
  /** Who signed in a party's name, by party id: the party may be stood for by somebody else later. */
  signedBy?: Readonly<Record<string, string>>;
}

/** The document of a draft, without signatures and seal. */
export function agreementDocument(
  found: AgreementSubject,
  content: CaseContent,
  { body, draft, number, day }: { body: AgreementBody; draft: Draft; number: string; day: string },
): DocumentModel {
  const nameOf = (id: string): string => content.parties[id]?.name ?? '';
  const remedies = body.remedies === undefined ? [] : [`违约责任：${body.remedies}`];
  const document = mediationAgreement({
    kind: found.labour ? 'labour' : 'people',
    payment: PAYABLE.includes(found.category),
    number,
    organisation: body.organisation,
    day,
    appliedOn: found.receivedOn,
    parties: found.parties.map((party) => documentParty(party, content.parties[party.id])),
    facts: body.facts,
    issues: body.issues,
    responsibility: body.responsibility,
    terms: [...body.terms.map(({ text }) => text), ...remedies],
    claimedFen: found.amountClaimed,
    agreedFen: draft.amountAgreed,
    instalments: draft.instalments.map(({ dueOn, amount, payer, payee, manner }) => ({
      day: dueOn,
      fen: amount,
      note: `${nameOf(payer)}付给${nameOf(payee)}${manner === null ? '' : `，${manner}`}`,
    })),
    manner: body.manner,
    performBy: draft.performBy,
    mediators: body.mediators.map(({ name }) => name),
    signatures: [],
  });
  const blocks = document.blocks.filter(({ kind }) => kind !== 'signatures' && kind !== 'seal');
  return { ...document, blocks };
}

/** What the ledger keeps of a draft in clear. */
export function draftLine(draft: Draft): Record<string, unknown> {
  return {
    amountAgreed: formatYuan(draft.amountAgreed),
    performBy: draft.performBy,
    instalments: draft.instalments.map(({ dueOn, amount }) => ({ dueOn, amount: formatYuan(amount) })),
  };
}
