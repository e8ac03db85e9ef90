/** Case numbers as people say them on the telephone: `GR-20250831-000123`. Unique; gaps are allowed. */
import { isLocalDate, type LocalDate } from './local-date.ts';

/** Source of the number's form, for schemas. */
export const CASE_NUMBER_PATTERN = '^[A-Z]{2,4}-\\d{8}-\\d{6,9}$';

const pattern = new RegExp(CASE_NUMBER_PATTERN);
const prefixPattern = /^[A-Z]{2,4}$/;

/** The number of the n-th case (from 1) of that day; more than six digits where a day has more cases. */
export function formatCaseNumber(prefix: string, date: LocalDate, n: number): string {
  if (!prefixPattern.test(prefix) || !isLocalDate(date) || !Number.isInteger(n) || n < 1 || n > 999_999_999) {
    throw new RangeError('a case number has a prefix of 2 to 4 capitals, a date, and a count from 1');
  }
  return `${prefix}-${date.replaceAll('-', '')}-${String(n).padStart(6, '0')}`;
}

/** The parts of a number, letters in either case; null where it is none. */
export function parseCaseNumber(text: string): { prefix: string; date: LocalDate; n: number } | null {
  const number = text.trim().toUpperCase();
  if (!pattern.test(number)) return null;
  const [prefix = '', day = '', count = ''] = number.split('-');
  const date = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
  const n = Number(count);
  return isLocalDate(date) && n > 0 && count === String(n).padStart(6, '0') ? { prefix, date, n } : null;
}
