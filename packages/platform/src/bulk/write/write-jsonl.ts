import { Readable } from 'node:stream';
import type { Cell } from '../read/source-row.ts';
import type { Table } from './table.ts';

const BATCH_CHARS = 64 * 1024;

function memberOf(cell: Cell): string | number | null {
  return cell instanceof Date ? cell.toISOString() : cell;
}

/** JSON Lines: one object per record, instants in RFC 3339, nothing neutralised since nothing runs it. */
export function writeJsonl({ columns, rows }: Table): Readable {
  async function* pieces(): AsyncGenerator<string> {
    let piece = '';
    for await (const cells of rows) {
      const members = columns.map((column, i) => [column, memberOf(cells[i] ?? null)]);
      piece += `${JSON.stringify(Object.fromEntries(members))}\n`;
      if (piece.length < BATCH_CHARS) continue;
      yield piece;
      piece = '';
    }
    if (piece !== '') yield piece;
  }
  return Readable.from(pieces(), { objectMode: false });
}
