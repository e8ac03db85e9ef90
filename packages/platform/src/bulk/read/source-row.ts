import type { FieldError } from '@qinwu/domain/errors';

/** One cell of a source: tidied text, a number, an instant (dates without zone are of Asia/Shanghai) or empty. */
export type Cell = string | number | Date | null;

/** One record of a source by its column names. `line` is the row number a spreadsheet shows, headers counted. */
export interface SourceRow {
  line: number;
  cells: Record<string, Cell>;
  /** The record itself cannot be read (a broken JSON line); the others can. */
  fault?: FieldError;
}

/** An opened source. `columns` is null where every record names its own (JSON Lines). */
export interface RowSource {
  columns: readonly string[] | null;
  /** To be read once; leaving the loop early closes the source. */
  rows: AsyncIterable<SourceRow>;
  /** Closes a source whose rows are not read. */
  close(): Promise<void>;
}

export const ROW_FORMATS = ['csv', 'xlsx', 'jsonl'] as const;
export type RowFormat = (typeof ROW_FORMATS)[number];

export interface ReadLimits {
  /** Records of one source; more are refused as too large. */
  maxRows: number;
  /** Bytes of the source, and of its unpacked parts. */
  maxBytes: number;
}

export const DEFAULT_READ_LIMITS: ReadLimits = { maxRows: 200_000, maxBytes: 512 * 1024 * 1024 };

/** Characters of one record; a workbook's cell holds 32,767, and an unclosed quote must not eat the file. */
export const MAX_RECORD_CHARS = 4 * 1024 * 1024;
/** Columns of one record, as many as a spreadsheet has. */
export const MAX_COLUMNS = 16_384;
