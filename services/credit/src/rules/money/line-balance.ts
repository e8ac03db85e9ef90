/** What stands of a line by the bank's reports, and where a report does not fit the line. */
import { refuse } from '@qinwu/domain/errors';
import type { LocalDate } from '@qinwu/domain/local-date';
import type { LineState, ReportKind } from '../../money-words.ts';

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
  readonly state: LineState;
  readonly amountApproved: bigint | null;
  readonly startsOn: LocalDate | null;
  readonly endsOn: LocalDate | null;
}

/** What a line must not be drawn on for, by the state it has come to. */
const ENDED: Readonly<Partial<Record<LineState, string>>> = {
  REPLACED: 'line-replaced',
  REVOKED: 'line-revoked',
  CLOSED: 'line-closed',
};

/** Why a report does not fit what stands; null where it does. The bank's word is kept either way. */
export function discrepancyOf(report: Reported, limit: Limit, before: readonly Reported[]): string | null {
  const { kind, onDay } = report;
  const after = lineBalance([...before, report]);
  const ended = ENDED[limit.state];
  if (kind === 'drawdown' && ended !== undefined) return ended;
  if (kind === 'drawdown' && after.outstanding > (limit.amountApproved ?? 0n)) return 'above-limit';
  if (kind === 'drawdown' && limit.endsOn !== null && onDay > limit.endsOn) return 'after-end';
  if (kind === 'drawdown' && limit.startsOn !== null && onDay < limit.startsOn) return 'before-start';
  if (kind === 'repayment' && after.outstanding < 0n) return 'above-outstanding';
  if (kind === 'overdue' && after.overdue > after.outstanding) return 'above-outstanding';
  if (kind === 'settled-overdue' && after.overdue < 0n) return 'above-overdue';
  return null;
}

interface Referenced extends Reported {
  readonly reference: string | null;
}

/** The report that was made before under the same reference of the bank; refuses another one under it. */
export function reportedBefore<R extends Referenced>(report: Referenced, before: readonly R[]): R | null {
  const { reference, kind, amount, onDay } = report;
  const first = reference === null ? undefined : before.find((one) => one.reference === reference);
  if (first === undefined) return null;
  if (first.kind === kind && first.amount === amount && first.onDay === onDay) return first;
  throw refuse('conflict', 'reference-taken', {
    zh: '该银行流水号已报送过另一内容',
    en: 'The bank has reported something else of the line under this reference',
  });
}
