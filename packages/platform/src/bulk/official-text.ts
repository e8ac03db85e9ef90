import type { Cell } from './read/source-row.ts';

const SHANGHAI_MS = 8 * 3_600_000;

/** An instant as officials read it: `2025-08-31 09:05:00` on the wall in Shanghai. */
export function officialText(at: Date): string {
  return new Date(at.getTime() + SHANGHAI_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** A cell as JSON can hold it; dates as officials read them, so that a report shows what the source showed. */
export function plainCell(cell: Cell): string | number | null {
  return cell instanceof Date ? officialText(cell) : cell;
}
