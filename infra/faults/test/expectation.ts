import { expect } from '@jest/globals';
import { freshSeed } from '../src/random.ts';
import type { Outcome } from '../src/scenarios/outcome.ts';
import type { Entry } from '../src/suite.ts';

export const MINUTE = 60_000;

/** Of this run; FAULTS_SEED repeats another. */
export const seed: number = Number(process.env.FAULTS_SEED ?? freshSeed());

export function nameOf({ id, title, caughtBy }: Entry): string {
  return `${id} ${caughtBy === null ? 'holds' : 'is caught'}: ${title}`;
}

/** Sound systems show no fault; one with a safeguard taken out must show the one it lets in. */
export function expectAsItMust({ caughtBy }: Entry, outcome: Outcome | undefined): void {
  if (caughtBy === null) expect(outcome).toMatchObject({ faults: [] });
  else expect(outcome?.faults).toContainEqual(expect.stringMatching(caughtBy));
}
