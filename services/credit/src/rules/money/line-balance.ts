/** What stands of a line by the bank's reports, and where a report does not fit the line. */
import type { LocalDate } from '@qinwu/domain/local-date';
import type { ReportKind } from '../../money-words.ts';

export interface Reported {
  readonly kind: ReportKind;
  /** In fen. */
  readonly amount: bigint;
  readonly onDay: LocalDate;
}

export interface LineBalance {
  readonly drawn: bigint;
  readonly repaid: bigint;
  readonly outstanding: bigint;
  readonly overdue: bigint;
}

/** Adds up reports. */
export function lineBalance(reports: readonly Reported[]): LineBalance {
  const sum = (kind: ReportKind): bigint =>
    reports.reduce((total, report) => total + (report.kind === kind ? report.amount : 0n), 0n);
  const [drawn, repaid] = [sum('drawdown'), sum('repayment')];
  return { drawn, repaid, outstanding: drawn - repaid, overdue: sum('overdue') - sum('settled-overdue') };
}

interface Limit {
  readonly amountApproved: bigint | null;
  readonly startsOn: LocalDate | null;
  readonly endsOn: LocalDate | null;
}

/** Why a report does not fit what stands; null where it does. The bank's word is kept either way. */
export function discrepancyOf(report: Reported, limit: Limit, before: readonly Reported[]): string | null {
  const { kind, onDay } = report;
  const after = lineBalance([...before, report]);
  if (kind === 'drawdown' && after.outstanding > (limit.amountApproved ?? 0n)) return 'above-limit';
  if (kind === 'drawdown' && limit.endsOn !== null && onDay > limit.endsOn) return 'after-end';
  if (kind === 'drawdown' && limit.startsOn !== null && onDay < limit.startsOn) return 'before-start';
  if (kind === 'repayment' && after.outstanding < 0n) return 'above-outstanding';
  if (kind === 'overdue' && after.overdue > after.outstanding) return 'above-outstanding';
  if (kind === 'settled-overdue' && after.overdue < 0n) return 'above-overdue';
  return null;
}
