/**
 * Due dates after a new calendar 放假安排公布后的时限重算: beyond the published years a due date rests on weekends alone and
 * is provisional; once the notice is in, it is counted again, and the ledger says from which date to which.
 */
import type { Calendar } from '@qinwu/domain/calendar';
import { clockLine, type RunningClock, relight } from './case-clock.ts';

export interface Recount<C> {
  clocks: C[];
  /** For the ledger. */
  change: Record<string, unknown>;
}

/** What the calendar changes of a record's clocks; null where every provisional date stands as it was. */
export function recount<C extends RunningClock<string>>(
  clocks: readonly C[],
  calendar: Calendar,
  now: Date,
): Recount<C> | null {
  const pairs = clocks
    .filter((clock) => clock.stoppedAt === null && clock.provisional && clock.calendar !== calendar.id)
    .map((before) => ({ before, after: relight(before, calendar, now) }))
    .filter(({ before, after }) => !after.provisional || after.dueAt.getTime() !== before.dueAt.getTime());
  if (pairs.length === 0) return null;
  const recounted = pairs.map(({ before, after }) => ({
    ...clockLine(after),
    dueBefore: before.dueAt.toISOString(),
    calendarBefore: before.calendar,
    provisional: after.provisional,
  }));
  return {
    clocks: pairs.map(({ after }) => after),
    change: { reason: 'calendar-published', calendar: calendar.id, recounted },
  };
}
