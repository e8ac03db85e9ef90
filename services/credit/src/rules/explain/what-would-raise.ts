/**
 * The smallest changes that reach a total: of one indicator, or of two. What a firm cannot change is never suggested,
 * nor more than its limit. A change of the stage's own indicator is scored at the stage it leads to.
 */
import { score, stageOf } from '../score/score.ts';
import { type Couple, cheapestPair } from './cheapest-pair.ts';
import { type Footing, footingAt, type Taken } from './footing.ts';
import { leastSteps } from './least-steps.ts';
import { type Lever, type Move, movesAt, type Start, stageMoves } from './moves.ts';
import type { Unreached } from './unreached.ts';

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
  /** False where indicators in very many steps left pairs that were not looked at. */
  readonly exhaustive: boolean;
  /** Null where something reaches it. */
  readonly unreached: Unreached | null;
}

export interface Question extends Start {
  /** Total to be reached, above that of the inputs. */
  readonly target: number;
  readonly levers: readonly Lever[];
}

/** What can be moved once the stage is settled: by leaving it, or by a move of what it hangs on. */
interface Ground {
  readonly footing: Footing;
  readonly stageMove: Move | null;
  readonly others: readonly Move[];
}

/** Answers for an enterprise whose stage is known and that has not reached the target. */
export function whatWouldRaise(question: Question): Raise {
  const grounds = groundsOf(question);
  const singles = cheapestOfEach(grounds.flatMap(singlesOf))
    .map((taken) => proposal(question, taken))
    .toSorted((a, b) => a.cost - b.cost);
  const bound = singles[0]?.cost ?? Number.POSITIVE_INFINITY;
  const { pair, exhaustive } = cheapestPair(grounds.flatMap(couplesOf), bound);
  const isReached = singles.length > 0 || pair !== null;
  return {
    singles,
    pair: pair === null ? null : proposal(question, pair),
    exhaustive,
    unreached: isReached ? null : unreached(grounds),
  };
}

function groundsOf(question: Question): Ground[] {
  const { model, stageValue, levers, target } = question;
  const at = (stage: number, stageMove: Move | null): Ground => ({
    footing: footingAt(question, stage, target),
    stageMove,
    others: movesAt(question, stage, levers),
  });
  const stage = stageOf(model, stageValue);
  const stays = stage === null ? [] : [at(stage, null)];
  return [...stays, ...stageMoves(question, levers).map((move) => at(move.stage, move))];
}

function singlesOf({ footing, stageMove, others }: Ground): Taken[] {
  const moves = stageMove === null ? others : [stageMove];
  return moves.flatMap((move) => {
    const steps = leastSteps(move, (some) => footing.reaches(move, some));
    return steps === null ? [] : { move, steps };
  });
}

/** Of what the stage hangs on there is one for each stage it leads to. */
function cheapestOfEach(singles: readonly Taken[]): Taken[][] {
  const cheapest = new Map<string, Taken>();
  for (const taken of singles.toSorted((a, b) => costOf([a]) - costOf([b]))) {
    if (!cheapest.has(taken.move.code)) cheapest.set(taken.move.code, taken);
  }
  return Array.from(cheapest.values(), (taken) => [taken]);
}

function couplesOf({ footing, stageMove, others }: Ground): Couple[] {
  if (stageMove !== null) return others.map((second) => ({ footing, first: stageMove, second }));
  return others.flatMap((first, at) => others.slice(at + 1).map((second) => ({ footing, first, second })));
}

function unreached(grounds: readonly Ground[]): Unreached {
  const all = grounds.map(({ footing, stageMove, others }) => {
    const moves = stageMove === null ? others : [stageMove, ...others];
    return { moves, footing: moves.reduce((on, move) => on.after(move, move.most), footing) };
  });
  if (all.every(({ moves }) => moves.length === 0)) return 'nothing-to-change';
  return all.some(({ footing }) => footing.isReached) ? 'more-than-two' : 'out-of-reach';
}

function costOf(taken: readonly Taken[]): number {
  return taken.reduce((sum, { move, steps }) => sum + move.costOf(steps), 0);
}

/** What the score is with the moves taken. */
function proposal({ model, inputs, stageValue }: Question, taken: readonly Taken[]): Proposal {
  const values = Array.from(inputs.values);
  let stage = stageOf(model, stageValue) ?? 0;
  for (const { move, steps } of taken) {
    if (move.place >= 0) values[move.place] = move.valueAt(steps);
    if (move.code === model.stageBy) stage = move.stage;
  }
  const { total, grade } = score(model, stage, { ...inputs, values });
  const changes = taken.map(({ move, steps }) => ({
    code: move.code,
    from: move.from,
    to: move.valueAt(steps),
  }));
  return { changes, cost: costOf(taken), total, grade };
}
