import type { Readable } from 'node:stream';
import { byteSource } from './byte-source.ts';
import { readCsv } from './read-csv.ts';
import { readJsonl } from './read-jsonl.ts';
import { readXlsx } from './read-xlsx.ts';
import {
  DEFAULT_READ_LIMITS,
  type ReadLimits,
  type RowFormat,
  type RowSource,
  type SourceRow,
} from './source-row.ts';
import type { TextEncoding } from './text-encoding.ts';
import { tooManyRows } from './too-large.ts';

export interface ReadOptions {
  /** Of a text source; detected where absent. */
  encoding?: TextEncoding;
  /** Of a workbook, by name; the first visible one where absent. */
  sheet?: string;
  limits?: ReadLimits;
}

async function* atMost(rows: AsyncIterable<SourceRow>, maxRows: number): AsyncGenerator<SourceRow> {
  let count = 0;
  for await (const row of rows) {
    count += 1;
    if (count > maxRows) throw tooManyRows(maxRows);
    yield row;
  }
}

async function opened(
  source: Readable | string,
  format: RowFormat,
  options: ReadOptions,
): Promise<RowSource> {
  const limits = options.limits ?? DEFAULT_READ_LIMITS;
  const bytes = byteSource(source, limits.maxBytes);
  switch (format) {
    case 'csv':
      return await readCsv(bytes, options.encoding);
    case 'jsonl':
      return await readJsonl(bytes, options.encoding);
    case 'xlsx':
      return await readXlsx(bytes, limits, options.sheet);
    default:
      return format satisfies never;
  }
}

/**
 * Opens a table of records (a path, or a stream it takes over) and reads it in constant memory. Blank rows are
 * neither delivered nor counted. Throws refusals for what cannot be read (400) and what is too large (413).
 */
export async function readRows(
  source: Readable | string,
  format: RowFormat,
  options: ReadOptions = {},
): Promise<RowSource> {
  const { columns, rows, close } = await opened(source, format, options);
  return { columns, rows: atMost(rows, (options.limits ?? DEFAULT_READ_LIMITS).maxRows), close };
}
