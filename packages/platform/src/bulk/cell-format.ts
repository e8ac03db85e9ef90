import type { FieldError } from '@qinwu/domain/errors';
import { localDateOf } from '@qinwu/domain/local-date';
import { parseOfficialTime } from '@qinwu/domain/official-time';
import { plainCell } from './official-text.ts';
import { plainNumber } from './plain-number.ts';
import type { Cell } from './read/source-row.ts';

/** How a cell is read into its field: `date` becomes YYYY-MM-DD, `date-time` an RFC 3339 instant, `text` a string. */
export const cellFormats = ['text', 'number', 'date', 'date-time'] as const;
type CellFormat = (typeof cellFormats)[number];

type Made = { cell: Cell; fault?: undefined } | { cell?: undefined; fault: Omit<FieldError, 'pointer'> };

const faults: Record<'number' | 'date', Omit<FieldError, 'pointer'>> = {
  number: {
    code: 'number-invalid',
    detail: { zh: '须为数字：只用 0-9 和小数点', en: 'must be a number in plain decimal digits' },
  },
  date: {
    code: 'date-invalid',
    detail: {
      zh: '日期无法识别，例如 2025-08-31 9:05',
      en: 'is no date that can be read, such as 2025-08-31 9:05',
    },
  },
};

function formatted(cell: string | number | Date, format: CellFormat): Made {
  switch (format) {
    case 'text':
      return { cell: String(plainCell(cell)) };
    case 'number': {
      const number = typeof cell === 'number' ? cell : plainNumber(String(plainCell(cell)));
      return number === null ? { fault: faults.number } : { cell: number };
    }
    case 'date':
    case 'date-time': {
      const at = cell instanceof Date ? cell : parseOfficialTime(String(cell));
      if (at === null) return { fault: faults.date };
      return { cell: format === 'date' ? localDateOf(at) : at.toISOString() };
    }
    default:
      return format satisfies never;
  }
}

/** A cell in its field's format; empty stays empty. A value that a given table does not hold is a fault. */
export function formatCell(
  cell: Cell,
  { format, map }: { format?: CellFormat | undefined; map?: Record<string, string> | undefined },
): Made {
  if (cell === null) return { cell: null };
  if (map !== undefined) {
    const value = Object.hasOwn(map, String(plainCell(cell))) ? map[String(plainCell(cell))] : undefined;
    if (value !== undefined) return { cell: value };
    const detail = { zh: '取值不在对照表中', en: 'is no value of the mapping' };
    return { fault: { code: 'value-unmapped', detail } };
  }
  return format === undefined ? { cell } : formatted(cell, format);
}
