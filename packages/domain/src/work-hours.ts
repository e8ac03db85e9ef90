/** Working time: the business hours of working days, in shifts, and arithmetic over them in milliseconds. */
import type { Calendar } from './calendar.ts';
import { fieldRule } from './errors.ts';
import { addDays, DAY_MS, type LocalDate, localDateOf, startOfDay } from './local-date.ts';

/** From and to as 'HH:MM' on the same day; '24:00' ends the day. */
export interface Shift {
  from: string;
  to: string;
}

export interface WorkHours {
  shifts: readonly Shift[];
  /** Other shifts in part of every year, such as summer hours; `from` and `to` as 'MM-DD', both included. */
  seasons?: readonly { from: string; to: string; shifts: readonly Shift[] }[];
}

export const DEFAULT_HOURS: WorkHours = {
  shifts: [
    { from: '09:00', to: '12:00' },
    { from: '14:30', to: '17:30' },
  ],
};

/** Working days from 00:00 to 24:00, for parks that set no business hours. */
export const WHOLE_DAYS: WorkHours = { shifts: [{ from: '00:00', to: '24:00' }] };

const timePattern = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** Checks hours a deployer wrote; refuses `work-hours-invalid` unless shifts are times in order. */
export function checkWorkHours(hours: WorkHours, pointer = ''): WorkHours {
  const lists = [hours.shifts, ...(hours.seasons ?? []).map((season) => season.shifts)];
  const inOrder = (shifts: readonly Shift[]): boolean => {
    const times = shifts.flatMap((shift) => [shift.from, shift.to]);
    const minutes = times.map((time) => (timePattern.test(time) ? minutesOf(time) : Number.NaN));
    return (
      minutes.length > 0 &&
      minutes.every((value, i) => {
        const before = minutes[i - 1] ?? -1;
        // One shift may begin where the one before it ends.
        return i % 2 === 0 ? value >= before : value > before;
      })
    );
  };
  const datePattern = /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
  const seasonsFit = (hours.seasons ?? []).every((s) => datePattern.test(s.from) && datePattern.test(s.to));
  if (lists.every(inOrder) && seasonsFit) return hours;
  throw fieldRule(pointer, 'work-hours-invalid', {
    zh: '办公时段须为 HH:MM，先后有序且不重叠',
    en: 'shifts must be HH:MM times in order without overlap',
  });
}

/** The shifts of that date, were it a working day. */
export function shiftsOn(hours: WorkHours, date: LocalDate): readonly Shift[] {
  const day = date.slice(5);
  const season = hours.seasons?.find(({ from, to }) =>
    from <= to ? from <= day && day <= to : from <= day || day <= to,
  );
  return season?.shifts ?? hours.shifts;
}

/** Milliseconds worked on that date, were it a working day. */
export function dayLength(hours: WorkHours, date: LocalDate): number {
  return (
    shiftsOn(hours, date).reduce((sum, shift) => sum + minutesOf(shift.to) - minutesOf(shift.from), 0) *
    60_000
  );
}

/** Close of business on that date. */
export function closeOf(hours: WorkHours, date: LocalDate): Date {
  const last = shiftsOn(hours, date).at(-1);
  return new Date(startOfDay(date).getTime() + minutesOf(last?.to ?? '24:00') * 60_000);
}

/** A way to measure time: what passes between two instants, and when so much will have passed (both in ms). */
export interface Measure {
  between(from: number, to: number): number;
  /** The earliest instant not before `from` by which `amount` has passed. */
  after(from: number, amount: number): number;
}

/** All time counts. */
export const elapsedTime: Measure = {
  between: (from, to) => Math.max(0, to - from),
  after: (from, amount) => from + amount,
};

function* segments(from: number, calendar: Calendar, hours: WorkHours): Generator<readonly [number, number]> {
  // Fifty years: beyond any limit, and an end where a calendar holds no working day.
  let date = localDateOf(new Date(from));
  for (let i = 0; i < 18_263; i += 1, date = addDays(date, 1)) {
    const start = startOfDay(date).getTime();
    if (start + DAY_MS <= from || !calendar.isWorkday(date)) continue;
    for (const shift of shiftsOn(hours, date)) {
      const end = start + minutesOf(shift.to) * 60_000;
      if (end > from) yield [Math.max(from, start + minutesOf(shift.from) * 60_000), end];
    }
  }
}

/** Only business hours of working days count. */
export function workingTime(calendar: Calendar, hours: WorkHours): Measure {
  return {
    between(from, to) {
      let sum = 0;
      for (const [start, end] of segments(from, calendar, hours)) {
        if (start >= to) break;
        sum += Math.min(end, to) - start;
      }
      return sum;
    },
    after(from, amount) {
      let left = amount;
      if (left <= 0) return from;
      for (const [start, end] of segments(from, calendar, hours)) {
        if (left <= end - start) return start + left;
        left -= end - start;
      }
      throw new RangeError(`calendar ${calendar.id} has too few working hours for ${amount} ms`);
    },
  };
}
