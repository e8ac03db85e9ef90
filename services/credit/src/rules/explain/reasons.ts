/**
 * Ranked reasons for a score, by the two algorithms of the PMML scorecard: `pointsBelow` ranks what kept the score from
 * its most, `pointsAbove` what lifted it above nothing. Ties stand in the order of the model.
 */
import type { Contribution } from './contributions.ts';

export interface Reason {
  readonly code: string;
  /** Baseline less points for `pointsBelow`, points less baseline for `pointsAbove`. */
  readonly difference: number;
}

/** What cost the score most: the baseline of a part is the most it can earn, of a negative item nothing. */
export function pointsBelow(contributions: readonly Contribution[]): Reason[] {
  return ranked(contributions.map(({ code, most, points }) => ({ code, difference: most - points })));
}

/** What earned the score most: the baseline is nothing. */
export function pointsAbove(contributions: readonly Contribution[]): Reason[] {
  return ranked(contributions.map(({ code, points }) => ({ code, difference: points })));
}

function ranked(reasons: readonly Reason[]): Reason[] {
  return reasons.filter(({ difference }) => difference > 0).toSorted((a, b) => b.difference - a.difference);
}
