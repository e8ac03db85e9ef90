import type { Move } from './moves.ts';

/** The fewest steps of a move with which something holds, by halves: once it does, it does for more. Null where none do. */
export function leastSteps({ least, most }: Move, holds: (steps: number) => boolean): number | null {
  if (!holds(most)) return null;
  let [low, high] = [least, most];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
