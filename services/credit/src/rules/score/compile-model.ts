/** A score model made ready for millions of scores: flat arrays, nothing looked up by name. */
import { levelAt } from '../model/check-indicator.ts';
import {
  type BonusItem,
  type ModelIndicator,
  type ScoreModelDocument,
  scaled,
} from '../model/score-model.ts';
import type { Statistics } from './statistics.ts';

/** One share of a stage's weight as a function of the value; numbers in 1/10,000. */
export type Curve =
  | { readonly kind: 'linear' | 'log'; readonly floor: number; readonly full: number }
  /** Lower bounds of the steps above the first, and the share of each step. */
  | { readonly kind: 'step'; readonly from: readonly number[]; readonly share: readonly number[] }
  | { readonly kind: 'percentile'; readonly points: ReadonlyMap<string, readonly number[]> };

export interface PartRule {
  readonly code: string;
  readonly kind: 'core' | 'bonus';
  /** Group of a core indicator, `bonus` for the rest. */
  readonly group: string;
  /** By stage, in the order of the model's stages. */
  readonly weights: readonly number[];
  readonly curves: readonly Curve[];
}

export interface NegativeRule {
  readonly code: string;
  readonly points: number;
  readonly atMost: number;
}

export interface CompiledModel {
  readonly document: ScoreModelDocument;
  readonly stages: readonly string[];
  /** Lower bounds of the stages above the first. */
  readonly stageFrom: readonly number[];
  readonly stageBy: string;
  /** Indicators in the order of their inputs: those of the groups, then the bonus items. */
  readonly rules: readonly PartRule[];
  readonly negatives: readonly NegativeRule[];
  readonly bonusCap: number;
  /** From the highest down. */
  readonly grades: readonly { readonly code: string; readonly from: number }[];
}

/** Compiles a model that `checkModel` found no fault in; percentiles are read from the statistics. */
export function compileModel(document: ScoreModelDocument, statistics: Statistics = []): CompiledModel {
  const stages = document.stages.map(({ code }) => code);
  const curvesOf = (item: ModelIndicator | BonusItem): Curve[] =>
    stages.map((stage) => curveOf(item, stage, { document, statistics }));
  const core = document.groups.flatMap(({ code: group, indicators }) =>
    indicators.map((item): PartRule => {
      const weights = stages.map((stage) => scaled(item.weight[stage] ?? 0));
      return { code: item.code, kind: 'core', group, weights, curves: curvesOf(item) };
    }),
  );
  const bonus = document.bonus.items.map((item): PartRule => {
    const weights = stages.map(() => scaled(item.weight));
    return { code: item.code, kind: 'bonus', group: 'bonus', weights, curves: curvesOf(item) };
  });
  return {
    document,
    stages,
    stageFrom: stages.slice(1).map((stage) => scaled(document.stageRule.bounds[stage]?.gte ?? 0)),
    stageBy: document.stageRule.by,
    rules: [...core, ...bonus],
    negatives: document.negative.map(({ code, points, atMost }) => ({
      code,
      points: scaled(points),
      atMost: scaled(atMost),
    })),
    bonusCap: scaled(document.bonus.cap),
    grades: document.grades.map(({ code, gte }) => ({ code, from: scaled(gte) })),
  };
}

function curveOf(
  item: ModelIndicator | BonusItem,
  stage: string,
  { document, statistics }: { document: ScoreModelDocument; statistics: Statistics },
): Curve {
  const { method, floor = 0, full = 0, steps = [] } = item;
  switch (method) {
    case 'LINEAR':
    case 'LOG': {
      const kind = method === 'LOG' ? 'log' : 'linear';
      return { kind, floor: scaled(levelAt(floor, stage) ?? 0), full: scaled(levelAt(full, stage) ?? 0) };
    }
    case 'STEP':
      return {
        kind: 'step',
        from: steps.slice(1).map(({ gte = 0 }) => scaled(gte)),
        share: steps.map(({ share }) => scaled(share)),
      };
    case 'INDUSTRY_PERCENTILE': {
      const own = statistics.filter(
        ({ indicator, stage: at, peers }) =>
          indicator === item.code && at === stage && peers >= document.minimumPeers,
      );
      return { kind: 'percentile', points: new Map(own.map(({ division, points }) => [division, points])) };
    }
  }
}
