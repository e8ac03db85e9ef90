/**
 * Due dates after a new calendar 放假安排公布后的时限重算. Beyond the published years a due date rests on weekends alone
 * and is provisional; once the notice is in, it is counted again and the ledger says from which date to which, and why.
 */
import type { Timing } from './clock-moves.ts';
import { mergeClocks } from './clock-moves.ts';
import { type Clock, isOpen, refreshClock, summarize } from './clocks.ts';
import { clockLine, type Decision } from './decide-move.ts';

function isStale(clock: Clock, { calendar }: Timing): boolean {
  return isOpen(clock) && clock.provisional && clock.calendar !== calendar.id;
}

/** What the new calendar changes of a case; null where every provisional date stands as it was. */
export function decideRecount(
  clocks: readonly Clock[],
  timing: Timing,
): Decision<Pick<ReturnType<typeof summarize>, 'dueAt' | 'light'>> | null {
  const pairs = clocks
    .filter((clock) => isStale(clock, timing))
    .map((before) => ({ before, after: refreshClock(before, timing.calendar, timing.now) }))
    .filter(({ before, after }) => !after.provisional || after.dueAt.getTime() !== before.dueAt.getTime());
  if (pairs.length === 0) return null;
  const changed = pairs.map(({ after }) => after);
  const lines = pairs.map(({ before, after }) => ({
    ...clockLine(after),
    dueBefore: before.dueAt.toISOString(),
    calendarBefore: before.calendar,
    provisional: after.provisional,
  }));
  const change = { reason: 'calendar-published', calendar: timing.calendar.id, clocks: lines };
  return {
    set: summarize(mergeClocks(clocks, changed)),
    clocks: changed,
    entry: { action: 'due-recounted', change, words: {} },
    facts: [],
  };
}
