/** What changed between two scores of one enterprise; what the parts changed by adds up to what the total did. */
import type { Contribution } from './contributions.ts';

export interface PartChange {
  readonly code: string;
  /** Null where the other model has no such part, or where there was no value. */
  readonly valueBefore: number | null;
  readonly valueAfter: number | null;
  readonly pointsBefore: number;
  readonly pointsAfter: number;
}

/** The parts whose points or values differ, the largest change of points first. */
export function changesBetween(
  before: readonly Contribution[],
  after: readonly Contribution[],
): PartChange[] {
  const earlier = new Map(before.map((part) => [part.code, part]));
  const later = new Map(after.map((part) => [part.code, part]));
  return [...new Set([...later.keys(), ...earlier.keys()])]
    .map((code) => ({
      code,
      valueBefore: earlier.get(code)?.value ?? null,
      valueAfter: later.get(code)?.value ?? null,
      pointsBefore: earlier.get(code)?.points ?? 0,
      pointsAfter: later.get(code)?.points ?? 0,
    }))
    .filter((part) => part.pointsBefore !== part.pointsAfter || part.valueBefore !== part.valueAfter)
    .toSorted((a, b) => size(b) - size(a));
}

function size({ pointsBefore, pointsAfter }: PartChange): number {
  return Math.abs(pointsAfter - pointsBefore);
}
