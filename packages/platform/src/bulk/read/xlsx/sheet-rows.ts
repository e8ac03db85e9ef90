import { recordTooLong, unreadable } from '../read-faults.ts';
import { type Cell, MAX_COLUMNS, MAX_RECORD_CHARS } from '../source-row.ts';
import { type CellContext, cellValue } from './cell-value.ts';
import { parseXml, type XmlHandler } from './xml-events.ts';

/** A sheet's row with its number as the spreadsheet shows it. */
export interface SheetRow {
  line: number;
  values: Cell[];
}

/** Column number from a cell's reference: 'A1' is 0, 'AA7' is 26; -1 where it names none. */
export function columnOf(reference: string): number {
  let column = 0;
  for (let i = 0; i < reference.length; i++) {
    const letter = reference.charCodeAt(i) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column - 1;
}

interface Gatherer extends XmlHandler {
  take(): SheetRow[];
}

// One object for all cells of a sheet: a workbook has millions of them.
function gatherer(context: CellContext): Gatherer {
  let done: SheetRow[] = [];
  let row: SheetRow = { line: 0, values: [] };
  let column = -1;
  let type = '';
  let style = 0;
  let raw = '';
  let chars = 0;
  let wanted = false;
  let skipping = false;
  let filled = false;

  function openCell(attributes: Readonly<Record<string, string>>): void {
    column = attributes.r === undefined ? column + 1 : columnOf(attributes.r);
    if (column < 0 || column >= MAX_COLUMNS)
      throw unreadable(
        'workbook-unreadable',
        '工作表单元格位置无效',
        'a cell of the sheet has no valid reference',
      );
    type = attributes.t ?? 'n';
    style = Number(attributes.s ?? 0);
    raw = '';
  }

  function closeCell(): void {
    const value = cellValue(type, style, raw, context);
    if (value === null) return;
    while (row.values.length < column) row.values.push(null);
    row.values[column] = value;
    filled = true;
  }

  return {
    open(name, attributes) {
      if (name === 'row') {
        row = { line: attributes.r === undefined ? row.line + 1 : Number(attributes.r), values: [] };
        column = -1;
        chars = 0;
        filled = false;
      } else if (name === 'c') openCell(attributes);
      else if (name === 'rPh') skipping = true;
      else if (name === 'v' || name === 't') wanted = !skipping;
    },
    text(piece) {
      if (!wanted) return;
      raw += piece;
      chars += piece.length;
      if (chars > MAX_RECORD_CHARS) throw recordTooLong(row.line);
    },
    close(name) {
      if (name === 'v' || name === 't') wanted = false;
      else if (name === 'rPh') skipping = false;
      else if (name === 'c') closeCell();
      // Formatted but blank rows, of which real workbooks carry tens of thousands, end here.
      else if (name === 'row' && filled) done.push(row);
    },
    take() {
      const rows = done;
      done = [];
      return rows;
    },
  };
}

/** Rows of a sheet that hold anything, as they arrive. */
export async function* sheetRows(
  bytes: AsyncIterable<Uint8Array>,
  context: CellContext,
): AsyncGenerator<SheetRow> {
  const rows = gatherer(context);
  for await (const _ of parseXml(bytes, rows)) yield* rows.take();
  yield* rows.take();
}
