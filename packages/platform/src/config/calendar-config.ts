import type { CalendarYear } from '@qinwu/domain/calendar';
import { addDays, isLocalDate, localDateOf, weekdayOf } from '@qinwu/domain/local-date';
import { z } from 'zod';
import { jsonFile } from './json-file.ts';

const date = z.string().refine(isLocalDate, 'must be a date YYYY-MM-DD');

/** One year's arrangement as the State Council announced it 国务院办公厅关于部分节假日安排的通知. */
const yearSchema = z
  .strictObject({
    year: z.int('must be a whole number').min(2004).max(2100),
    notice: z.string().min(1, 'must name the notice'),
    publishedOn: date,
    off: z.array(z.strictObject({ date, name: z.string().min(1, 'must name the holiday') })),
    work: z.array(date),
  })
  .superRefine((given, context) => {
    for (const { path, fault } of faultsOf(given)) context.addIssue({ code: 'custom', path, message: fault });
  });

type YearGiven = CalendarYear & { publishedOn: string };
type Fault = { path: (string | number)[]; fault: string };

const yearsSchema = z.strictObject({
  years: z.array(yearSchema).refine((years) => new Set(years.map(({ year }) => year)).size === years.length, {
    error: 'must name a year once',
  }),
});

function faultsOf({ year, publishedOn, off, work }: YearGiven): Fault[] {
  const faults: Fault[] = [];
  const holidays = off.map((day) => day.date);
  const isOfYear = (day: string) => day.startsWith(`${year}-`) || day.startsWith(`${year - 1}-12-`);
  const check = (path: (string | number)[], day: string, others: readonly string[]) => {
    if (!isLocalDate(day)) return;
    if (!isOfYear(day)) faults.push({ path, fault: 'must lie in the year, or in the December before' });
    if (others.includes(day)) faults.push({ path, fault: 'must not be named twice' });
  };
  for (const [i, day] of holidays.entries()) check(['off', i, 'date'], day, holidays.slice(0, i));
  for (const [i, day] of work.entries()) {
    check(['work', i], day, [...holidays, ...work.slice(0, i)]);
    const isWeekday = isLocalDate(day) && weekdayOf(day) < 6;
    if (isWeekday) faults.push({ path: ['work', i], fault: 'must be a Saturday or Sunday' });
  }
  // Half a notice would make due dates of the whole year final that are not.
  if (!holidays.includes(`${year}-01-01`) || !holidays.includes(`${year}-10-01`)) {
    faults.push({ path: ['off'], fault: 'must hold the whole year: New Year and National Day are missing' });
  }
  const [announced, today] = [Number(publishedOn.slice(0, 4)), localDateOf(new Date())];
  if (announced < year - 1 || publishedOn > addDays(today, 1)) {
    faults.push({
      path: ['publishedOn'],
      fault: 'must be a day since the year before, and not in the future',
    });
  }
  return faults;
}

/**
 * `CALENDAR_YEARS_FILE`: the name of a JSON file `{ "years": [{ year, notice, publishedOn, off: [{ date, name }],
 * work: [date] }] }`.
 */
export const calendarYears: z.ZodType<CalendarYear[], string> = jsonFile(yearsSchema).transform(
  ({ years }) => years,
);
