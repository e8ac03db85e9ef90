/**
 * Lights and escalation 红黄灯与逐级上报. The sweep changes lights when they are due; an overdue clock takes the case
 * one grid level up, and again a working day later, up to the zone. Cases nobody is assigned to go up as well.
 */
import { addWorkdays } from '@qinwu/domain/calendar';
import { endOfDay, localDateOf } from '@qinwu/domain/local-date';
import { mergeClocks, type Timing } from './clock-moves.ts';
import { type Clock, isOpen, refreshClock, summarize } from './clocks.ts';
import { clockLine, type Decision } from './decide-move.ts';
import { type Directory, gridPath } from './directory.ts';
import type { Grievance } from './grievance.ts';
import { TOP_ESCALATION_LEVEL } from './guards.ts';

/** Working days an overdue case rests on one level before the next one hears of it (configuration, not law). */
export const WORKDAYS_PER_LEVEL = 1;

/** The grid level of the whole zone. */
const ZONE = 1;

/**
 * Who hears of a case on an escalation level: the leader of the grid so many levels up, or the next one above that has
 * a leader; the zone's at the end, and for a case that lies in no grid.
 */
export function leaderAt(directory: Directory, gridCode: string | null, level: number): string | null {
  const path = gridPath(directory, gridCode);
  const above = path.slice(0, Math.max(0, path.length - level) + 1).toReversed();
  const zones = [...directory.grids.values()].filter((grid) => grid.enabled && grid.level === ZONE);
  const grids = [...above, ...zones.map((grid) => grid.code)];
  return (
    grids.map((code) => directory.grids.get(code)?.leaderCode ?? null).find((code) => code !== null) ?? null
  );
}

function nextLevelAt(timing: Timing): Date {
  const day = addWorkdays(localDateOf(timing.now), WORKDAYS_PER_LEVEL, timing.calendar);
  return endOfDay(day);
}

/** What the sweep writes for a case with lights due now; null where nothing is due any more. */
export function decideSweep(
  grievance: Grievance,
  clocks: readonly Clock[],
  directory: Directory,
  timing: Timing,
): Decision | null {
  const { now, calendar } = timing;
  const due = clocks.filter(
    (clock) => isOpen(clock) && clock.nextLightAt !== null && clock.nextLightAt <= now,
  );
  if (due.length === 0) return null;
  const fresh = due.map((clock) => refreshClock(clock, calendar, now));
  const overdue = fresh.find((clock) => clock.light === 'red');
  const isRising = overdue !== undefined && grievance.escalationLevel < TOP_ESCALATION_LEVEL;
  const level = grievance.escalationLevel + (isRising ? 1 : 0);
  const again = level < TOP_ESCALATION_LEVEL ? nextLevelAt(timing) : null;
  const changed = fresh.map((clock) => (clock.light === 'red' ? { ...clock, nextLightAt: again } : clock));
  const lines = changed.map((clock) => ({ ...clockLine(clock), light: clock.light }));
  const leader = isRising ? { level, leader: leaderAt(directory, grievance.gridCode, level) } : {};
  return {
    set: { ...summarize(mergeClocks(clocks, changed)), escalationLevel: level },
    clocks: changed,
    entry: {
      action: isRising ? 'escalated' : 'light-changed',
      change: { ...leader, clocks: lines },
      words: {},
    },
    ...(isRising ? { facts: ['escalated'], overdueSince: overdue.dueAt } : { facts: [] }),
  };
}
