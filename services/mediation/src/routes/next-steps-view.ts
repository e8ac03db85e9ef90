import { localDateOf } from '@qinwu/domain/local-date';
import { limitationOf, NO_FACTS, seesLimitation } from '../rules/limitation.ts';
import { type NextStep, nextSteps } from '../rules/next-steps.ts';
import type { OpenedCase } from '../use-cases/open-case.ts';

/** The steps open to a case; the last day of the limitation for those alone who may know it. */
export function nextStepsView(
  { row, clocks, content, standing, calendar }: OpenedCase,
  now: Date,
): NextStep[] {
  const facts = content?.limitation ?? NO_FACTS;
  const limitation = seesLimitation(standing)
    ? limitationOf({ ...row, facts }, localDateOf(now), calendar)
    : null;
  return nextSteps(row, { clocks, now, limitationEnd: limitation?.date ?? null });
}
