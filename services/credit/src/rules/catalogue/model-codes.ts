import type { ScoreModelDocument } from '../model/score-model.ts';

/** Every indicator a model reads: of its groups, of its bonus, and the one its stages hang on. */
export function modelCodes({ groups, bonus, stageRule }: ScoreModelDocument): Set<string> {
  const core = groups.flatMap(({ indicators }) => indicators.map(({ code }) => code));
  return new Set([...core, ...bonus.items.map(({ code }) => code), stageRule.by]);
}
