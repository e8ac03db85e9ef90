/** What a run says of itself, from what its slices came to. */
import type { RunMoves, RunReport, SliceTally } from '../../run-shapes.ts';
import { stabilityIndex } from '../compare/stability.ts';

export function runReport(
  { enterprises }: { enterprises: number },
  { scored, unscored, grades, parts }: Omit<SliceTally, 'hash'>,
  codes: readonly string[],
  moves: RunMoves | null,
): RunReport {
  const named = codes.map((indicator, at) => ({ indicator, counts: parts[at] ?? [] }));
  return { enterprises, scored, unscored, grades, parts: named, moves };
}

/** How far the points of each indicator that both runs have shifted. */
export function stabilityOf(
  before: RunReport['parts'],
  after: readonly (readonly number[])[],
  codes: readonly string[],
): RunMoves['stability'] {
  const was = new Map(before.map(({ indicator, counts }) => [indicator, counts]));
  return codes.flatMap((indicator, at) => {
    const counts = was.get(indicator);
    return counts === undefined ? [] : [{ indicator, index: stabilityIndex(counts, after[at] ?? []) }];
  });
}
