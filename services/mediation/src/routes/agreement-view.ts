import type { Actor } from '@qinwu/domain/actor';
import { formatYuan } from '@qinwu/domain/money';
import type { z } from 'zod';
import { recorderFor } from '../rules/standing.ts';
import type { InstalmentRow } from '../store/agreement-table.ts';
import type { OpenedAgreement, OpenedPayment } from '../use-cases/open-agreement.ts';
import type { OpenedCase } from '../use-cases/open-case.ts';
import type { AgreementView } from './agreement-schema.ts';
import { nextStepsView } from './next-steps-view.ts';

/** An account as far as the caller is told it. */
type Shown = (account: string) => string | null;

/** An agreement as answers show it; the whole text only where it was asked for and may be seen. */
export function agreementView(
  opened: OpenedCase,
  agreement: OpenedAgreement,
  { actor, now, text = null }: { actor: Actor; now: Date; text?: string | null },
): z.output<typeof AgreementView> {
  const { row: found, clocks, standing } = opened;
  const shown: Shown = (account) => recorderFor(account, actor, standing);
  const { row, content, missing } = agreement;
  const body = content?.body;
  return {
    id: row.id,
    caseId: row.caseId,
    number: row.number,
    revision: row.revision,
    status: row.status,
    textHash: row.textHash,
    text,
    organisation: body?.organisation ?? null,
    mediators: body?.mediators ?? [],
    facts: body?.facts ?? null,
    issues: body?.issues ?? null,
    responsibility: body?.responsibility ?? null,
    terms: body?.terms ?? [],
    manner: body?.manner ?? null,
    remedies: body?.remedies ?? null,
    amountClaimed: formatYuan(row.amountClaimed),
    amountAgreed: formatYuan(row.amountAgreed),
    performBy: row.performBy,
    reminderDays: row.reminderDays,
    instalments: agreement.instalments.map((each) => instalmentView(each, agreement, { clocks, shown })),
    confirmedBy: row.confirmedBy,
    signatures: agreement.signatures.map((each) => signatureView(each, shown)),
    seal: sealView(agreement),
    missing,
    effectiveOn: row.effectiveOn,
    caseState: found.state,
    nextSteps: nextStepsView(opened, now),
  };
}

function instalmentView(
  { id, seq, dueOn, amount, paid, payer, payee, settledOn, onTime }: InstalmentRow,
  { content, payments }: OpenedAgreement,
  { clocks, shown }: { clocks: OpenedCase['clocks']; shown: Shown },
) {
  return {
    id,
    seq,
    dueOn,
    amount: formatYuan(amount),
    paid: formatYuan(paid),
    payer,
    payee,
    manner: content?.body.instalments[seq - 1]?.manner ?? null,
    settledOn,
    onTime,
    light: clocks.find(({ ref }) => ref === id)?.light ?? null,
    payments: payments
      .filter(({ instalmentId }) => instalmentId === id)
      .map((each) => paymentView(each, shown)),
  };
}

function paymentView(payment: OpenedPayment, shown: Shown) {
  const { id, amount, paidOn, said, evidence, recordedBy, recordedAt, voidedAt, voidedBy, voidSaid } =
    payment;
  return {
    id,
    amount: formatYuan(amount),
    paidOn,
    note: said,
    evidence,
    recordedBy: shown(recordedBy),
    recordedAt: recordedAt.toISOString(),
    voided:
      voidedAt === null || voidedBy === null
        ? null
        : { at: voidedAt.toISOString(), by: shown(voidedBy), reason: voidSaid },
  };
}

function signatureView(signature: OpenedAgreement['signatures'][number], shown: Shown) {
  const { id, signerKind, signer, kind, textHash, scan, recordedBy, signedAt } = signature;
  const signed = { id, signerKind, signer, kind, textHash, scan };
  return { ...signed, recordedBy: shown(recordedBy), signedAt: signedAt.toISOString() };
}

function sealView({ row: { sealedOn }, stamp }: OpenedAgreement) {
  if (sealedOn === null) return null;
  const { organisation = null, sealNumber = null, scan = null } = stamp ?? {};
  return { organisation, sealNumber, scan, sealedOn };
}
