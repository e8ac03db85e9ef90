/** Which products an enterprise qualifies for, and why not. */
import type { Eligibility } from '../../money-words.ts';

/** An enterprise as products ask about it; null where it has no score. */
export interface Candidate {
  readonly total: number;
  readonly grade: string;
  readonly stage: string;
  readonly division: string | null;
}

/** What of a product's conditions is not met, by the name of the condition; empty where all are. */
export function unmetConditions(eligibility: Eligibility, candidate: Candidate | null): string[] {
  const { atLeast, grades, stages, divisions } = eligibility;
  const asks = [atLeast, grades, stages, divisions].some((condition) => condition !== undefined);
  if (!asks) return [];
  if (candidate === null) return ['score'];
  const isAmong = (list: readonly string[] | undefined, value: string | null): boolean =>
    list === undefined || (value !== null && list.includes(value));
  return [
    ...(atLeast === undefined || candidate.total >= atLeast ? [] : ['atLeast']),
    ...(isAmong(grades, candidate.grade) ? [] : ['grades']),
    ...(isAmong(stages, candidate.stage) ? [] : ['stages']),
    ...(isAmong(divisions, candidate.division) ? [] : ['divisions']),
  ];
}
