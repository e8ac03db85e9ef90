import type { Actor } from '@qinwu/domain/actor';
import type { Calendar } from '@qinwu/domain/calendar';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import type { Deps } from '../deps.ts';
import type { Calculation } from '../rules/calculations/result.ts';
import { openStandards, type Standards } from './read-standards.ts';

/** What a calculation draws on besides its input. */
export interface Given {
  standards: Standards;
  today: LocalDate;
  calendar: Calendar;
}

/** Runs one calculation with the standards of the actor's park; nothing is written. */
export async function calculate(
  deps: Deps,
  { actor, now, region }: { actor: Actor; now: Date; region: string | null },
  run: (given: Given) => Calculation,
): Promise<Calculation> {
  const standards = await openStandards(deps, actor, region);
  return run({ standards, today: localDateOf(now), calendar: deps.calendar });
}
