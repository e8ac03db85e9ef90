import type { Cell } from '../read/source-row.ts';

/** Records on their way out: cells in the order of the columns. */
export interface Table {
  columns: readonly string[];
  rows: AsyncIterable<readonly Cell[]>;
}
