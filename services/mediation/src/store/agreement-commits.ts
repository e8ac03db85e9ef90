import { defineCommit } from '@qinwu/platform/db/commit';
import {
  type AgreementRow,
  agreement,
  agreementInstalment,
  agreementSignature,
  type InstalmentRow,
  instalmentPayment,
  type PaymentRow,
  type SignatureRow,
} from './agreement-table.ts';
import { changedCase, clocksPart, filesPart } from './case-commits.ts';
import { wordParts } from './recorded-words.ts';
import { type NoticeRow, notice } from './session-tables.ts';
import { rowValues, writtenRows } from './written-rows.ts';

const agreementParts = {
  clocks: clocksPart,
  files: filesPart,
  agreement: writtenRows(agreement, 'agreements'),
  instalments: writtenRows(agreementInstalment, 'instalments'),
  signatures: writtenRows(agreementSignature, 'signatures'),
  payments: writtenRows(instalmentPayment, 'payments'),
};

/** A case with its agreement, as a change of it left both. */
export const saveCaseWithAgreement = defineCommit('save-case-agreement', {
  guard: changedCase,
  also: agreementParts,
});

/** The same, and a party is told of a word under it that the staff recorded. */
export const saveCaseWithAgreementTold = defineCommit('save-case-agreement-told', {
  guard: changedCase,
  also: { ...agreementParts, ...wordParts },
});

/** The same, on the word of a party that the staff records: no agreement stands any more. */
export const saveCaseWithAgreementOnWord = defineCommit('save-case-agreement-word', {
  guard: changedCase,
  also: { clocks: clocksPart, agreement: writtenRows(agreement, 'agreements'), ...wordParts },
});

/** What changed of an agreement; what is left out stays as it is. */
export interface AgreementWrite {
  agreement?: AgreementRow;
  instalments?: readonly InstalmentRow[];
  signatures?: readonly SignatureRow[];
  payments?: readonly PaymentRow[];
  /** Files that now belong to the case. */
  files?: readonly string[];
}

/** The values of the statement's own placeholders; fen as digits, since JSON numbers would lose some. */
export function agreementValues(write: AgreementWrite): Record<string, unknown> {
  return {
    agreements: rowValues(agreement, write.agreement === undefined ? [] : [write.agreement]),
    instalments: rowValues(agreementInstalment, write.instalments ?? []),
    signatures: rowValues(agreementSignature, write.signatures ?? []),
    payments: rowValues(instalmentPayment, write.payments ?? []),
    files: write.files ?? [],
  };
}

/** A case with a payment that was voided, its instalment, and what the parties are told of what is open again. */
export const saveCaseWithVoidedPayment = defineCommit('save-case-voided-payment', {
  guard: changedCase,
  also: {
    clocks: clocksPart,
    instalments: writtenRows(agreementInstalment, 'instalments'),
    payments: writtenRows(instalmentPayment, 'payments'),
    notices: writtenRows(notice, 'notices'),
  },
});

/** The values of the placeholders of `saveCaseWithVoidedPayment`. */
export function voidValues({
  instalment,
  payment,
  notices,
}: {
  instalment: InstalmentRow;
  payment: PaymentRow;
  notices: readonly NoticeRow[];
}): Record<string, unknown> {
  return {
    instalments: rowValues(agreementInstalment, [instalment]),
    payments: rowValues(instalmentPayment, [payment]),
    notices: rowValues(notice, notices),
  };
}
