/**
 * The one implementation of scoring: over HTTP, in batches, in simulations and for "what if" alike. A missing value is
 * missing and earns nothing; nothing is imputed. Points are integers of 1/10,000 and the total is the sum of its parts.
 */
import { SCALE } from '../model/score-model.ts';
import type { CompiledModel, Curve, PartRule } from './compile-model.ts';
import { shareOf } from './rounding.ts';
import { pointsUpTo, WHOLE_STAGE } from './statistics.ts';

/** Named in every score: another arithmetic is another engine. */
export const ENGINE = 'qinwu-score-1';

/** What an input without a value stands as. */
export const MISSING: number = Number.NaN;

export interface Inputs {
  /** In the order of the model's rules, in 1/10,000 of their units; `MISSING` where there is none. */
  readonly values: ArrayLike<number>;
  /** GB/T 4754 division, null where it is not known. */
  readonly division: string | null;
  /** Effective documents against the enterprise, in the order of the model's negative items. */
  readonly negatives: ArrayLike<number>;
}

export interface Score {
  readonly total: number;
  readonly grade: string;
  /** One for each rule, then one for each negative item; what was earned or lost in fact. */
  readonly parts: number[];
  /** Places of the rules that had no value, or no peers to be compared with. */
  readonly missing: number[];
}

/** The place of the stage a value of the stage's indicator falls in; null without a value. */
export function stageOf(model: CompiledModel, value: number): number | null {
  if (Number.isNaN(value)) return null;
  let stage = 0;
  for (const from of model.stageFrom) {
    if (value < from) break;
    stage++;
  }
  return stage;
}

/** Scores one enterprise at a stage of the model. */
export function score(model: CompiledModel, stage: number, inputs: Inputs): Score {
  const { rules, negatives } = model;
  const parts = new Array<number>(rules.length + negatives.length).fill(0);
  const missing: number[] = [];
  let total = 0;
  let bonusLeft = model.bonusCap;
  for (const [at, rule] of rules.entries()) {
    let points = pointsOf(rule, stage, inputs.values[at] ?? MISSING, inputs.division);
    if (Number.isNaN(points)) {
      missing.push(at);
      continue;
    }
    if (rule.kind === 'bonus') {
      points = Math.min(points, bonusLeft);
      bonusLeft -= points;
    }
    parts[at] = points;
    total += points;
  }
  for (const [at, rule] of negatives.entries()) {
    // No lower than the item allows, and no lower than nothing; `+ 0` keeps a minus zero out of the parts.
    const lost = Math.max(rule.points * (inputs.negatives[at] ?? 0), rule.atMost, -total) + 0;
    parts[rules.length + at] = lost;
    total += lost;
  }
  return { total, grade: gradeOf(model, total), parts, missing };
}

/** The grade of a total. */
export function gradeOf({ grades }: CompiledModel, total: number): string {
  for (const { code, from } of grades) if (total >= from) return code;
  return grades.at(-1)?.code ?? '';
}

/** What a value earns at a stage by itself, before a cap; `MISSING` without a value, or without peers. */
export function pointsOf(rule: PartRule, stage: number, value: number, division: string | null): number {
  const curve = rule.curves[stage];
  const weight = rule.weights[stage];
  if (curve === undefined || weight === undefined) throw new RangeError(`no stage ${stage}`);
  return Number.isNaN(value) ? MISSING : earned(curve, weight, value, division);
}

function earned(curve: Curve, weight: number, value: number, division: string | null): number {
  switch (curve.kind) {
    case 'linear':
      return linear(curve, weight, value);
    case 'log':
      return logarithmic(curve, weight, value);
    case 'step':
      return shareOf(weight, curve.share[pointsUpTo(curve.from, value)] ?? 0, SCALE);
    case 'percentile': {
      const points = curve.points.get(division ?? WHOLE_STAGE) ?? curve.points.get(WHOLE_STAGE);
      if (points === undefined || points.length === 0) return MISSING;
      return shareOf(weight, pointsUpTo(points, value), points.length);
    }
  }
}

function logarithmic({ floor, full }: Levels, weight: number, value: number): number {
  if (value <= floor) return 0;
  if (value >= full) return weight;
  const share = Math.log1p((value - floor) / SCALE) / Math.log1p((full - floor) / SCALE);
  return Math.floor(weight * share + 0.5);
}

interface Levels {
  floor: number;
  full: number;
}

function linear({ floor, full }: Levels, weight: number, value: number): number {
  const sign = full > floor ? 1 : -1;
  const above = (value - floor) * sign;
  if (above <= 0) return 0;
  const range = (full - floor) * sign;
  return above >= range ? weight : shareOf(weight, above, range);
}
