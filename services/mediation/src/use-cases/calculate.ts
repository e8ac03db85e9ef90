import type { Calendar } from '@qinwu/domain/calendar';
import type { Caller } from '@qinwu/domain/caller';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import type { Deps } from '../deps.ts';
import type { Calculation } from '../rules/calculations/result.ts';
import { type Look, openStandards, type Standards } from './read-standards.ts';

/** What a calculation draws on besides its input. */
export interface Given {
  standards: Standards;
  today: LocalDate;
  calendar: Calendar;
}

/** Runs one calculation with the standards of the caller's park; nothing is written. */
export async function calculate(
  deps: Deps,
  caller: Caller,
  look: Look,
  run: (given: Given) => Calculation,
): Promise<Calculation> {
  const standards = await openStandards(deps, caller, look);
  return run({ standards, today: localDateOf(caller.now), calendar: deps.calendar });
}
