import { type Contribution, contributionsOf } from '../../rules/explain/contributions.ts';
import { pointsAbove, pointsBelow, type Reason } from '../../rules/explain/reasons.ts';
import { type Raise, whatWouldRaise } from '../../rules/explain/what-would-raise.ts';
import { scaled } from '../../rules/model/score-model.ts';
import { shippedCatalogue } from '../../rules/model/shipped-indicators.ts';
import type { CompiledModel } from '../../rules/score/compile-model.ts';
import { ENGINE, MISSING, type Score, score, stageOf } from '../../rules/score/score.ts';
import type { ModelRow } from '../../store/model-table.ts';

/** Values by indicator in 1/10,000 of their units, and documents in force by their code. */
export interface TriedInputs {
  values: ReadonlyMap<string, number>;
  negatives: ReadonlyMap<string, number>;
  division: string | null;
  /** Total to be reached, in points of 1/10,000; the next grade's where none is given. */
  target: number | null;
}

export interface Trial {
  model: { id: string; scheme: string; version: string; hash: string; official: boolean };
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

/** Scores values by a model and explains the score; null where the stage is not known. */
export function explainScore(row: ModelRow, model: CompiledModel, given: TriedInputs): Trial | null {
  const inputs = {
    values: model.rules.map(({ code }) => given.values.get(code) ?? MISSING),
    division: given.division,
    negatives: model.negatives.map(({ code }) => given.negatives.get(code) ?? 0),
  };
  const stage = stageOf(model, given.values.get(model.stageBy) ?? MISSING);
  if (stage === null) return null;
  const scored = score(model, stage, inputs);
  const contributions = contributionsOf(model, stage, { inputs, score: scored });
  const target = given.target ?? nextGrade(model, scored.total);
  const open = target !== null && target > scored.total;
  const { id, scheme, modelVersion: version, hash, official } = row;
  return {
    model: { id, scheme, version, hash, official },
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

/** Where the next grade begins; null at the top. */
function nextGrade({ grades }: CompiledModel, total: number): number | null {
  return grades.findLast(({ from }) => from > total)?.from ?? null;
}
