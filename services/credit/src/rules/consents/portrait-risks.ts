/** What a portrait warns of. */
import type { LineBalance } from '../money/line-balance.ts';

export const RISKS = ['overdue', 'above-limit', 'discrepancy', 'adverse-document'] as const;
export type Risk = (typeof RISKS)[number];

export interface RiskyLine {
  readonly approved: bigint;
  readonly balance: LineBalance;
  /** Something its bank reported does not fit the line. */
  readonly hasDiscrepancy: boolean;
}

export interface Shown {
  /** Standing lines; null where the consent leaves them out. */
  readonly lines: readonly RiskyLine[] | null;
  /** Documents in effect against the enterprise; null where the consent leaves them out. */
  readonly documents: readonly unknown[] | null;
}

/** The risks in what is shown; null where nothing is shown that could have any, which is not the same as none. */
export function risksOf({ lines, documents }: Shown): Risk[] | null {
  if (lines === null && documents === null) return null;
  const risks: Risk[] = [];
  if (lines?.some(({ balance }) => balance.overdue > 0n)) risks.push('overdue');
  if (lines?.some(({ approved, balance }) => balance.outstanding > approved)) risks.push('above-limit');
  if (lines?.some(({ hasDiscrepancy }) => hasDiscrepancy)) risks.push('discrepancy');
  if (documents !== null && documents.length > 0) risks.push('adverse-document');
  return risks;
}
