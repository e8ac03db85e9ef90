import { localDateOf } from '@qinwu/domain/local-date';
import { seesLimitation } from '../rules/limitation.ts';
import type { NextStep } from '../rules/next-step.ts';
import { asksLimitation, nextSteps } from '../rules/next-steps.ts';
import { limitationIn } from '../use-cases/case-limitation.ts';
import type { OpenedCase } from '../use-cases/open-case.ts';

/** The steps open to a case; the last day of the limitation for those alone who may know it. */
export function nextStepsView(found: OpenedCase, now: Date): NextStep[] {
  const { row, clocks, standing, calendar } = found;
  const isTold = asksLimitation(row, { clocks, now }) && seesLimitation(standing);
  const limitation = isTold ? limitationIn(found, found, localDateOf(now)).calculation : null;
  return nextSteps(row, { clocks, now, calendar, limitationEnd: limitation?.date ?? null });
}
