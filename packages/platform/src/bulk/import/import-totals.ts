import type { OutcomeName, RowOutcome } from './import-kind.ts';

/** Lines by what became of them; what people and the command line show as progress. */
export interface ImportTotals {
  read: number;
  created: number;
  updated: number;
  unchanged: number;
  refused: number;
  wouldCreate: number;
  wouldUpdate: number;
}

const NONE: ImportTotals = {
  read: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  refused: 0,
  wouldCreate: 0,
  wouldUpdate: 0,
};

const COUNTERS: Readonly<Record<OutcomeName, keyof ImportTotals>> = {
  created: 'created',
  updated: 'updated',
  unchanged: 'unchanged',
  refused: 'refused',
  'would-create': 'wouldCreate',
  'would-update': 'wouldUpdate',
};

/** Totals before the first slice. */
export function noTotals(): ImportTotals {
  return { ...NONE };
}

/** The totals a job's progress holds; all zero before the first slice. */
export function totalsOf(progress: Readonly<Record<string, unknown>>): ImportTotals {
  const totals = noTotals();
  for (const name of Object.keys(NONE) as (keyof ImportTotals)[]) {
    const value = progress[name];
    if (typeof value === 'number') totals[name] = value;
  }
  return totals;
}

/** The totals with a slice's outcomes added. */
export function addOutcomes(totals: ImportTotals, outcomes: readonly RowOutcome[]): ImportTotals {
  const sum = { ...totals, read: totals.read + outcomes.length };
  for (const { outcome } of outcomes) sum[COUNTERS[outcome]] += 1;
  return sum;
}
