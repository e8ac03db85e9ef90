/** How far a distribution has shifted, by the population stability index. */

/** A share of nothing has no logarithm: an empty bin counts as half of one. */
const EMPTY = 0.5;

/**
 * Population stability index of two histograms over the same bins; 0 where both have the same shape. Below 0.1 is
 * commonly read as stable, above 0.25 as shifted. Null where one of them is empty.
 */
export function stabilityIndex(expected: readonly number[], actual: readonly number[]): number | null {
  const [before, after] = [sum(expected), sum(actual)];
  if (before === 0 || after === 0) return null;
  return expected.reduce((index, count, bin) => {
    const was = Math.max(count, EMPTY) / before;
    const is = Math.max(actual[bin] ?? 0, EMPTY) / after;
    return index + (is - was) * Math.log(is / was);
  }, 0);
}

/** Counts of values in bins with these ascending lower bounds; below the first goes into the first. */
export function histogram(values: Iterable<number>, from: readonly number[]): number[] {
  const counts = from.map(() => 0);
  for (const value of values) {
    let bin = 0;
    while (bin + 1 < from.length && value >= (from[bin + 1] ?? 0)) bin++;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
