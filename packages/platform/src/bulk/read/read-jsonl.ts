import type { ByteSource } from './byte-source.ts';
import { cellOfText } from './cell-text.ts';
import { recordTooLong } from './read-faults.ts';
import { type Cell, MAX_COLUMNS, MAX_RECORD_CHARS, type RowSource, type SourceRow } from './source-row.ts';
import { decodeText, type TextEncoding } from './text-encoding.ts';

async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  let line = 1;
  for await (const piece of text) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const each of lines) yield each;
    line += lines.length;
    if (rest.length > MAX_RECORD_CHARS) throw recordTooLong(line);
  }
  if (rest !== '') yield rest;
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return cellOfText(value);
  return JSON.stringify(value);
}

/** Members of nested objects become columns with dotted names; lists stay JSON text. */
function flatten(prefix: string, members: object, cells: Record<string, Cell>): void {
  for (const [key, value] of Object.entries(members)) {
    const name = prefix + key;
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && prefix.length < 200)
      flatten(`${name}.`, value, cells);
    else cells[name] = cellOf(value);
  }
}

function rowOf(line: number, text: string): SourceRow {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      // No prototype: a member named __proto__ is a column like any other.
      const cells: Record<string, Cell> = Object.create(null);
      flatten('', value, cells);
      if (Object.keys(cells).length <= MAX_COLUMNS) return { line, cells };
    }
  } catch {
    // Told below, like a line that is JSON but no object.
  }
  const detail = { zh: '该行不是 JSON 对象', en: 'the line is not a JSON object' };
  return { line, cells: {}, fault: { pointer: '', code: 'json-invalid', detail } };
}

/** Reads JSON Lines as a stream; a broken line is a row with a fault and does not lose the others. */
export async function readJsonl(bytes: ByteSource, stated: TextEncoding | undefined): Promise<RowSource> {
  async function* rows(): AsyncGenerator<SourceRow> {
    let line = 0;
    for await (const text of linesOf(decodeText(bytes.chunks, stated ?? 'utf-8'))) {
      line += 1;
      if (text.trim() !== '') yield rowOf(line, text);
    }
  }
  return { columns: null, rows: rows(), close: () => bytes.close() };
}
