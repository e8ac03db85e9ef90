import type { Actor } from '@qinwu/domain/actor';
import { type DueStep, describeStep } from '@qinwu/domain/due-step';
import type { Text } from '@qinwu/domain/errors';
import type { Deps } from '../deps.ts';
import { dueOfClock } from '../rules/clocks.ts';
import type { ClockRow } from '../store/clock-table.ts';
import { readGrievance } from './grievance-case.ts';

/** A clock and why it falls due when it does: the steps in order, in words and as data. */
export interface ExplainedClock {
  clock: ClockRow;
  steps: { step: DueStep; text: Text }[];
}

/** The clocks of a grievance with their reasons, by cycle and start. */
export async function explainClocks(deps: Deps, actor: Actor, id: string): Promise<ExplainedClock[]> {
  const { clocks } = await readGrievance(deps, actor, id);
  return clocks
    .toSorted((a, b) => a.cycle - b.cycle || a.startedAt.getTime() - b.startedAt.getTime())
    .map((clock) => ({
      clock,
      steps: dueOfClock(clock, deps.calendar).steps.map((step) => ({ step, text: describeStep(step) })),
    }));
}
