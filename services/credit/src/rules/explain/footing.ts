/** What everything else earns at a stage, so that a search looks again at nothing but what it moves. */
import { MISSING, pointsOf } from '../score/score.ts';
import type { Move, Start } from './moves.ts';

/** So many steps of a move. */
export interface Taken {
  readonly move: Move;
  readonly steps: number;
}

/** Moves are taken at the footing's own stage, each indicator's once. */
export interface Footing {
  /** True where the total is at least the target. */
  readonly isReached: boolean;
  /** True where it is with so many steps of a move taken. */
  reaches(move: Move, steps: number): boolean;
  /** With so many steps of a move taken. */
  after(move: Move, steps: number): Footing;
}

/** The footing of a stage; each part is worked out as `score` does, and the total as its sum. */
export function footingAt({ model, inputs }: Start, stage: number, target: number): Footing {
  const { rules, negatives, bonusCap } = model;
  const pointsAt = (place: number, value: number): number => {
    const rule = rules[place];
    const points = rule === undefined ? 0 : pointsOf(rule, stage, value, inputs.division);
    return Number.isNaN(points) ? 0 : points;
  };
  const earned = rules.map((_, place) => pointsAt(place, inputs.values[place] ?? MISSING));
  const isBonus = rules.map(({ kind }) => kind === 'bonus');
  const sumOf = (ofBonus: boolean): number =>
    earned.reduce((sum, points, place) => (isBonus[place] === ofBonus ? sum + points : sum), 0);
  // A total above nothing has lost to its documents all they can take off.
  const needed = negatives.reduce(
    (sum, rule, at) => sum - Math.max(rule.points * (inputs.negatives[at] ?? 0), rule.atMost),
    target,
  );
  const footing = (core: number, bonus: number): Footing => {
    const gain = ({ place, valueAt }: Move, steps: number): number =>
      pointsAt(place, valueAt(steps)) - (earned[place] ?? 0);
    return {
      isReached: core + Math.min(bonusCap, bonus) >= needed,
      reaches: (move, steps) => {
        const more = gain(move, steps);
        if (isBonus[move.place] === true) return core + Math.min(bonusCap, bonus + more) >= needed;
        return core + more + Math.min(bonusCap, bonus) >= needed;
      },
      after: (move, steps) => {
        const more = gain(move, steps);
        return isBonus[move.place] === true ? footing(core, bonus + more) : footing(core + more, bonus);
      },
    };
  };
  return footing(sumOf(false), sumOf(true));
}
