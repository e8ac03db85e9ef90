import { tidyText } from '@qinwu/domain/safe-text';
import { restoreCell } from '../neutral-cell.ts';
import type { Cell } from './source-row.ts';

/** A cell's text as it is meant: blanks around it gone, line breaks inside kept as \n, our own guard taken off. */
export function cellOfText(raw: string): string | null {
  const text = restoreCell(tidyText(raw.includes('\r\n') ? raw.replaceAll('\r\n', '\n') : raw));
  return text === '' ? null : text;
}

/** Column names as one writes them in a mapping: on one line, without blanks around; made unique, none empty. */
export function columnNames(header: readonly Cell[]): string[] {
  const seen = new Map<string, number>();
  return header.map((cell, index) => {
    const name = cell === null ? `列${index + 1}` : String(cell).replace(/\s+/gu, ' ').trim();
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

/** The record under its column names; null where every cell is empty. Cells beyond the header get their own names. */
export function recordOf(columns: readonly string[], values: readonly Cell[]): Record<string, Cell> | null {
  const cells: Record<string, Cell> = {};
  let filled = false;
  for (let i = 0; i < columns.length; i++) {
    const value = values[i] ?? null;
    if (value !== null) filled = true;
    const name = columns[i];
    if (name !== undefined) cells[name] = value;
  }
  for (let i = columns.length; i < values.length; i++) {
    const value = values[i] ?? null;
    if (value === null) continue;
    filled = true;
    cells[`列${i + 1}`] = value;
  }
  return filled ? cells : null;
}
