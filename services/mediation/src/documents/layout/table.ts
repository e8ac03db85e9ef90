/** Tables: framed cells, the head again on each page, rows divided only where they are taller than a page. */
import { oneLine } from '../canonical-text.ts';
import type { Column, Table } from '../document-model.ts';
import { breakLines } from './line-breaking.ts';
import {
  BODY,
  lineHeight,
  measureIn,
  needRoom,
  putLine,
  roomLeft,
  type Sheet,
  type Style,
  turnPage,
} from './sheet.ts';

const CELL: Style = { size: 10.5, weight: 'regular' };
const CELL_BOLD: Style = { size: 10.5, weight: 'bold' };
const PADDING = { x: 5, y: 3 };

interface PlacedColumn extends Column {
  left: number;
  width: number;
}

interface Row {
  cells: string[][];
  style: Style;
  head: boolean;
}

export function setTable(sheet: Sheet, table: Table): void {
  const columns = placeColumns(table.columns);
  const head = makeRow(
    columns.map((column) => column.title),
    columns,
    CELL_BOLD,
    true,
  );
  const rows = table.rows.map((row) => makeRow(row, columns, CELL, false));
  if (table.total !== undefined) rows.push(makeRow(table.total, columns, CELL_BOLD, false));
  const first = rows[0];
  needRoom(sheet, heightOf(head) + (first === undefined ? 0 : Math.min(heightOf(first), 120)));
  if (sheet.y > BODY.top) sheet.y += 4;
  drawRow(sheet, head, columns);
  for (const row of rows) setRow(sheet, row, head, columns);
  sheet.y += 8;
}

function placeColumns(columns: readonly Column[]): PlacedColumn[] {
  const total = columns.reduce((sum, column) => sum + column.weight, 0);
  let left = BODY.left;
  return columns.map((column) => {
    const placed = { ...column, left, width: (BODY.width * column.weight) / total };
    left += placed.width;
    return placed;
  });
}

function makeRow(
  texts: readonly string[],
  columns: readonly PlacedColumn[],
  style: Style,
  head: boolean,
): Row {
  const measure = measureIn(style);
  const cells = columns.map((column, i) =>
    breakLines(oneLine(texts[i] ?? ''), column.width - 2 * PADDING.x, measure),
  );
  return { cells, style, head };
}

function linesIn(row: Row): number {
  return Math.max(...row.cells.map((lines) => lines.length));
}

function heightOf(row: Row): number {
  return linesIn(row) * lineHeight(row.style) + 2 * PADDING.y;
}

function setRow(sheet: Sheet, row: Row, head: Row, columns: readonly PlacedColumn[]): void {
  const page = BODY.bottom - BODY.top - heightOf(head);
  let rest = row;
  while (heightOf(rest) > roomLeft(sheet)) {
    if (heightOf(row) > page) {
      const fits = Math.floor((roomLeft(sheet) - 2 * PADDING.y) / lineHeight(row.style));
      if (fits > 1) {
        drawRow(sheet, { ...rest, cells: rest.cells.map((lines) => lines.slice(0, fits)) }, columns);
        rest = { ...rest, cells: rest.cells.map((lines) => lines.slice(fits)) };
      }
    }
    turnPage(sheet);
    drawRow(sheet, head, columns);
  }
  drawRow(sheet, rest, columns);
}

function drawRow(sheet: Sheet, row: Row, columns: readonly PlacedColumn[]): void {
  const height = heightOf(row);
  columns.forEach((column, i) => {
    if (row.head)
      sheet.pdf.rect(column.left, sheet.y, column.width, height).fill('#f0f0f0').fillColor('black');
    sheet.pdf.lineWidth(0.6).rect(column.left, sheet.y, column.width, height).stroke('#444444');
    putCell(sheet, row, row.cells[i] ?? [], column);
  });
  sheet.y += height;
}

function putCell(sheet: Sheet, row: Row, lines: readonly string[], column: PlacedColumn): void {
  const measure = measureIn(row.style);
  const step = lineHeight(row.style);
  const align = row.head ? 'center' : (column.align ?? 'left');
  const top = sheet.y + (heightOf(row) - lines.length * step) / 2;
  const inner = column.width - 2 * PADDING.x;
  lines.forEach((line, i) => {
    const slack = inner - measure(line);
    const shift = align === 'left' ? 0 : align === 'right' ? slack : slack / 2;
    putLine(sheet, line, { x: column.left + PADDING.x + shift, y: top + i * step, style: row.style });
  });
}
