import type { ParkCatalogue } from '../../rules/catalogue/park-catalogue.ts';
import { type Contribution, contributionsOf } from '../../rules/explain/contributions.ts';
import type { Lever } from '../../rules/explain/moves.ts';
import { pointsAbove, pointsBelow, type Reason } from '../../rules/explain/reasons.ts';
import { type Raise, whatWouldRaise } from '../../rules/explain/what-would-raise.ts';
import type { CompiledModel } from '../../rules/score/compile-model.ts';
import { ENGINE, MISSING, type Score, score, stageOf } from '../../rules/score/score.ts';
import type { ModelRow } from '../../store/model-table.ts';

/** A total to be reached, in points of 1/10,000, or that of the grade above. */
export type Target = number | 'next-grade';

/** Values by indicator in 1/10,000 of their units, and documents in force by their code. */
export interface TriedInputs {
  values: ReadonlyMap<string, number>;
  negatives: ReadonlyMap<string, number>;
  division: string | null;
  /** What is to be reached; null where nothing is, and the search for it does not run. */
  target: Target | null;
}

export interface Trial {
  model: { id: string; scheme: string; version: string; hash: string; official: boolean };
  engine: string;
  stage: string;
  score: Score;
  contributions: Contribution[];
  above: Reason[];
  below: Reason[];
  /** What the proposals reach; null where nothing higher is left or asked for. */
  target: number | null;
  raise: Raise | null;
}

/** Scores values by a model and explains the score; null where the stage is not known. */
export function explainScore(
  row: ModelRow,
  { model, catalogue }: { model: CompiledModel; catalogue: ParkCatalogue },
  given: TriedInputs,
): Trial | null {
  const inputs = {
    values: model.rules.map(({ code }) => given.values.get(code) ?? MISSING),
    division: given.division,
    negatives: model.negatives.map(({ code }) => given.negatives.get(code) ?? 0),
  };
  const stageValue = given.values.get(model.stageBy) ?? MISSING;
  const stage = stageOf(model, stageValue);
  if (stage === null) return null;
  const scored = score(model, stage, inputs);
  const contributions = contributionsOf(model, stage, { inputs, score: scored });
  const target = given.target === 'next-grade' ? nextGrade(model, scored.total) : given.target;
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
    raise: open ? whatWouldRaise({ model, inputs, stageValue, target, levers: leversOf(catalogue) }) : null,
  };
}

/** What a firm can do something about. */
function leversOf({ indicators }: ParkCatalogue): Lever[] {
  return indicators
    .filter(({ changeable, state }) => changeable && state === 'IN_USE')
    .map(({ code, changeStep: step, changeLimit: limit }) => ({ code, step, limit }));
}

/** Where the next grade begins; null at the top. */
function nextGrade({ grades }: CompiledModel, total: number): number | null {
  return grades.findLast(({ from }) => from > total)?.from ?? null;
}
