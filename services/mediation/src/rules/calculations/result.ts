/** What a calculation answers: its steps with their articles, so that anyone can check it by hand. */
import type { Text } from '@qinwu/domain/errors';
import type { LocalDate } from '@qinwu/domain/local-date';
import { formatYuan } from '@qinwu/domain/money';
import type { Standard } from '../../standard.ts';
import { type Fraction, showYuan, toFen } from './fraction.ts';

export const CALCULATION_KINDS = [
  'severance',
  'unlawful-termination',
  'double-wage',
  'overtime',
  'daily-wage',
  'overdue-addition',
  'notice-pay',
  'final-award',
  'limitation',
] as const;
export type CalculationKind = (typeof CALCULATION_KINDS)[number];

/** What a calculation says beyond an amount or a date. */
export const OUTCOMES = [
  'final',
  'not-final',
  'running',
  'within-90-days',
  'within-30-days',
  'expired',
  'suspended',
  'unlimited',
  'not-overdue',
] as const;
export type CalculationOutcome = (typeof OUTCOMES)[number];

export interface Step {
  text: Text;
  formula: string;
  article: string;
  value: string;
}

export interface Calculation {
  kind: CalculationKind;
  /** Fen. */
  amount: bigint | null;
  date: LocalDate | null;
  daysLeft: number | null;
  outcome: CalculationOutcome | null;
  steps: Step[];
  standards: Standard[];
  notes: Text[];
}

type Known = Pick<Calculation, 'kind' | 'steps'> & Partial<Calculation>;

/** A result of what is known of it; says which of its standards nobody took from a published text. */
export function calculation(known: Known): Calculation {
  const standards = known.standards ?? [];
  const unofficial = standards
    .filter(({ official }) => !official)
    .map(({ kind, source }) => ({
      zh: `所用标准（${kind}）未经核实：${source}`,
      en: `The standard used (${kind}) was not taken from a published text: ${source}`,
    }));
  return {
    amount: null,
    date: null,
    daysLeft: null,
    outcome: null,
    ...known,
    standards,
    notes: [...(known.notes ?? []), ...unofficial],
  };
}

export function step(zh: string, en: string, of: Omit<Step, 'text'>): Step {
  return { text: { zh, en }, ...of };
}

/** The one place where a result is rounded, as the last step. */
export function roundingStep(exact: Fraction, formula: string, article: string): Step {
  return {
    text: {
      zh: '合计（元），四舍五入到分；此前各步不取整，带“≈”的仅为显示',
      en: 'Total in yuan, rounded half up to the fen; no earlier step is rounded, "≈" marks what is only shown so',
    },
    formula: `${formula} = ${showYuan(exact)}`,
    article,
    value: formatYuan(toFen(exact)),
  };
}
