import { formatYuan } from '@qinwu/domain/money';
import type { z } from 'zod';
import type { InstalmentRow } from '../store/agreement-table.ts';
import type { OpenedAgreement, OpenedPayment } from '../use-cases/open-agreement.ts';
import type { OpenedCase } from '../use-cases/open-case.ts';
import type { AgreementView } from './agreement-schema.ts';
import { nextStepsView } from './next-steps-view.ts';

/** An agreement as answers show it; the whole text only where it was asked for and may be seen. */
export function agreementView(
  opened: OpenedCase,
  agreement: OpenedAgreement,
  { now, text = null }: { now: Date; text?: string | null },
): z.output<typeof AgreementView> {
  const { row: found, clocks } = opened;
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
    instalments: agreement.instalments.map((each) => instalmentView(each, agreement, clocks)),
    confirmedBy: row.confirmedBy,
    signatures: agreement.signatures.map(signatureView),
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
  clocks: OpenedCase['clocks'],
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
    payments: payments.filter(({ instalmentId }) => instalmentId === id).map(paymentView),
  };
}

function paymentView(payment: OpenedPayment) {
  const { id, amount, paidOn, said, evidence, recordedBy, recordedAt, voidedAt, voidedBy, voidSaid } =
    payment;
  return {
    id,
    amount: formatYuan(amount),
    paidOn,
    note: said,
    evidence,
    recordedBy,
    recordedAt: recordedAt.toISOString(),
    voided:
      voidedAt === null || voidedBy === null
        ? null
        : { at: voidedAt.toISOString(), by: voidedBy, reason: voidSaid },
  };
}

function signatureView(signature: OpenedAgreement['signatures'][number]) {
  const { id, signerKind, signer, kind, textHash, scan, recordedBy, signedAt } = signature;
  return { id, signerKind, signer, kind, textHash, scan, recordedBy, signedAt: signedAt.toISOString() };
}

function sealView({ row: { sealedOn }, stamp }: OpenedAgreement) {
  if (sealedOn === null) return null;
  const { organisation = null, sealNumber = null, scan = null } = stamp ?? {};
  return { organisation, sealNumber, scan, sealedOn };
}
