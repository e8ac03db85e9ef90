import type { ScoreModelDocument } from '@qinwu/credit/rules/model/score-model';
import { nationalModel } from '@qinwu/credit/rules/model/shipped-models';

const SHARES = [0, 0.25, 0.5, 0.75, 1];

/** One indicator in steps: from each bound on it is worth so many points. */
export interface SteppedIndicator {
  readonly code: string;
  readonly steps: readonly { readonly from: number; readonly points: number }[];
}

/**
 * The national shape at one stage, every indicator in five steps: a form that every engine measured can hold as data.
 */
export function steppedModel(): { document: ScoreModelDocument; indicators: readonly SteppedIndicator[] } {
  const document = structuredClone(nationalModel);
  document.stages = [{ code: 'growth', name: '成长期', nameEn: 'growth' }];
  document.stageRule.bounds = { growth: {} };
  const indicators: SteppedIndicator[] = [];
  for (const indicator of document.groups.flatMap((group) => group.indicators)) {
    const full = typeof indicator.full === 'object' ? (indicator.full.growth ?? 1) : (indicator.full ?? 1);
    const weight = indicator.weight.growth ?? 0;
    indicator.weight = { growth: weight };
    indicator.method = 'STEP';
    const bounds = SHARES.map((share) => full * share);
    indicator.steps = SHARES.map((share, at) => ({
      ...(at === 0 ? {} : { gte: bounds[at] }),
      ...(at === SHARES.length - 1 ? {} : { lt: bounds[at + 1] }),
      share,
    }));
    indicators.push({
      code: indicator.code,
      steps: SHARES.map((share, at) => ({ from: bounds[at] ?? 0, points: weight * share })),
    });
  }
  return { document, indicators };
}

/** Enterprises with a value for every indicator, the same at every run. */
export function enterprisesFor(indicators: readonly SteppedIndicator[], count: number): number[][] {
  let state = 20_250_831;
  const draw = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
  return Array.from({ length: count }, () =>
    indicators.map(({ steps }) => Math.floor(draw() * 1.2 * (steps.at(-1)?.from ?? 1) * 100) / 100),
  );
}
