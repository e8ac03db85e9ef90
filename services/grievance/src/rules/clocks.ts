/**
 * Clocks of a grievance 时限. Limits come from dated profiles (configuration, each with its article); the working
 * calendar and the arithmetic from the domain. The hotline's own due date governs: ours may only be earlier.
 */
import type { Calendar } from '@qinwu/domain/calendar';
import { dueOf, extend, openDeadline, pause, resume } from '@qinwu/domain/clock';
import type { Deadline, Due } from '@qinwu/domain/deadline';
import type { DueStep } from '@qinwu/domain/due-step';
import { lightAt, lightsFor, nextLightAt } from '@qinwu/domain/lights';
import type { Limit } from '@qinwu/domain/limit';
import { DEFAULT_HOURS, elapsedTime } from '@qinwu/domain/work-hours';
import { type ClockKind, LIGHTS, type Light } from '../vocabulary.ts';
import type { ClockProfile } from './clock-profile.ts';

export interface Clock {
  kind: ClockKind;
  cycle: number;
  /** Counts the clocks of one kind in a cycle: 'sign' starts anew for every unit, and each keeps its result. */
  run: number;
  profile: string;
  article: string;
  official: boolean;
  calendar: string;
  deadline: Deadline;
  yellowShare: number;
  orangeShare: number;
  capAt: Date | null;
  governedBy: 'profile' | 'hotline';
  startedAt: Date;
  dueAt: Date;
  provisional: boolean;
  light: Light;
  nextLightAt: Date | null;
  stoppedAt: Date | null;
  onTime: boolean | null;
}

const HOTLINE = { zh: '热线', en: 'hotline' };

/** True where both are the same clock, as it was and as it is. */
export function isSameClock(a: Clock, b: Clock): boolean {
  return a.kind === b.kind && a.cycle === b.cycle && a.run === b.run;
}

/** When a clock falls due: the domain's answer, or the hotline's date where that is earlier. */
export function dueOfClock(
  clock: Pick<Clock, 'deadline' | 'capAt' | 'yellowShare' | 'orangeShare'>,
  calendar: Calendar,
): Due {
  // A limit in hours is an emergency and runs day and night; days end with the business day.
  const hours = clock.deadline.limit.unit === 'hour' ? null : DEFAULT_HOURS;
  const thresholds = { yellow: clock.yellowShare, orange: clock.orangeShare };
  const due = dueOf(clock.deadline, calendar, hours, thresholds);
  const { capAt } = clock;
  // Our own pause does not stop the hotline's clock.
  if (capAt === null || (!due.paused && capAt >= due.at)) return due;
  const start = Date.parse(clock.deadline.start);
  const lights = lightsFor([], start, capAt.getTime(), elapsedTime, thresholds);
  const at = capAt.toISOString();
  const steps: DueStep[] = [
    ...due.steps,
    { rule: 'cap', at, by: HOTLINE },
    { rule: 'due', at, provisional: false },
  ];
  return { ...due, at: capAt, paused: false, provisional: false, lights, steps };
}

function settle(clock: Clock, calendar: Calendar, now: Date): Clock {
  const due = dueOfClock(clock, calendar);
  const light = due.paused ? clock.light : lightAt(due.lights, now);
  const coming = nextLightAt(due.lights, now);
  // After red there is no further light: what comes next is the next level of escalation, at the time set for it.
  const wasRed = clock.light === 'red';
  const escalation = wasRed ? clock.nextLightAt : now;
  const next = light === 'red' ? escalation : coming;
  return {
    ...clock,
    calendar: calendar.id,
    dueAt: due.at,
    provisional: due.provisional,
    governedBy: clock.capAt?.getTime() === due.at.getTime() ? 'hotline' : 'profile',
    light,
    // Nothing was left to run of an overdue clock: standing still does not stop its escalation.
    nextLightAt: due.paused && light !== 'red' ? null : next,
  };
}

function limitOf({ limitUnit: unit, limitAmount: amount }: ClockProfile): Limit {
  return { unit, amount };
}

/** What a clock takes over from its profile. */
function termsOf(
  profile: ClockProfile,
): Pick<Clock, 'profile' | 'article' | 'official' | 'yellowShare' | 'orangeShare'> {
  const { article, official, yellowShare, orangeShare } = profile;
  return { profile: nameOf(profile), article, official, yellowShare, orangeShare };
}

/** A profile as its clocks name it: its code and the day it is in force from. */
export function nameOf({ code, validFrom }: Pick<ClockProfile, 'code' | 'validFrom'>): string {
  return `${code}@${validFrom}`;
}

export interface ClockStart {
  kind: ClockKind;
  cycle: number;
  run: number;
  profile: ClockProfile;
  at: Date;
  capAt: Date | null;
}

/** A clock that begins to run. */
export function startClock({ kind, cycle, run, profile, at, capAt }: ClockStart, calendar: Calendar): Clock {
  const clock: Clock = {
    kind,
    cycle,
    run,
    ...termsOf(profile),
    calendar: calendar.id,
    deadline: openDeadline(at, limitOf(profile)),
    capAt,
    governedBy: 'profile',
    startedAt: at,
    dueAt: at,
    provisional: false,
    light: 'green',
    nextLightAt: null,
    stoppedAt: null,
    onTime: null,
  };
  return settle(clock, calendar, at);
}

/** True while the clock stands still. */
export function isPaused(clock: Pick<Clock, 'deadline'>): boolean {
  return clock.deadline.pauses.at(-1)?.to === null;
}

/** Stops for good; on time where it was not overdue when it stopped, or when it was made to stand still. */
export function stopClock(clock: Clock, at: Date): Clock {
  const isCapPassed = clock.capAt !== null && at >= clock.capAt;
  const onTime = isPaused(clock) ? clock.light !== 'red' && !isCapPassed : at < clock.dueAt;
  return { ...clock, stoppedAt: at, onTime, nextLightAt: null };
}

/** Stands still from now on 挂起. */
export function pauseClock(clock: Clock, calendar: Calendar, now: Date): Clock {
  return settle({ ...clock, deadline: pause(clock.deadline, now) }, calendar, now);
}

/** Runs on from where it stood 恢复. */
export function resumeClock(clock: Clock, calendar: Calendar, now: Date): Clock {
  return settle({ ...clock, deadline: resume(clock.deadline, now) }, calendar, now);
}

/** Counts the extension on from the due date as it stands 延期; a clock that stands still goes on standing still. */
export function extendClock(clock: Clock, limit: Limit, calendar: Calendar, now: Date): Clock {
  const deadline = isPaused(clock)
    ? pause(extend(resume(clock.deadline, now), limit, now), now)
    : extend(clock.deadline, limit, now);
  return settle({ ...clock, deadline }, calendar, now);
}

/** The clock under another profile: a new limit since the same start, with the pauses and extensions it has had. */
export function reprofileClock(clock: Clock, profile: ClockProfile, calendar: Calendar, now: Date): Clock {
  const deadline = { ...clock.deadline, limit: limitOf(profile) };
  return settle({ ...clock, ...termsOf(profile), deadline }, calendar, now);
}

/** The clock under another date of the hotline. */
export function recapClock(clock: Clock, capAt: Date | null, calendar: Calendar, now: Date): Clock {
  return settle({ ...clock, capAt }, calendar, now);
}

/** The clock as its lights stand now. */
export function refreshClock(clock: Clock, calendar: Calendar, now: Date): Clock {
  return settle(clock, calendar, now);
}

/** True while the clock runs or stands still, false once it is stopped. */
export function isOpen(clock: Clock): boolean {
  return clock.stoppedAt === null;
}

/** What the record shows of its clocks: when the answer is due, and the worst light that burns. */
export function summarize(clocks: readonly Clock[]): { dueAt: Date | null; light: Light | null } {
  const latest = Math.max(0, ...clocks.map((clock) => clock.cycle));
  const current = clocks.filter((clock) => clock.cycle === latest);
  const shown = current.find((clock) => clock.kind === 'answer') ?? current.find(isOpen);
  const worst = Math.max(-1, ...current.filter(isOpen).map((clock) => LIGHTS.indexOf(clock.light)));
  return { dueAt: shown?.dueAt ?? null, light: LIGHTS[worst] ?? null };
}
