/** Months and years between days, as periods of employment are counted. */
import { addDays, daysBetween, type LocalDate } from '@qinwu/domain/local-date';

/** The same day of the month so many months later, or that month's last day where it has none (民法典 art. 202). */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const count = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const firstOf = (month: number): LocalDate =>
    `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`;
  const last = addDays(firstOf(count + 1), -1);
  const same = `${last.slice(0, 8)}${date.slice(8)}`;
  return same < last ? same : last;
}

/** How many months of the calendar the first and the last day lie in, with those between. */
export function calendarMonths(first: LocalDate, last: LocalDate): number {
  const monthOf = (date: LocalDate): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
  return monthOf(last) - monthOf(first) + 1;
}

/** A length of time as people say it. */
export interface Length {
  months: number;
  days: number;
}

/** Whole months and further days from the first to the last day, both included. */
export function lengthOf(first: LocalDate, last: LocalDate): Length {
  const end = addDays(last, 1);
  const estimate = (Number(end.slice(0, 4)) - Number(first.slice(0, 4))) * 12;
  let months = Math.max(0, estimate + Number(end.slice(5, 7)) - Number(first.slice(5, 7)));
  while (months > 0 && addMonths(first, months) > end) months -= 1;
  return { months, days: daysBetween(addMonths(first, months), end) };
}
