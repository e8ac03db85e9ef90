/**
 * Deadlines. Two clocks run in the field: working days (12345 limits) and calendar days (labour mediation, petitions).
 * Both exclude the first day and end at 24:00, or at close of business where there are business hours;
 * a calendar-day limit that would end on a rest day rolls to the next working day (民法典 art. 200-203).
 */
import { addWorkdays, type Calendar, rollToWorkday } from './calendar.ts';
import { checkExtension, checkLimit, checkPause, checkResume } from './clock-guards.ts';
import type { Deadline, Due } from './deadline.ts';
import { remember } from './due-memo.ts';
import { type DueStep, restDays } from './due-step.ts';
import { DEFAULT_THRESHOLDS, lightsFor, type Thresholds } from './lights.ts';
import type { Limit } from './limit.ts';
import { addDays, endOfDay, type LocalDate, localDateOf, yearOf } from './local-date.ts';
import {
  closeOf,
  dayLength,
  elapsedTime,
  type Measure,
  WHOLE_DAYS,
  type WorkHours,
  workingTime,
} from './work-hours.ts';

/** A deadline that begins to run at `start`. */
export function openDeadline(start: Date, limit: Limit): Deadline {
  return { start: start.toISOString(), limit: checkLimit(limit), pauses: [], extensions: [] };
}

/** Stops the clock; refuses conflict `clock-paused` where it stands already. */
export function pause(deadline: Deadline, at: Date): Deadline {
  checkPause(deadline, at);
  return { ...deadline, pauses: [...deadline.pauses, { from: at.toISOString(), to: null }] };
}

/** Lets the clock run on from where it stood; refuses conflict `clock-not-paused`. */
export function resume(deadline: Deadline, at: Date): Deadline {
  const open = checkResume(deadline, at);
  return { ...deadline, pauses: [...deadline.pauses.slice(0, -1), { ...open, to: at.toISOString() }] };
}

/** Adds to the limit, counted on from the due date as it stands; refuses conflict `clock-paused`. */
export function extend(deadline: Deadline, limit: Limit, at: Date): Deadline {
  checkExtension(deadline, limit, at);
  return { ...deadline, extensions: [...deadline.extensions, { at: at.toISOString(), limit }] };
}

function isWholeDays(limit: Limit): boolean {
  return limit.unit === 'calendar-day' || (limit.unit === 'workday' && Number.isInteger(limit.amount));
}

interface Walk {
  calendar: Calendar;
  hours: WorkHours | null;
  measure: Measure;
  /** When time begins to count: a first day that is excluded does not. */
  origin: number;
  /** True once calendar days were counted: the limit ends with a day, which rolls where it is a rest day. */
  endsWithDay: boolean;
  steps: DueStep[];
  /** The pauses that took effect. */
  pauses: { from: number; to: number | null }[];
}

/** The day a limit ends on: 24:00 belongs to the day it closes, not to the next. */
function dayEndedBy(end: number): LocalDate {
  return localDateOf(new Date(end - 1));
}

function closeOfDay(walk: Walk, date: LocalDate): number {
  return (walk.hours === null ? endOfDay(date) : closeOf(walk.hours, date)).getTime();
}

/** Where a limit ends that counts on after `from`, an instant of the day `first`. */
function countOn(walk: Walk, from: number, first: LocalDate, limit: Limit): number {
  const { calendar, hours, steps } = walk;
  if (limit.unit === 'calendar-day') {
    walk.endsWithDay = true;
    const last = addDays(first, limit.amount);
    steps.push({ rule: 'count', limit, excluded: first, last, skipped: [] });
    return closeOfDay(walk, last);
  }
  if (isWholeDays(limit)) {
    const last = addWorkdays(first, limit.amount, calendar);
    steps.push({ rule: 'count', limit, excluded: first, last, skipped: restDays(first, last, calendar) });
    return closeOfDay(walk, last);
  }
  const whole = limit.unit === 'hour' ? 3_600_000 : dayLength(hours ?? WHOLE_DAYS, first);
  const measure = limit.unit === 'workday' ? workingTime(calendar, hours ?? WHOLE_DAYS) : walk.measure;
  const end = measure.after(from, Math.round(limit.amount * whole));
  const last = dayEndedBy(end);
  const skipped = measure === elapsedTime ? [] : restDays(first, last, calendar);
  steps.push({ rule: 'count', limit, excluded: null, last, skipped });
  return end;
}

/** The day a calendar-day limit ends with, and where it rolls to if that is a rest day. */
function lastDay(walk: Walk, at: number): { date: LocalDate; rolled: LocalDate } {
  let date = dayEndedBy(at);
  if (closeOfDay(walk, date) < at) date = addDays(date, 1);
  return { date, rolled: rollToWorkday(date, walk.calendar) };
}

/**
 * The end of a calendar-day limit: the close of its last day. Only the last day of all rolls (民法典 art. 203), so a
 * rest day the limit would have ended on is an ordinary day once pauses have carried the end past it.
 */
function endWithDay(walk: Walk, at: number): number {
  const { date, rolled } = lastDay(walk, at);
  if (rolled !== date) {
    walk.steps.push({ rule: 'roll', from: date, to: rolled, skipped: restDays(date, rolled, walk.calendar) });
  }
  return closeOfDay(walk, rolled);
}

type Event = { at: number } & ({ pause: { from: string; to: string | null } } | { extension: Limit });

function eventsOf(deadline: Deadline): Event[] {
  const pauses = deadline.pauses.map((pause) => ({ at: Date.parse(pause.from), pause }));
  const extensions = deadline.extensions.map(({ at, limit }) => ({ at: Date.parse(at), extension: limit }));
  return [...pauses, ...extensions].sort((a, b) => a.at - b.at);
}

/**
 * Moves the end past one pause; a pause after the end changes nothing, since nothing was left to run. One that begins
 * on the rest days an end has rolled over leaves what the roll still gave.
 */
function applyPause(walk: Walk, counted: number, pause: { from: string; to: string | null }): number {
  const began = Date.parse(pause.from);
  const isRolling = walk.endsWithDay && began >= counted;
  const end = isRolling ? closeOfDay(walk, lastDay(walk, counted).rolled) : counted;
  if (began >= end) return counted;
  const from = Math.max(began, walk.origin);
  const to = pause.to === null ? null : Math.max(Date.parse(pause.to), walk.origin);
  const left = walk.measure.between(from, end);
  walk.pauses.push({ from, to });
  walk.steps.push({ rule: 'pause', from: pause.from, to: pause.to, leftMs: left });
  return walk.measure.after(to ?? from, left);
}

function measureOf(limit: Limit, calendar: Calendar, hours: WorkHours | null): Measure {
  if (limit.unit === 'calendar-day' || (limit.unit === 'hour' && hours === null)) return elapsedTime;
  return workingTime(calendar, hours ?? WHOLE_DAYS);
}

function isProvisional(walk: Walk, from: number, end: number): boolean {
  const last = yearOf(dayEndedBy(end));
  for (let year = yearOf(localDateOf(new Date(from))); year <= last; year += 1) {
    if (!walk.calendar.isPublished(`${year}-01-01`)) return true;
  }
  return false;
}

function computeDue(
  deadline: Deadline,
  calendar: Calendar,
  hours: WorkHours | null,
  thresholds: Thresholds,
): Due {
  const start = new Date(deadline.start);
  const { limit } = deadline;
  const measure = measureOf(limit, calendar, hours);
  const origin = (isWholeDays(limit) ? endOfDay(localDateOf(start)) : start).getTime();
  const steps: DueStep[] = [{ rule: 'start', at: deadline.start, calendar: calendar.id }];
  const walk: Walk = { calendar, hours, measure, origin, endsWithDay: false, steps, pauses: [] };
  const settle = (end: number) => (walk.endsWithDay ? endWithDay(walk, end) : end);
  let end = countOn(walk, start.getTime(), localDateOf(start), limit);
  for (const event of eventsOf(deadline)) {
    if ('pause' in event) {
      end = applyPause(walk, end, event.pause);
    } else {
      // An extension counts on from the due date as it stood, roll included.
      end = settle(end);
      steps.push({ rule: 'extension', at: new Date(event.at).toISOString(), limit: event.extension });
      end = countOn(walk, end, dayEndedBy(end), event.extension);
    }
  }
  end = settle(end);
  const onlyElapsed = limit.unit === 'hour' && hours === null;
  const provisional = !onlyElapsed && isProvisional(walk, start.getTime(), end);
  steps.push({ rule: 'due', at: new Date(end).toISOString(), provisional });
  const lights = lightsFor(walk.pauses, origin, end, measure, thresholds);
  const paused = deadline.pauses.at(-1)?.to === null;
  return { at: new Date(end), paused, provisional, lights, steps };
}

/**
 * When the deadline falls due and why; `hours` null means days end at 24:00. Compute again when the calendar has
 * changed: nothing of the result needs to be kept to do so.
 */
export function dueOf(
  deadline: Deadline,
  calendar: Calendar,
  hours: WorkHours | null,
  thresholds: Thresholds = DEFAULT_THRESHOLDS,
): Due {
  const { start, limit, pauses, extensions } = deadline;
  const compute = () => computeDue(deadline, calendar, hours, thresholds);
  if (pauses.length > 0 || extensions.length > 0 || !isWholeDays(limit)) return compute();
  const day = localDateOf(new Date(start));
  const key = `${day} ${limit.unit} ${limit.amount} ${thresholds.yellow} ${thresholds.orange}`;
  const due = remember(calendar, hours, key, compute);
  // All but the minute it started is the same for every case of the day.
  return { ...due, steps: [{ rule: 'start', at: start, calendar: calendar.id }, ...due.steps.slice(1)] };
}

/** When a limit that starts now falls due, without pauses or extensions. */
export function dueAt(start: Date, limit: Limit, calendar: Calendar, hours: WorkHours | null): Due {
  return dueOf(openDeadline(start, limit), calendar, hours);
}
