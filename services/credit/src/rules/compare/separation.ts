/** How well scores tell those with an outcome (overdue, default, growth) from those without. */
import { ranksOf } from './compare-scores.ts';

export interface Outcome {
  readonly total: number;
  readonly happened: boolean;
}

export interface Separation {
  readonly with: number;
  readonly without: number;
  /** Largest distance of the two cumulative distributions, 0 to 1. */
  readonly ks: number;
  /** 2 × AUC − 1 for "a higher score means it happens less", −1 to 1. */
  readonly gini: number;
}

/** Null where all or none have the outcome: nothing can be told apart. */
export function separationOf(outcomes: readonly Outcome[]): Separation | null {
  const happened = outcomes.filter((outcome) => outcome.happened).length;
  const not = outcomes.length - happened;
  if (happened === 0 || not === 0) return null;
  const ranks = ranksOf(outcomes.map(({ total }) => total));
  const rankSum = outcomes.reduce((sum, outcome, at) => sum + (outcome.happened ? 0 : (ranks[at] ?? 0)), 0);
  const auc = (rankSum - (not * (not + 1)) / 2) / (happened * not);
  return { with: happened, without: not, ks: distance(outcomes, happened, not), gini: 2 * auc - 1 };
}

function distance(outcomes: readonly Outcome[], happened: number, not: number): number {
  const sorted = outcomes.toSorted((a, b) => a.total - b.total);
  let [bad, good, most] = [0, 0, 0];
  for (const [at, { total, happened: isBad }] of sorted.entries()) {
    if (isBad) bad++;
    else good++;
    // Equal totals belong to one step of both curves.
    if (sorted[at + 1]?.total !== total) most = Math.max(most, Math.abs(bad / happened - good / not));
  }
  return most;
}
