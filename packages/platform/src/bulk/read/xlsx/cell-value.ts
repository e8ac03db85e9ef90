import { cellOfText } from '../cell-text.ts';
import type { Cell } from '../source-row.ts';
import type { StringTable } from './string-table.ts';
import { unescapeCell } from './xml-text.ts';

const DAY_MS = 86_400_000;
/** Serial 25569 is 1970-01-01; the 1904 count starts 1,462 days later. */
const UNIX_SERIAL = 25_569;
const SHIFT_1904 = 1_462;
/** A spreadsheet's clock has no zone; the park's wall shows Asia/Shanghai. */
const SHANGHAI_MS = 8 * 3_600_000;

export interface CellContext {
  strings: StringTable;
  dateStyles: readonly boolean[];
  date1904: boolean;
}

/** The instant a date cell means, to the second; null outside the years 1900 to 9999. */
export function dateOfSerial(serial: number, date1904: boolean): Date | null {
  const days = serial + (date1904 ? SHIFT_1904 : 0) - UNIX_SERIAL;
  const at = Math.round(days * (DAY_MS / 1000)) * 1000 - SHANGHAI_MS;
  return serial >= 1 && serial < 2_958_466 ? new Date(at) : null;
}

/** The serial number of an instant, counted from 1900, as `dateOfSerial` reads it back. */
export function serialOfDate(at: Date): number {
  return (at.getTime() + SHANGHAI_MS) / DAY_MS + UNIX_SERIAL;
}

function cellOfNumber(raw: string, style: number, context: CellContext): Cell {
  const number = Number(raw);
  if (!Number.isFinite(number)) return cellOfText(raw);
  if (context.dateStyles[style] !== true) return number;
  return dateOfSerial(number, context.date1904) ?? number;
}

function cellOfIso(raw: string): Cell {
  const at = new Date(
    /Z|[+-]\d\d:\d\d$/.test(raw) ? raw : `${raw}${raw.includes('T') ? '' : 'T00:00:00'}+08:00`,
  );
  return Number.isNaN(at.getTime()) ? cellOfText(raw) : at;
}

/** What a `<c>` element holds: its raw text by its type (`t`) and style (`s`); formulas by their last result. */
export function cellValue(type: string, style: number, raw: string, context: CellContext): Cell {
  if (raw === '') return null;
  switch (type) {
    case 's':
      return cellOfText(context.strings.get(Number(raw)));
    case 'inlineStr':
    case 'str':
      return cellOfText(unescapeCell(raw));
    case 'b':
      return raw === '1' ? 'true' : 'false';
    case 'd':
      return cellOfIso(raw);
    case 'e':
      return raw;
    default:
      return cellOfNumber(raw, style, context);
  }
}
