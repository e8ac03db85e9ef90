/** Dated standards 标准 of a place that the law refers to and does not fix itself. */
import type { LocalDate } from '@qinwu/domain/local-date';

export const STANDARD_KINDS = [
  'minimum-wage',
  'average-wage',
  'month-days',
  // Limits as the park works, where no law sets them or the sides may agree on others: calendar days.
  'civil-mediation-days',
  'court-mediation-days',
  // By how the court sent it; the one before stands in for them.
  'court-before-filing-days',
  'court-after-filing-days',
  'court-after-filing-summary-days',
] as const;
export type StandardKind = (typeof STANDARD_KINDS)[number];

/** The whole country, as a region. */
export const NATION = '000000';

export interface Standard {
  kind: StandardKind;
  /** Division code (GB/T 2260); a standard holds in every division inside it. */
  region: string;
  validFrom: LocalDate;
  /** Its last day; null until another one begins. */
  validUntil: LocalDate | null;
  /** Hundredths of the unit: fen a month, or hundredths of a day. */
  value: bigint;
  /** The document it was taken from. */
  source: string;
  /** True where it was taken from a published document. */
  official: boolean;
  /** Of the park's entry; a default has none. */
  version?: number;
}
