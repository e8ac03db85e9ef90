import type { Actor } from '@qinwu/domain/actor';
import { fieldRule } from '@qinwu/domain/errors';
import type { Deps } from '../../deps.ts';
import { readDocument } from '../../rules/model/score-model.ts';
import { type CompiledModel, compileModel } from '../../rules/score/compile-model.ts';
import { catalogueOf } from '../catalogue/catalogue-of.ts';
import { type Goal, targetOf } from '../money/target-of.ts';
import { explainScore, type Trial, type TriedInputs } from './explain-score.ts';
import { getModel } from './read-models.ts';

/** Values to be scored, and what they are to reach. */
export type TriedValues = Omit<TriedInputs, 'target'> & { goal: Goal };

/** Scores given values by a model of any state and explains the score; nothing is stored. */
export async function tryModel(deps: Deps, actor: Actor, id: string, given: TriedValues): Promise<Trial> {
  const row = await getModel(deps, actor, id);
  const model = compileModel(readDocument(row.document));
  ensureKnown(model, given);
  const { goal, ...values } = given;
  const target = await targetOf(deps, actor, goal, model);
  const catalogue = await catalogueOf(deps.db.orm, actor.park);
  const trial = explainScore(row, { model, catalogue }, { ...values, target });
  if (trial === null) throw stageUnknown(model.stageBy);
  return trial;
}

/** A value nobody counts would be taken silently for one that is. */
function ensureKnown(
  { rules, negatives, stageBy }: CompiledModel,
  given: Pick<TriedInputs, 'values' | 'negatives'>,
): void {
  const codes = new Set([...rules.map(({ code }) => code), stageBy]);
  const unknown = [...given.values.keys()].find((code) => !codes.has(code));
  if (unknown !== undefined) throw notCounted(`/values/${unknown}`);
  const known = new Set(negatives.map(({ code }) => code));
  const other = [...given.negatives.keys()].find((code) => !known.has(code));
  if (other !== undefined) throw notCounted(`/negatives/${other}`);
}

function notCounted(pointer: string): Error {
  return fieldRule(pointer, 'indicator-unknown', {
    zh: '该模型不使用这个指标',
    en: 'The model does not use this indicator',
  });
}

function stageUnknown(code: string): Error {
  return fieldRule(`/values/${code}`, 'stage-unknown', {
    zh: '缺少划分发展阶段的指标，不能评分',
    en: 'Without this value the stage is not known, and nothing can be scored',
  });
}
