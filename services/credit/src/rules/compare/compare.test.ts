import { describe, expect, it } from '@jest/globals';
import { biggestMovers, rankCorrelation, ranksOf, type ScoredPair, swapMatrix } from './compare-scores.ts';
import { separationOf } from './separation.ts';
import { histogram, stabilityIndex } from './stability.ts';

const pair = (uscc: string, before: [number, string], after: [number, string]): ScoredPair => ({
  uscc,
  before: { total: before[0], grade: before[1] },
  after: { total: after[0], grade: after[1] },
});

const pairs = [
  pair('a', [80, 'A'], [85, 'A']),
  pair('b', [70, 'B'], [90, 'A']),
  pair('c', [60, 'B'], [60, 'B']),
  pair('d', [75, 'A'], [55, 'B']),
];

describe('two sets of scores', () => {
  it('swap grades as the matrix counts', () => {
    expect(swapMatrix(pairs, ['A', 'B'], ['A', 'B'])).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });

  it('have their biggest movers, and none that stayed', () => {
    expect(biggestMovers(pairs, 10).map(({ uscc }) => uscc)).toEqual(['b', 'd', 'a']);
    expect(biggestMovers(pairs, 1)).toHaveLength(1);
  });

  it('correlate by rank', () => {
    expect(rankCorrelation([1, 2, 3], [10, 20, 30])).toBe(1);
    expect(rankCorrelation([1, 2, 3], [3, 2, 1])).toBe(-1);
    // d² = 0 + 1 + 1 + 0: 1 − 6 × 2 / (4 × 15)
    expect(rankCorrelation([1, 2, 3, 4], [1, 3, 2, 4])).toBeCloseTo(0.8, 12);
    expect(rankCorrelation([1, 1], [1, 2])).toBeNull();
    expect(ranksOf([5, 1, 5, 9])).toEqual([2.5, 1, 2.5, 4]);
  });
});

describe('the stability index', () => {
  it('is nothing for the same shape and grows with the shift', () => {
    expect(stabilityIndex([10, 20, 30], [1, 2, 3])).toBeCloseTo(0, 12);
    // (0.25 − 0.5) ln 0.5 + (0.75 − 0.5) ln 1.5
    expect(stabilityIndex([50, 50], [25, 75])).toBeCloseTo(0.25 * Math.log(2) + 0.25 * Math.log(1.5), 12);
    expect(stabilityIndex([10, 0], [0, 10])).toBeGreaterThan(1);
    expect(stabilityIndex([0, 0], [1, 1])).toBeNull();
  });

  it('counts values in bins', () => {
    expect(histogram([-5, 0, 9.9, 10, 25], [0, 10, 20])).toEqual([3, 1, 1]);
  });
});

describe('separation', () => {
  const outcome = (total: number, happened: boolean) => ({ total, happened });

  it('is whole where every bad one is below every good one', () => {
    const clear = [outcome(10, true), outcome(20, true), outcome(30, false), outcome(40, false)];
    expect(separationOf(clear)).toEqual({ with: 2, without: 2, ks: 1, gini: 1 });
  });

  it('is worked out by hand where they mix, ties shared', () => {
    const mixed = [outcome(10, true), outcome(20, false), outcome(20, true), outcome(30, false)];
    // Pairs (bad, good): (10,20) (10,30) (20,30) won, (20,20) halved: AUC 3.5/4.
    expect(separationOf(mixed)).toEqual({ with: 2, without: 2, ks: 0.5, gini: 0.75 });
  });

  it('is nothing that can be told where all are alike', () => {
    expect(separationOf([outcome(1, true)])).toBeNull();
  });
});
