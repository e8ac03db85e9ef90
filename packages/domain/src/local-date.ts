/**
 * Civil dates of Asia/Shanghai. China has had no summer time since 1991, so the zone is a fixed +08:00;
 * nothing here is meant for instants before 1992.
 */
import { fieldRule } from './errors.ts';

/** A date as 'YYYY-MM-DD'; compares correctly as text. */
export type LocalDate = string;

/** Source of the date's form, for schemas; `isLocalDate` also checks the calendar. */
export const LOCAL_DATE_PATTERN = '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$';

export const DAY_MS = 86_400_000;
const OFFSET_MS = 8 * 3_600_000;
const pattern = new RegExp(LOCAL_DATE_PATTERN);

// Dates as whole days since 1970-01-01, by the proleptic Gregorian calendar: the arithmetic never meets a time zone,
// and deadlines walk thousands of days a second, which is why Date and its ISO text are not used for it.
const ERA_DAYS = 146_097;
const EPOCH = 719_468;

function dayNumber(date: LocalDate): number {
  const month = Number(date.slice(5, 7));
  // Years begin in March here, so that the leap day is the last of its year.
  const year = Number(date.slice(0, 4)) - (month <= 2 ? 1 : 0);
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear =
    Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + Number(date.slice(8, 10)) - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * ERA_DAYS + dayOfEra - EPOCH;
}

function twoDigits(n: number): string {
  return n < 10 ? `0${n}` : `${n}`;
}

function ofDayNumber(number: number): LocalDate {
  const day = number + EPOCH;
  const era = Math.floor(day / ERA_DAYS);
  const dayOfEra = day - era * ERA_DAYS;
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const dayOfMonth = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(dayOfMonth)}`;
}

/** True for an existing date in the form YYYY-MM-DD (2026-02-30 is none). */
export function isLocalDate(text: string): boolean {
  if (!pattern.test(text)) return false;
  return ofDayNumber(dayNumber(text)) === text;
}

/** The text as a date; refuses `date-invalid`. */
export function parseLocalDate(text: string, pointer = ''): LocalDate {
  const trimmed = text.trim();
  if (isLocalDate(trimmed)) return trimmed;
  throw fieldRule(pointer, 'date-invalid', {
    zh: '日期须为存在的日期，格式 YYYY-MM-DD',
    en: 'must be an existing date written YYYY-MM-DD',
  });
}

/** The date on the wall in Shanghai at that instant. */
export function localDateOf(instant: Date): LocalDate {
  return ofDayNumber(Math.floor((instant.getTime() + OFFSET_MS) / DAY_MS));
}

/** The first instant of the date. */
export function startOfDay(date: LocalDate): Date {
  return new Date(dayNumber(date) * DAY_MS - OFFSET_MS);
}

/** 24:00 of the date, which is the first instant of the next one. */
export function endOfDay(date: LocalDate): Date {
  return new Date(startOfDay(date).getTime() + DAY_MS);
}

/** The date so many days later (earlier where negative). */
export function addDays(date: LocalDate, days: number): LocalDate {
  return ofDayNumber(dayNumber(date) + days);
}

/** The same date so many years later; 29 February of a year without one is its 28th. */
export function addYears(date: LocalDate, years: number): LocalDate {
  const moved = `${String(yearOf(date) + years).padStart(4, '0')}${date.slice(4)}`;
  return isLocalDate(moved) ? moved : `${moved.slice(0, 8)}28`;
}

/** Whole days from one date to another; negative where `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** Day of the week, Monday 1 to Sunday 7. */
export function weekdayOf(date: LocalDate): number {
  return ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1;
}

/** The year as a number. */
export function yearOf(date: LocalDate): number {
  return Number(date.slice(0, 4));
}
