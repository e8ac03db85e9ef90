/** The values an indicator could be moved to: from where it is towards its limit, in steps. */
import type { CompiledModel, PartRule } from '../score/compile-model.ts';
import type { Inputs } from '../score/score.ts';

/** What can be moved, in 1/10,000 of the unit. */
export interface Lever {
  readonly code: string;
  readonly step: number;
  readonly limit: number;
}

export interface Grid {
  readonly code: string;
  /** Place among the model's rules. */
  readonly place: number;
  readonly isStage: boolean;
  readonly from: number | null;
  /** Steps up to the limit. */
  readonly most: number;
  valueAt(steps: number): number;
  /** The part of the limit that so many steps move. */
  costOf(steps: number): number;
}

/** A finer suggestion helps nobody, and the search stays short. */
const MOST_STEPS = 200;

/** The grids of what can be moved at all. */
export function gridsOf(model: CompiledModel, inputs: Inputs, levers: readonly Lever[]): Grid[] {
  return levers.flatMap((lever) => {
    const place = model.rules.findIndex(({ code }) => code === lever.code);
    const rule = model.rules[place];
    if (rule === undefined) return [];
    const value = inputs.values[place] ?? Number.NaN;
    const grid = gridOf(lever, { value, rule, place, isStage: lever.code === model.stageBy });
    return grid.most > 0 ? grid : [];
  });
}

function gridOf(
  { code, step, limit }: Lever,
  { value, rule, place, isStage }: { value: number; rule: PartRule; place: number; isStage: boolean },
): Grid {
  const from = Number.isNaN(value) ? null : value;
  const start = from ?? 0;
  // Where less is better, the way is down to nothing.
  const room = Math.max(0, isFalling(rule) ? start : limit - start);
  const wide = step * Math.max(1, Math.ceil(room / (step * MOST_STEPS)));
  const signed = isFalling(rule) ? -wide : wide;
  return {
    code,
    place,
    isStage,
    from,
    most: Math.floor(room / wide),
    valueAt: (steps) => start + steps * signed,
    costOf: (steps) => (steps * wide) / limit,
  };
}

function isFalling({ curves: [curve] }: PartRule): boolean {
  return curve?.kind === 'linear' && curve.full < curve.floor;
}
