/** Periods as reports name them: both ends are dates and included. */
import { fieldRule } from './errors.ts';
import { addDays, isLocalDate, type LocalDate } from './local-date.ts';

export interface Period {
  /** Null for a cumulative period (累计), which begins with the first record. */
  from: LocalDate | null;
  to: LocalDate;
}

const pattern = /^(\d{4})(?:-(H[12]|Q[1-4]|M([1-9]|1[0-2])|(0[1-9]|1[0-2])))?$/;

function monthSpan(year: string, first: number, last: number): Period {
  const month = (n: number) => String(n).padStart(2, '0');
  const next = last === 12 ? `${Number(year) + 1}-01-01` : `${year}-${month(last + 1)}-01`;
  return { from: `${year}-${month(first)}-01`, to: addDays(next.padStart(10, '0'), -1) };
}

/**
 * A period by its key: '2025' the year, '2025-H1' 上半年, '2025-Q3' a quarter, '2025-08' a month,
 * '2025-M8' January to August (1-8月). Refuses `period-invalid`.
 */
export function parsePeriod(key: string, pointer = ''): Period {
  const match = pattern.exec(key.trim());
  if (match === null || match[1] === '0000') {
    throw fieldRule(pointer, 'period-invalid', {
      zh: '期间须如 2025、2025-H1、2025-Q3、2025-08 或 2025-M8',
      en: 'must be like 2025, 2025-H1, 2025-Q3, 2025-08 or 2025-M8',
    });
  }
  const [, year = '', part = '', upTo, month] = match;
  if (month !== undefined) return monthSpan(year, Number(month), Number(month));
  if (upTo !== undefined) return monthSpan(year, 1, Number(upTo));
  const index = Number(part.slice(1));
  if (part.startsWith('H')) return monthSpan(year, index * 6 - 5, index * 6);
  if (part.startsWith('Q')) return monthSpan(year, index * 3 - 2, index * 3);
  return monthSpan(year, 1, 12);
}

/** A period of two dates; refuses `period-invalid` where one does not exist or they are out of order. */
export function periodOf(from: LocalDate | null, to: LocalDate, pointer = ''): Period {
  if ((from === null || (isLocalDate(from) && from <= to)) && isLocalDate(to)) return { from, to };
  throw fieldRule(pointer, 'period-invalid', {
    zh: '期间起止日期须存在，且起始不晚于截止',
    en: 'must run from an existing date to one not before it',
  });
}

/** True where the date lies in the period. */
export function isInPeriod(date: LocalDate, { from, to }: Period): boolean {
  return (from === null || date >= from) && date <= to;
}

/** The same period a year before (同比); 29 February becomes the 28th. */
export function yearBefore({ from, to }: Period): Period {
  const back = (date: LocalDate): LocalDate => {
    const moved = `${String(Number(date.slice(0, 4)) - 1).padStart(4, '0')}${date.slice(4)}`;
    return isLocalDate(moved) ? moved : `${moved.slice(0, 8)}28`;
  };
  return { from: from === null ? null : back(from), to: back(to) };
}
