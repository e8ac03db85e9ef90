import { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { neutraliseCell } from '../neutral-cell.ts';
import type { Cell } from '../read/source-row.ts';
import { serialOfDate } from '../read/xlsx/cell-value.ts';
import { escapeCell } from '../read/xlsx/xml-text.ts';
import type { Table } from './table.ts';
import { DATE_STYLE, FIXED_PARTS, SHEET_END, SHEET_PART, SHEET_START } from './workbook-parts.ts';

/** Rows a sheet can hold, the header included. */
const MAX_SHEET_ROWS = 1_048_576;
/** Characters a cell can hold. */
const MAX_CELL_CHARS = 32_767;
const PIECE_CHARS = 64 * 1024;

function cellXml(cell: Cell, reference: string): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return `<c r="${reference}"><v>${cell}</v></c>`;
  if (cell instanceof Date) return `<c r="${reference}" s="${DATE_STYLE}"><v>${serialOfDate(cell)}</v></c>`;
  const text = escapeCell(neutraliseCell(cell).slice(0, MAX_CELL_CHARS));
  return `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
}

/** 'A' for 0, 'AA' for 26. */
function lettersOf(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : lettersOf(Math.floor(column / 26) - 1) + last;
}

async function* sheetXml({ columns, rows }: Table): AsyncGenerator<string> {
  const letters = columns.map((_, column) => lettersOf(column));
  const rowXml = (cells: readonly Cell[], line: number) =>
    `<row r="${line}">${cells.map((cell, i) => cellXml(cell, `${letters[i]}${line}`)).join('')}</row>`;
  let line = 1;
  let piece = SHEET_START + rowXml(columns, line);
  for await (const cells of rows) {
    line += 1;
    if (line > MAX_SHEET_ROWS)
      throw new Error(`A sheet holds at most ${MAX_SHEET_ROWS} rows: export as CSV.`);
    piece += rowXml(cells, line);
    if (piece.length < PIECE_CHARS) continue;
    yield piece;
    piece = '';
  }
  yield piece + SHEET_END;
}

/** A workbook with one sheet, written as it is read: dates as dates, numbers as numbers, formulas made harmless. */
export function writeXlsx(table: Table): Readable {
  const zip = new ZipFile();
  const sheet = Readable.from(sheetXml(table), { objectMode: false });
  const out = new PassThrough();
  const fail = (error: Error) => out.destroy(error);
  sheet.on('error', fail);
  zip.on('error', fail);
  // A reader that goes away early ends the sheet, and with it the query behind it.
  out.on('close', () => sheet.destroy());
  for (const [name, xml] of Object.entries(FIXED_PARTS)) zip.addBuffer(Buffer.from(xml), name);
  zip.addReadStream(sheet, SHEET_PART, { compressionLevel: 3 });
  zip.end();
  zip.outputStream.pipe(out);
  return out;
}
