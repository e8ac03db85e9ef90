import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import type { ByteSource } from './byte-source.ts';
import { cellOfText, columnNames, recordOf } from './cell-text.ts';
import { quoteNotClosed, recordTooLong, unreadable } from './read-faults.ts';
import { MAX_RECORD_CHARS, type RowSource, type SourceRow } from './source-row.ts';
import { decodeText, detectEncoding, ENCODING_PREFIX_BYTES, type TextEncoding } from './text-encoding.ts';

interface CsvRecord {
  record: string[];
  info: { records: number; empty_lines: number; lines: number };
}

const DELIMITERS = [',', '\t', ';', '，'];

/** The separator that occurs most in the header line, outside quotes; comma where none does. */
function delimiterOf(prefix: Buffer, encoding: TextEncoding): string {
  const text = new TextDecoder(encoding).decode(prefix, { stream: true });
  const header = (text.split(/\r\n?|\n/).find((line) => line.trim() !== '') ?? '').replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

function faultOf(error: unknown): unknown {
  const code = Error.isError(error) && 'code' in error ? String(error.code) : '';
  const line = Error.isError(error) && 'lines' in error ? Number(error.lines) : 0;
  if (code === 'CSV_MAX_RECORD_SIZE') return recordTooLong(line);
  if (code === 'CSV_QUOTE_NOT_CLOSED') return quoteNotClosed(line);
  if (!code.startsWith('CSV_')) return error;
  return unreadable('csv-unreadable', `第 ${line} 行不是有效的 CSV`, `line ${line} is not valid CSV`);
}

async function* recordsOf(
  bytes: ByteSource,
  encoding: TextEncoding,
  delimiter: string,
): AsyncGenerator<CsvRecord> {
  const parser = parse({
    delimiter,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD_CHARS,
  });
  const text = Readable.from(decodeText(bytes.chunks, encoding));
  text.on('error', (error) => parser.destroy(error));
  text.pipe(parser);
  try {
    for await (const record of parser) yield record as CsvRecord;
  } catch (error) {
    throw faultOf(error);
  } finally {
    text.destroy();
    await bytes.close();
  }
}

/** Reads CSV as a stream: encoding stated or detected, separator detected, header in the first line with text. */
export async function readCsv(bytes: ByteSource, stated: TextEncoding | undefined): Promise<RowSource> {
  const prefix = await bytes.peek(ENCODING_PREFIX_BYTES);
  const encoding = stated ?? detectEncoding(prefix);
  const records = recordsOf(bytes, encoding, delimiterOf(prefix.subarray(0, 64 * 1024), encoding));
  let columns: readonly string[] = [];
  for (let next = await records.next(); next.done !== true; next = await records.next()) {
    const header = next.value.record.map(cellOfText);
    if (header.every((cell) => cell === null)) continue;
    columns = columnNames(header);
    break;
  }
  async function* rows(): AsyncGenerator<SourceRow> {
    for await (const { record, info } of records) {
      const cells = recordOf(columns, record.map(cellOfText));
      if (cells !== null) yield { line: info.records + info.empty_lines, cells };
    }
  }
  return { columns, rows: rows(), close: () => bytes.close() };
}
