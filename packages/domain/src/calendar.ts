/**
 * The working calendar of organs: Saturday and Sunday rest (国务院关于职工工作时间的规定 art. 7), changed by the
 * holidays and make-up working days the State Council announces once a year. Nobody can derive those: they are data.
 */
import { createHash } from 'node:crypto';
import published from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { refuse } from './errors.ts';
import { addDays, isLocalDate, type LocalDate, weekdayOf, yearOf } from './local-date.ts';

export interface Calendar {
  /** Changes with the data, so that a stored due date says which calendar made it. */
  id: string;
  publishedYears: readonly number[];
  isWorkday(date: LocalDate): boolean;
  /** False where the year's notice was not known: answers for it rest on weekends alone. */
  isPublished(date: LocalDate): boolean;
  /** Why the date is a rest day ('国庆节', '周末'), or null for a working day. */
  restName(date: LocalDate): string | null;
}

/** One year's notice, as a deployer enters it. Dates of the December before may be among them. */
export interface CalendarYear {
  year: number;
  off: readonly { date: LocalDate; name: string }[];
  /** Saturdays and Sundays worked. */
  work: readonly LocalDate[];
}

interface Overrides {
  off: Map<LocalDate, string>;
  work: Set<LocalDate>;
  years: Set<number>;
}

function publishedOverrides(): Overrides {
  const holidays: Record<string, string> = published.holidays;
  const off = new Map(Object.entries(holidays).map(([date, text]) => [date, text.split(',')[1] ?? text]));
  // A stray date of the next January does not make a year published; the National Day does.
  const years = [...off.keys()].filter((date) => date.endsWith('-10-01')).map(yearOf);
  return { off, work: new Set(Object.keys(published.workdays)), years: new Set(years) };
}

function addYear({ off, work, years }: Overrides, extra: CalendarYear): void {
  const inYear = (date: LocalDate) =>
    isLocalDate(date) && (yearOf(date) === extra.year || date.startsWith(`${extra.year - 1}-12-`));
  const wrong = [...extra.off.map((day) => day.date), ...extra.work].find((date) => !inYear(date));
  if (wrong !== undefined) {
    throw refuse('rule', 'calendar-year-invalid', {
      zh: `日期 ${wrong} 不属于 ${extra.year} 年放假安排`,
      en: `${wrong} is not a date of the calendar of ${extra.year}`,
    });
  }
  // A later notice replaces the dates it names and the whole of its own year.
  for (const date of [...off.keys()]) if (yearOf(date) === extra.year) off.delete(date);
  for (const date of [...work]) if (yearOf(date) === extra.year) work.delete(date);
  for (const { date, name } of extra.off) {
    off.set(date, name);
    work.delete(date);
  }
  for (const date of extra.work) {
    work.add(date);
    off.delete(date);
  }
  years.add(extra.year);
}

/** The calendar of mainland China from the published data, with years the deployer adds or corrects. */
export function chinaCalendar(extra: readonly CalendarYear[] = []): Calendar {
  const overrides = publishedOverrides();
  for (const year of extra) addYear(overrides, year);
  const { off, work, years } = overrides;
  const publishedYears = [...years].sort((a, b) => a - b);
  const data = JSON.stringify([[...off.keys()].sort(), [...work].sort()]);
  const restName = (date: LocalDate): string | null => {
    if (work.has(date)) return null;
    return off.get(date) ?? (weekdayOf(date) >= 6 ? '周末' : null);
  };
  return {
    id: `cn-${publishedYears.at(-1)}-${createHash('sha256').update(data).digest('hex').slice(0, 8)}`,
    publishedYears,
    restName,
    isWorkday: (date) => restName(date) === null,
    isPublished: (date) => years.has(yearOf(date)),
  };
}

// No run of rest days comes near this; only broken data could make the search endless.
const LONGEST_REST = 60;

/** The date itself where it is a working day, else the next working day. */
export function rollToWorkday(date: LocalDate, calendar: Calendar): LocalDate {
  let day = date;
  for (let i = 0; i <= LONGEST_REST; i += 1, day = addDays(day, 1)) if (calendar.isWorkday(day)) return day;
  throw new RangeError(
    `calendar ${calendar.id} has no working day in the ${LONGEST_REST} days after ${date}`,
  );
}

/** The `count`-th working day after the date, which itself is not counted (民法典 art. 201). */
export function addWorkdays(date: LocalDate, count: number, calendar: Calendar): LocalDate {
  let day = date;
  for (let i = 0; i < count; i += 1) day = rollToWorkday(addDays(day, 1), calendar);
  return day;
}

/** Working days after `from` up to and including `to`; 0 where `to` is not later. */
export function workdaysBetween(from: LocalDate, to: LocalDate, calendar: Calendar): number {
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (calendar.isWorkday(day)) count += 1;
  return count;
}
