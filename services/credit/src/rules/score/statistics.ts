/** What percentiles are read from: cut points of an indicator among enterprises of the same stage. */

/** The division under which the cut points of a whole stage stand. */
export const WHOLE_STAGE = '';

export interface CutPoints {
  indicator: string;
  stage: string;
  /** GB/T 4754 division, or `WHOLE_STAGE`. */
  division: string;
  /** Enterprises the points were taken from. */
  peers: number;
  /** The 1st to the 100th percentile, ascending; in 1/10,000 of the unit. */
  points: readonly number[];
}

export type Statistics = readonly CutPoints[];

/** How many of the points are not above the value. */
export function pointsUpTo(points: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle] ?? Number.POSITIVE_INFINITY) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
