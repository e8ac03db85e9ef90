import type { Actor } from '@qinwu/domain/actor';
import { fieldRule } from '@qinwu/domain/errors';
import type { Deps } from '../../deps.ts';
import { type Contribution, contributionsOf } from '../../rules/explain/contributions.ts';
import { pointsAbove, pointsBelow, type Reason } from '../../rules/explain/reasons.ts';
import { type Raise, whatWouldRaise } from '../../rules/explain/what-would-raise.ts';
import { ScoreModelDocument, scaled } from '../../rules/model/score-model.ts';
import { shippedCatalogue } from '../../rules/model/shipped-indicators.ts';
import { type CompiledModel, compileModel } from '../../rules/score/compile-model.ts';
import { ENGINE, MISSING, type Score, score, stageOf } from '../../rules/score/score.ts';
import { getModel } from './read-models.ts';

/** Values by indicator in 1/10,000 of their units, and documents in force by their code. */
export interface TriedInputs {
  values: ReadonlyMap<string, number>;
  negatives: ReadonlyMap<string, number>;
  division: string | null;
  /** Total to be reached, in points of 1/10,000; the next grade's where none is given. */
  target: number | null;
}

export interface Trial {
  model: { id: string; scheme: string; version: string; hash: string };
  engine: string;
  stage: string;
  score: Score;
  contributions: Contribution[];
  above: Reason[];
  below: Reason[];
  /** What the proposals reach; null where nothing higher is left. */
  target: number | null;
  raise: Raise | null;
}

/** Scores given values by a model of any state and explains the score; nothing is stored. */
export async function tryModel(deps: Deps, actor: Actor, id: string, given: TriedInputs): Promise<Trial> {
  const row = await getModel(deps, actor, id);
  const model = compileModel(ScoreModelDocument.parse(JSON.parse(row.document)));
  ensureKnown(model, given);
  const inputs = {
    values: model.rules.map(({ code }) => given.values.get(code) ?? MISSING),
    division: given.division,
    negatives: model.negatives.map(({ code }) => given.negatives.get(code) ?? 0),
  };
  const stage = stageOf(model, given.values.get(model.stageBy) ?? MISSING);
  if (stage === null) throw stageUnknown(model.stageBy);
  const scored = score(model, stage, inputs);
  const contributions = contributionsOf(model, stage, { inputs, score: scored });
  const target = given.target ?? nextGrade(model, scored.total);
  const open = target !== null && target > scored.total;
  return {
    model: { id: row.id, scheme: row.scheme, version: row.modelVersion, hash: row.hash },
    engine: ENGINE,
    stage: model.stages[stage] ?? '',
    score: scored,
    contributions,
    above: pointsAbove(contributions),
    below: pointsBelow(contributions),
    target: open ? target : null,
    raise: open ? whatWouldRaise({ model, inputs, target, levers }) : null,
  };
}

const levers = shippedCatalogue
  .filter(({ changeable }) => changeable)
  .map(({ code, changeStep, changeLimit }) => ({
    code,
    step: scaled(changeStep),
    limit: scaled(changeLimit),
  }));

/** A value nobody counts would be taken silently for one that is. */
function ensureKnown({ rules, negatives, stageBy }: CompiledModel, given: TriedInputs): void {
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

/** Where the next grade begins; null at the top. */
function nextGrade({ grades }: CompiledModel, total: number): number | null {
  return grades.findLast(({ from }) => from > total)?.from ?? null;
}
