import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { neutraliseCell } from '../neutral-cell.ts';
import { officialText } from '../official-text.ts';
import type { Cell } from '../read/source-row.ts';
import type { Table } from './table.ts';

function textOf(cell: Cell): string | number {
  if (cell === null) return '';
  if (cell instanceof Date) return officialText(cell);
  return typeof cell === 'number' ? cell : neutraliseCell(cell);
}

/** CSV as Excel opens it: UTF-8 with a byte-order mark, CRLF, cells that look like formulas made harmless. */
export function writeCsv({ columns, rows }: Table): Readable {
  async function* lines(): AsyncGenerator<(string | number)[]> {
    yield columns.map((column) => neutraliseCell(column));
    for await (const cells of rows) yield cells.map(textOf);
  }
  const csv = stringify({ bom: true, record_delimiter: '\r\n' });
  // The reader of `csv` hears of a fault: pipeline destroys it with the error.
  pipeline(Readable.from(lines()), csv, () => {});
  return csv;
}
