import type { Readable } from 'node:stream';
import type { RowFormat } from '../read/source-row.ts';
import type { Table } from './table.ts';
import { writeCsv } from './write-csv.ts';
import { writeJsonl } from './write-jsonl.ts';
import { writeXlsx } from './write-xlsx.ts';

/** Media type of each format. */
export const MEDIA_TYPES: Readonly<Record<RowFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  jsonl: 'application/jsonl; charset=utf-8',
};

/** The table as a stream of a file in that format, in constant memory. */
export function writeTable(table: Table, format: RowFormat): Readable {
  switch (format) {
    case 'csv':
      return writeCsv(table);
    case 'xlsx':
      return writeXlsx(table);
    case 'jsonl':
      return writeJsonl(table);
    default:
      return format satisfies never;
  }
}
