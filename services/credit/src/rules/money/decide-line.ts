/** What a bank may decide of a line, and what of it is newly granted. */
import { type FieldError, fieldRules } from '@qinwu/domain/errors';
import type { LocalDate } from '@qinwu/domain/local-date';
import { faultsInto } from '../faults-into.ts';

export interface Approval {
  /** In fen. */
  readonly amountApproved: bigint;
  readonly decidedOn: LocalDate;
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate;
}

/** Refuses days that cannot be, every fault with its place. */
export function ensureApproval(
  { decidedOn, startsOn, endsOn }: Approval,
  { appliedOn, today }: { appliedOn: LocalDate; today: LocalDate },
): void {
  const faults: FieldError[] = [];
  const fault = faultsInto(faults);
  if (decidedOn > today) fault('/decidedOn', 'date-in-future', '不能晚于今天', 'Not later than today');
  if (decidedOn < appliedOn) {
    fault('/decidedOn', 'before-application', '不能早于申请日期', 'Not before the application');
  }
  if (startsOn > endsOn) fault('/endsOn', 'ends-before-start', '不能早于起始日期', 'Not before the start');
  if (faults.length > 0) throw fieldRules(faults);
}

/** Newly granted credit 新增授信: what was approved beyond the limit it takes the place of. */
export function newlyGranted({
  amountApproved,
  amountPrevious,
}: {
  amountApproved: bigint | null;
  amountPrevious: bigint | null;
}): bigint {
  const beyond = (amountApproved ?? 0n) - (amountPrevious ?? 0n);
  return beyond > 0n ? beyond : 0n;
}
