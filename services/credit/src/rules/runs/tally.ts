/** Adds up what a slice comes to, row by row. */
import type { SliceTally, Unscored } from '../../run-shapes.ts';
import type { CompiledModel } from '../score/compile-model.ts';
import type { VectorScore } from '../score/score-vector.ts';

/** Below the first tenth, the tenths, the whole. */
const BINS = 12;

export interface Tally {
  add(scored: VectorScore | null): void;
  close(hash: string): SliceTally;
}

/** The bin of a part: 0 without a value, then by tenths of its weight up to the whole of it. */
export function binOf(part: number, weight: number): number {
  return weight === 0 ? 1 : 1 + Math.min(Math.floor((part * 10) / weight), BINS - 2);
}

export function openTally({ rules, stages }: CompiledModel): Tally {
  const parts = rules.map(() => new Array<number>(BINS).fill(0));
  const grades: Record<string, number> = {};
  let scored = 0;
  let withoutStage = 0;
  const weights = stages.map((_, stage) => rules.map((rule) => rule.weights[stage] ?? 0));
  return {
    add(result) {
      if (result === null) {
        withoutStage++;
        return;
      }
      const { score } = result;
      scored++;
      grades[score.grade] = (grades[score.grade] ?? 0) + 1;
      const of = weights[result.stageAt] ?? [];
      for (let at = 0, next = 0; at < parts.length; at++) {
        const isMissing = score.missing[next] === at;
        if (isMissing) next++;
        const counts = parts[at] as number[];
        const bin = isMissing ? 0 : binOf(score.parts[at] ?? 0, of[at] ?? 0);
        counts[bin] = (counts[bin] ?? 0) + 1;
      }
    },
    close: (hash) => ({
      scored,
      unscored: withoutStage === 0 ? {} : { 'stage-unknown': withoutStage },
      grades,
      parts,
      hash,
    }),
  };
}

/** The tallies of slices as one. */
export function addTallies(tallies: readonly SliceTally[]): Omit<SliceTally, 'hash'> {
  const parts = (tallies[0]?.parts ?? []).map((counts, at) =>
    counts.map((_, bin) => tallies.reduce((sum, tally) => sum + (tally.parts[at]?.[bin] ?? 0), 0)),
  );
  return {
    scored: tallies.reduce((sum, { scored }) => sum + scored, 0),
    unscored: sumByName(tallies.map(({ unscored }) => unscored)),
    grades: sumByName(tallies.map(({ grades }) => grades)),
    parts,
  };
}

function sumByName(counts: readonly Unscored[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [name, count] of counts.flatMap((each) => Object.entries(each)).toSorted(byName)) {
    sums[name] = (sums[name] ?? 0) + count;
  }
  return sums;
}

function byName([a]: [string, number], [b]: [string, number]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
