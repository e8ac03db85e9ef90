/**
 * The smallest changes that reach a total: of one indicator, or of two. What a firm cannot change is never suggested,
 * nor more than its limit. A change of the stage's own indicator is scored at the stage it leads to.
 */
import type { CompiledModel } from '../score/compile-model.ts';
import { type Inputs, score, stageOf } from '../score/score.ts';
import { type Grid, gridsOf, type Lever } from './change-grid.ts';

export interface ProposedChange {
  readonly code: string;
  /** In 1/10,000 of the unit; null where there was no value, which counts from nothing. */
  readonly from: number | null;
  readonly to: number;
}

export interface Proposal {
  readonly changes: readonly ProposedChange[];
  /** Sum over the changes of the part of the indicator's limit that is to be moved. */
  readonly cost: number;
  readonly total: number;
  readonly grade: string;
}

export interface Raise {
  /** The cheapest change of each single indicator that reaches the target, the cheapest first. */
  readonly singles: readonly Proposal[];
  /** The cheapest change of two, where it is cheaper than any single one or no single one does. */
  readonly pair: Proposal | null;
}

export interface Question {
  readonly model: CompiledModel;
  readonly inputs: Inputs;
  /** Total to be reached. */
  readonly target: number;
  readonly levers: readonly Lever[];
}

type Steps = ReadonlyMap<Grid, number>;

/** Answers for an enterprise that has not reached the target; both empty where nothing feasible does. */
export function whatWouldRaise(question: Question): Raise {
  const grids = gridsOf(question.model, question.inputs, question.levers);
  const singles = grids
    .flatMap((grid) => {
      const steps = leastSteps(question, new Map(), grid);
      return steps === null ? [] : proposal(question, new Map([[grid, steps]]));
    })
    .toSorted((a, b) => a.cost - b.cost);
  return { singles, pair: cheapestPair(question, grids, singles[0]?.cost ?? Number.POSITIVE_INFINITY) };
}

/** The least steps of one grid, beside steps of others, that reach the target; null where none do. */
function leastSteps(question: Question, beside: Steps, grid: Grid): number | null {
  const reaches = (steps: number) =>
    outcome(question, new Map([...beside, [grid, steps]])).total >= question.target;
  // More of the stage's indicator can lead to a stage where everything counts for less: no search by halves there.
  if (grid.isStage) {
    for (let steps = 1; steps <= grid.most; steps++) if (reaches(steps)) return steps;
    return null;
  }
  if (grid.most < 1 || !reaches(grid.most)) return null;
  let low = 1;
  let high = grid.most;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (reaches(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

interface Costed {
  steps: Steps;
  cost: number;
}

function cheapestPair(question: Question, grids: readonly Grid[], bound: number): Proposal | null {
  let best: Costed = { steps: new Map(), cost: bound };
  // The stage's indicator goes first, so that the second is always one more of which is never worse.
  const ordered = grids.toSorted((a, b) => Number(b.isStage) - Number(a.isStage));
  for (const [at, first] of ordered.entries()) {
    for (const second of ordered.slice(at + 1)) {
      best = cheapestOf(question, [first, second], best.cost) ?? best;
    }
  }
  return best.steps.size === 0 ? null : proposal(question, best.steps);
}

/** The cheapest change of these two together; null where none costs less than the bound. */
function cheapestOf(question: Question, [first, second]: [Grid, Grid], bound: number): Costed | null {
  let best: Costed | null = null;
  for (let steps = 1; steps <= first.most && first.costOf(steps) < (best?.cost ?? bound); steps++) {
    const more = leastSteps(question, new Map([[first, steps]]), second);
    const cost = more === null ? Number.POSITIVE_INFINITY : first.costOf(steps) + second.costOf(more);
    if (more === null || cost >= (best?.cost ?? bound)) continue;
    const both = new Map([
      [first, steps],
      [second, more],
    ]);
    best = { steps: both, cost };
  }
  return best;
}

/** The score with so many steps of each grid taken. */
function outcome({ model, inputs }: Question, steps: Steps): { total: number; grade: string } {
  const values = Array.from(inputs.values);
  let stage = stageOf(model, stageValue(model, values));
  for (const [grid, count] of steps) {
    values[grid.place] = grid.valueAt(count);
    if (grid.isStage) stage = stageOf(model, grid.valueAt(count));
  }
  return stage === null ? { total: 0, grade: '' } : score(model, stage, { ...inputs, values });
}

function stageValue({ rules, stageBy }: CompiledModel, values: readonly number[]): number {
  return values[rules.findIndex(({ code }) => code === stageBy)] ?? Number.NaN;
}

function proposal(question: Question, steps: Steps): Proposal {
  const { total, grade } = outcome(question, steps);
  const changes = [...steps].map(([grid, count]) => ({
    code: grid.code,
    from: grid.from,
    to: grid.valueAt(count),
  }));
  const cost = [...steps].reduce((sum, [grid, count]) => sum + grid.costOf(count), 0);
  return { changes, cost, total, grade };
}
