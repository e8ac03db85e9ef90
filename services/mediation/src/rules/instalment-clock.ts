/**
 * Clocks of what an agreement promises. The due day is the day the parties wrote: it is no limit that is counted, so
 * it does not roll to a working day (民法典 art. 203 speaks of periods; art. 204 leaves it to the parties). The domain
 * rolls calendar days but not plain hours, which is why such a clock is whole days in hours.
 */
import type { Calendar } from '@qinwu/domain/calendar';
import { dueOf } from '@qinwu/domain/clock';
import { lightAt, nextLightAt } from '@qinwu/domain/lights';
import { daysBetween, type LocalDate, localDateOf, startOfDay } from '@qinwu/domain/local-date';
import { lastDayOf, openClock, type RunningClock } from './case-clock.ts';

const DAY_HOURS = 24;

/** Days of notice before a promise is due, where its agreement says nothing: a suggestion, no rule of law. */
export const DEFAULT_REMINDER_DAYS = 3;

/**
 * The clock of a promise due at 24:00 of `dueOn`; a day that is over when the agreement takes effect counts as the
 * day of effect, since nothing was owed under it before.
 */
export function openPromise(
  of: { id: string; ref: string; dueOn: LocalDate; reminderDays: number },
  effectiveOn: LocalDate,
  { now, calendar }: { now: Date; calendar: Calendar },
): RunningClock {
  const days = Math.max(0, daysBetween(effectiveOn, of.dueOn)) + 1;
  const start = startOfDay(effectiveOn);
  const limit = { unit: 'hour', amount: days * DAY_HOURS } as const;
  const term = { limit, article: '调解协议约定的履行期限', official: true };
  const clock = openClock({ id: of.id, kind: 'instalment', ref: of.ref }, term, { start, now, calendar });
  return lit(clock, of.reminderDays, { now, calendar });
}

/** The clock with its light: yellow from so many days before, orange on the last day, red when it is over. */
export function lit<C extends RunningClock>(
  clock: C,
  reminderDays: number,
  { now, calendar }: { now: Date; calendar: Calendar },
): C {
  if (clock.stoppedAt !== null) return clock;
  const hours = clock.deadline.limit.amount;
  const before = (days: number) => Math.max(0, 1 - (days * DAY_HOURS) / hours);
  // The last day itself, and the days of notice before it.
  const thresholds = { yellow: before(reminderDays + 1), orange: before(1) };
  const { lights } = dueOf(clock.deadline, calendar, null, thresholds);
  return { ...clock, light: lightAt(lights, now), nextLightAt: nextLightAt(lights, now) };
}

/** True where every promise was kept in time, those still open by a performance of that day. */
export function isKeptBy(clocks: readonly RunningClock[], performedOn: LocalDate): boolean {
  const promises = clocks.filter(({ kind }) => kind === 'instalment');
  const isKept = (clock: RunningClock): boolean =>
    clock.stoppedAt === null ? performedOn <= lastDayOf(clock) : clock.onTime !== false;
  return promises.length > 0 && promises.every(isKept);
}

/** Promises still open. */
export function openPromises<C extends RunningClock>(clocks: readonly C[]): C[] {
  return clocks.filter(({ kind, stoppedAt }) => kind === 'instalment' && stoppedAt === null);
}

export function isOverdue({ dueAt }: Pick<RunningClock, 'dueAt'>, now: Date): boolean {
  return dueAt <= now;
}

/** The first day on which one of these promises was overdue, whenever that was noticed; null where none is. */
export function overdueSince(promises: readonly RunningClock[], now: Date): LocalDate | null {
  const days = promises.filter((clock) => isOverdue(clock, now)).map(({ dueAt }) => localDateOf(dueAt));
  return days.toSorted().at(0) ?? null;
}
