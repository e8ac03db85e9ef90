import { refuse } from '@qinwu/domain/errors';
import type { Deps } from '../deps.ts';
import type { AgreementContent } from '../rules/agreement-text.ts';
import { type Missing, missingOf, signingParties } from '../rules/signing.ts';
import type { PaymentRow } from '../store/agreement-table.ts';
import { type FoundAgreement, findOptionalAgreement } from '../store/find-agreement.ts';
import type { OpenedCase } from './open-case.ts';
import { openJson } from './secrets.ts';

/** What is kept sealed of a seal. */
export interface SealContent {
  organisation: string;
  sealNumber: string | null;
  scan: string | null;
}

/** A payment with what was noted of it, and why it was voided. */
export interface OpenedPayment extends PaymentRow {
  said: string | null;
  voidSaid: string | null;
}

/** An agreement with what is sealed in it; `content` is null once the persons were erased. */
export interface OpenedAgreement extends FoundAgreement {
  payments: OpenedPayment[];
  content: AgreementContent | null;
  stamp: SealContent | null;
  missing: Missing;
}

/** The agreement of a case, or null where none was drafted. */
export async function readAgreement(deps: Deps, found: OpenedCase): Promise<OpenedAgreement | null> {
  const agreement = await findOptionalAgreement(deps.db, found.row.parkId, found.row.id);
  return agreement === null ? null : openAgreement(deps, found, agreement);
}

/** Opens what is sealed, and says what the agreement still waits for. */
export function openAgreement(deps: Deps, found: OpenedCase, agreement: FoundAgreement): OpenedAgreement {
  const { row, instalments, signatures } = agreement;
  const open = <T>(column: string, sealed: string) =>
    openJson<T>(deps.keyring, found.dek, { column, id: row.id }, sealed);
  const required = signingParties(found.row.parties, instalments);
  return {
    ...agreement,
    content: open<AgreementContent>('agreement.content', row.content),
    stamp: row.seal === null ? null : open<SealContent>('agreement.seal', row.seal),
    missing: missingOf(row, required, signatures),
    payments: agreement.payments.map((payment) => openPayment(deps, found, payment)),
  };
}

function openPayment({ keyring }: Deps, { dek }: OpenedCase, payment: PaymentRow): OpenedPayment {
  const { id, note, voidReason } = payment;
  const open = (column: string, sealed: string | null) =>
    sealed === null ? null : openJson<string>(keyring, dek, { column, id }, sealed);
  return {
    ...payment,
    said: open('payment.note', note),
    voidSaid: open('payment.void', voidReason),
  };
}

/** Refuses `agreement-missing`. */
export async function needAgreement(deps: Deps, found: OpenedCase): Promise<OpenedAgreement> {
  const agreement = await readAgreement(deps, found);
  if (agreement !== null) return agreement;
  throw refuse('missing', 'agreement-missing', {
    zh: '尚未起草调解协议',
    en: 'No agreement was drafted yet',
  });
}
