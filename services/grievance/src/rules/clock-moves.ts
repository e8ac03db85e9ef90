/** Which clocks each action starts, stops, pauses and resumes: the second half of the lifecycle table. */
import type { Calendar } from '@qinwu/domain/calendar';
import { localDateOf } from '@qinwu/domain/local-date';
import type { ClockKind } from '../vocabulary.ts';
import { type ClockProfile, profileFor } from './clock-profile.ts';
import {
  type Clock,
  isOpen,
  isSameClock,
  pauseClock,
  recapClock,
  resumeClock,
  startClock,
  stopClock,
} from './clocks.ts';
import { type Grievance, isHotlineOrder } from './grievance.ts';
import type { Action } from './lifecycle.ts';

/** What clock decisions need from outside: the time, the calendar, the park's profiles, the category's path. */
export interface Timing {
  now: Date;
  calendar: Calendar;
  profiles: readonly ClockProfile[];
  categoryPath: readonly string[];
}

interface ClockMove {
  starts?: readonly ClockKind[];
  stops?: readonly ClockKind[] | 'all';
  holds?: 'pause' | 'resume';
}

/** 'contact' and 'answer' start once per cycle; 'sign' starts anew for every unit the case is given to. */
export const CLOCK_MOVES: Partial<Record<Action | 'register', ClockMove>> = {
  register: { starts: ['dispatch'] },
  accept: { starts: ['answer'] },
  decline: { stops: 'all' },
  assign: { starts: ['sign', 'contact', 'answer'], stops: ['dispatch', 'sign'] },
  sign: { stops: ['sign'] },
  'reject-return': { starts: ['sign'] },
  contact: { stops: ['contact'] },
  reply: { stops: 'all' },
  resolve: { stops: 'all' },
  redo: { starts: ['answer'] },
  suspend: { holds: 'pause' },
  resume: { holds: 'resume' },
};

const STARTS_ANEW: readonly ClockKind[] = ['sign'];

/** The clocks of one kind that this cycle has had. */
function runsOf(kind: ClockKind, { cycle }: Grievance, clocks: readonly Clock[]): Clock[] {
  return clocks.filter((clock) => clock.kind === kind && clock.cycle === cycle);
}

/** True where there is somebody to contact 首次联系: the hotline passes word on, the others leave a number. */
function isContactable(grievance: Grievance): boolean {
  return isHotlineOrder(grievance) || (grievance.reporterPhone !== null && !grievance.reporterAnonymous);
}

function starts(kind: ClockKind, grievance: Grievance, clocks: readonly Clock[]): boolean {
  if (kind === 'contact' && !isContactable(grievance)) return false;
  const runs = runsOf(kind, grievance, clocks);
  return runs.length === 0 || (STARTS_ANEW.includes(kind) && !runs.some(isOpen));
}

/** An open clock as the action leaves it, or null where the action does not touch it. */
function touched(clock: Clock, move: ClockMove, { calendar, now }: Timing): Clock | null {
  if (move.stops === 'all' || move.stops?.includes(clock.kind)) return stopClock(clock, now);
  if (move.holds === 'pause') return pauseClock(clock, calendar, now);
  return move.holds === 'resume' ? resumeClock(clock, calendar, now) : null;
}

/** A new clock under the profile in force today, or null where the park set no limit for it. */
function begun(kind: ClockKind, grievance: Grievance, run: number, timing: Timing): Clock | null {
  const { now, calendar, profiles } = timing;
  const profile = profileFor(profiles, kind, { ...grievance, ...timing }, localDateOf(now));
  const { cycle, hotlineDueAt: capAt } = grievance;
  return profile && startClock({ kind, cycle, run, profile, at: now, capAt }, calendar);
}

/** The clocks an action changes or begins, for the grievance as the action leaves it; the rest stay as they are. */
export function moveClocks(
  clocks: readonly Clock[],
  grievance: Grievance,
  action: Action | 'register',
  timing: Timing,
): Clock[] {
  const move = CLOCK_MOVES[action];
  if (move === undefined) return [];
  const changed = clocks.filter(isOpen).flatMap((clock) => touched(clock, move, timing) ?? []);
  const current = mergeClocks(clocks, changed);
  const kinds = (move.starts ?? []).filter((kind) => starts(kind, grievance, current));
  const fresh = kinds.flatMap((kind) => {
    const run = runsOf(kind, grievance, current).length + 1;
    return begun(kind, grievance, run, timing) ?? [];
  });
  return [...changed, ...fresh];
}

/** What a change made of the clocks, with every open one under the hotline's date as it is now. */
export function recapClocks(
  clocks: readonly Clock[],
  changed: readonly Clock[],
  capAt: Date | null,
  { calendar, now }: Timing,
): Clock[] {
  const isUnder = (clock: Clock): boolean => clock.capAt?.getTime() === capAt?.getTime();
  const late = mergeClocks(clocks, changed).filter((clock) => isOpen(clock) && !isUnder(clock));
  return mergeClocks(
    changed,
    late.map((clock) => recapClock(clock, capAt, calendar, now)),
  );
}

/** All clocks after a change: those it touched in their new form, the others as they were. */
export function mergeClocks(clocks: readonly Clock[], changed: readonly Clock[]): Clock[] {
  const isChanged = (clock: Clock): boolean => changed.some((other) => isSameClock(other, clock));
  return [...clocks.filter((clock) => !isChanged(clock)), ...changed];
}
