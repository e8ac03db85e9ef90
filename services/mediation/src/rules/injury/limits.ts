/**
 * The limits of art. 17 and, after the transfer, those of the authority, counted by the domain in whole days: on days
 * that do not count a limit stands still, and its last day alone rolls off a rest day (民法典 art. 201-203).
 */
import type { Calendar } from '@qinwu/domain/calendar';
import { pause, resume } from '@qinwu/domain/clock';
import { addDays, daysBetween, type LocalDate, localDateOf, startOfDay } from '@qinwu/domain/local-date';
import type { EmployerExtension, ExcludedPeriod, InjuryClockKind } from '../../injury-vocabulary.ts';
import { addMonths } from '../calculations/months.ts';
import {
  dropClock,
  extendClock,
  lastDayOf,
  openClock,
  type RunningClock,
  relight,
  stopClock,
  type Term,
} from '../case-clock.ts';

export type InjuryClock = RunningClock<InjuryClockKind>;

export const EMPLOYER: Term = {
  limit: { unit: 'calendar-day', amount: 30 },
  article: '工伤保险条例第十七条第一款',
  official: true,
};

export const ACCEPT: Term = {
  limit: { unit: 'calendar-day', amount: 15 },
  article: '工伤认定办法（人社部令第8号）第八条',
  official: true,
};

const YEAR_ARTICLE = '工伤保险条例第十七条第二款';
const DECIDE_ARTICLE = '工伤保险条例第二十条';

/** 60 days of acceptance, 15 where facts and rights are clear (art. 20). */
export function decideTerm(simple: boolean): Term {
  const amount = simple ? 15 : 60;
  return { limit: { unit: 'calendar-day', amount }, article: DECIDE_ARTICLE, official: true };
}

export interface Moment {
  now: Date;
  calendar: Calendar;
}

/** A clock that runs from a day, which itself is not counted. */
export function openFrom(
  id: string,
  kind: InjuryClockKind,
  term: Term,
  { from, now, calendar }: Moment & { from: LocalDate },
): InjuryClock {
  return openClock({ id, kind }, term, { start: startOfDay(from), now, calendar });
}

/** True of what was entered by mistake and taken back 作废: it is shown, and counts nowhere. */
export function isVoided({ voidedOn }: { voidedOn?: LocalDate | undefined }): boolean {
  return voidedOn !== undefined;
}

/** The employer's thirty days (art. 17), longer by each approval that stands. */
export function openEmployerLimit(
  id: string,
  base: LocalDate,
  extensions: readonly EmployerExtension[],
  { now, calendar }: Moment,
): InjuryClock {
  return extensions
    .filter((each) => !isVoided(each))
    .reduce(
      (clock, { days }) => extendClock(clock, { unit: 'calendar-day', amount: days }, calendar, now),
      openFrom(id, 'employer', EMPLOYER, { from: base, now, calendar }),
    );
}

type Period = Pick<ExcludedPeriod, 'from' | 'to'>;

function merged(periods: readonly ExcludedPeriod[]): Period[] {
  const result: Period[] = [];
  for (const { from, to } of periods.toSorted((a, b) => a.from.localeCompare(b.from))) {
    const last = result.at(-1);
    // What began while a period ran that has not ended is within it.
    if (last?.to === null) continue;
    if (last === undefined || from > addDays(last.to, 1)) result.push({ from, to });
    else if (to === null || to > last.to) last.to = to;
  }
  return result;
}

/** The worker's year (art. 17); it stands still on the days that do not count (法释〔2014〕9号 art. 7). */
export function openWorkerYear(
  id: string,
  base: LocalDate,
  entered: readonly ExcludedPeriod[],
  { now, calendar }: Moment,
): InjuryClock {
  const excluded = entered.filter((each) => !isVoided(each));
  const term: Term = {
    limit: { unit: 'calendar-day', amount: daysBetween(base, addMonths(base, 12)) },
    article: excluded.length === 0 ? YEAR_ARTICLE : `${YEAR_ARTICLE}；法释〔2014〕9号第七条`,
    official: true,
  };
  const clock = openFrom(id, 'worker', term, { from: base, now, calendar });
  return merged(excluded)
    .filter(({ to }) => to === null || to > base)
    .reduce((running, { from, to }) => {
      const stopped = suspendClock(running, from > base ? from : base, { now, calendar });
      return to === null ? stopped : resumeClock(stopped, addDays(to, 1), { now, calendar });
    }, clock);
}

/** The limit does not run from that day on; once it is over it stays so. */
export function suspendClock(clock: InjuryClock, on: LocalDate, { now, calendar }: Moment): InjuryClock {
  const from = startOfDay(on);
  if (from >= clock.dueAt) return clock;
  return relight({ ...clock, deadline: pause(clock.deadline, from) }, calendar, now);
}

/** The limit runs on, longer by the days it stood still. */
export function resumeClock(clock: InjuryClock, on: LocalDate, { now, calendar }: Moment): InjuryClock {
  if (clock.deadline.pauses.at(-1)?.to !== null) return clock;
  return relight({ ...clock, deadline: resume(clock.deadline, startOfDay(on)) }, calendar, now);
}

/** The limit as it ended; one that stood still had all the time that was left. */
export function stopLimit(clock: InjuryClock, at: Date, { now, calendar }: Moment): InjuryClock {
  return stopClock(
    stands(clock, at) ? relight({ ...clock, deadline: resume(clock.deadline, at) }, calendar, now) : clock,
    at,
  );
}

/** The limit as it ended where nobody had to keep it any more: only one that was over already was missed. */
export function dropLimit(clock: InjuryClock, at: Date): InjuryClock {
  return at < clock.dueAt || stands(clock, at) ? dropClock(clock, at) : stopClock(clock, at);
}

/** True of a limit that stands still by then, and had not yet where it is asked for a day before. */
function stands({ deadline }: Pick<InjuryClock, 'deadline'>, at: Date): boolean {
  const last = deadline.pauses.at(-1);
  return last?.to === null && new Date(last.from) <= at;
}

/** Whole days until the last day of the limit, 0 on it, negative after it; null once it stands or has stopped. */
export function daysLeft(
  clock: Pick<InjuryClock, 'dueAt' | 'stoppedAt' | 'deadline'>,
  now: Date,
): number | null {
  if (clock.stoppedAt !== null || stands(clock, now)) return null;
  return daysBetween(localDateOf(now), lastDayOf(clock));
}

/**
 * True where the limit that binds this applicant is about to end: the employer's, or once that is over, and for all
 * others, the worker's year.
 */
export function isLimitNear(
  clocks: readonly InjuryClock[],
  { byEmployer, nearDays, now }: { byEmployer: boolean; nearDays: number; now: Date },
): boolean {
  const leftOf = (kind: InjuryClockKind): number | null => {
    const clock = clocks.find((each) => each.kind === kind);
    return clock === undefined ? null : daysLeft(clock, now);
  };
  const employer = byEmployer ? leftOf('employer') : null;
  const binding = employer !== null && employer >= 0 ? employer : leftOf('worker');
  return binding !== null && binding <= nearDays;
}
