/** The cheapest of all moves of two indicators together. */
import type { Footing, Taken } from './footing.ts';
import { leastSteps } from './least-steps.ts';
import type { Move } from './moves.ts';

/** Two indicators that can be moved together, from the footing of the stage they end at. */
export interface Couple {
  readonly footing: Footing;
  readonly first: Move;
  readonly second: Move;
}

export interface CheapestPair {
  /** Null where none costs less than the bound. */
  readonly pair: readonly Taken[] | null;
  /** False where the grids were so fine that looking at all of them was given up. */
  readonly exhaustive: boolean;
}

/** Looks at most: a tenth of a second. The shipped indicators need less than a thousand. */
const MOST_LOOKS = 10_000;

/** The cheapest moves of two that reach the target and cost less than the bound. */
export function cheapestPair(couples: readonly Couple[], bound: number): CheapestPair {
  const search: Search = { pair: null, cost: bound, looks: 0 };
  // Small grids are done with soonest, and bound what is worth looking at in large ones.
  const ordered = couples.map(coarserFirst).toSorted((a, b) => stepsOf(a.first) - stepsOf(b.first));
  for (const couple of ordered) lookInto(couple, [couple.first.least, couple.first.most], search);
  return { pair: search.pair, exhaustive: search.looks <= MOST_LOOKS };
}

interface Search {
  pair: readonly Taken[] | null;
  cost: number;
  looks: number;
}

/**
 * Looks for something cheaper among a stretch of the first's steps. None of them costs less than its fewest beside what
 * the second must do where the first does its most; only where that leaves room, both halves are looked into.
 */
function lookInto(couple: Couple, [fewest, most]: readonly [number, number], search: Search): void {
  const { footing, first, second } = couple;
  search.looks++;
  // As many steps of the second as still cost less than what is known.
  const spare = Math.ceil((search.cost - first.costOf(fewest)) / second.costOf(1));
  if (search.looks > MOST_LOOKS || spare < second.least) return;
  const further = footing.after(first, most);
  const affordable = { ...second, most: Math.min(second.most, spare) };
  const steps = leastSteps(affordable, (more) => further.reaches(second, more));
  if (steps === null) return;
  const cost = first.costOf(most) + second.costOf(steps);
  if (cost < search.cost) {
    search.cost = cost;
    search.pair = [
      { move: first, steps: most },
      { move: second, steps },
    ];
  }
  if (fewest === most || first.costOf(fewest) + second.costOf(steps) >= search.cost) return;
  const middle = Math.floor((fewest + most) / 2);
  lookInto(couple, [fewest, middle], search);
  lookInto(couple, [middle + 1, most], search);
}

function coarserFirst(couple: Couple): Couple {
  const { first, second } = couple;
  return stepsOf(first) <= stepsOf(second) ? couple : { ...couple, first: second, second: first };
}

function stepsOf({ least, most }: Move): number {
  return most - least;
}
