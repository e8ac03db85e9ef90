import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { neutraliseCell, restoreCell } from '@qinwu/platform/bulk/neutral-cell';
import { readRows } from '@qinwu/platform/bulk/read/read-rows';
import { type Cell, ROW_FORMATS } from '@qinwu/platform/bulk/read/source-row';
import type { Table } from '@qinwu/platform/bulk/write/table';
import { writeTable } from '@qinwu/platform/bulk/write/write-table';
import ExcelJS from 'exceljs';
import fc from 'fast-check';

const FORMULAS = [
  '=1+1',
  "=cmd|' /C calc'!A0",
  '+1+cmd',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\0=1',
  '＝1+1',
  '＋1',
  '－1',
  '＠x',
  '=HYPERLINK("http://x","y")',
  '=DDE("cmd";"/C calc";"a")',
  "'=1",
  "''=1",
  '=1\n=2',
  '=',
  '+',
  '-',
  '@',
  '＝',
  '＋',
  '－',
  '＠',
  '+8613800000000',
  '-1,5',
  '=“引号”',
  "'",
  "'plain",
];

function table(columns: string[], rows: Cell[][]): Table {
  async function* each() {
    yield* rows;
  }
  return { columns, rows: each() };
}

async function bytesOf(source: Table, format: (typeof ROW_FORMATS)[number]): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of writeTable(source, format)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

describe('cells that look like formulas', () => {
  it.each(FORMULAS)('%j is made text and comes back', (cell) => {
    const guarded = neutraliseCell(cell);
    expect(guarded).not.toMatch(/^[=+\-@\t\r\0＝＋－＠]/u);
    expect(restoreCell(guarded)).toBe(cell);
  });

  it('guard and restore are inverse for every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("'", '=', '+', 'a', '\t', '＝', '-') }), (text) => {
        expect(restoreCell(neutraliseCell(text))).toBe(text);
      }),
    );
  });

  it('is found unguarded in no written file', async () => {
    const csv = (
      await bytesOf(
        table(
          ['a'],
          FORMULAS.map((cell) => [cell]),
        ),
        'csv',
      )
    ).toString();
    expect(csv.split('\r\n').filter((line) => /^"?[=+\-@\t\0＝＋－＠]/u.test(line))).toEqual([]);
  });
});

describe.each(ROW_FORMATS)('a table written as %s', (format) => {
  const at = new Date('2025-08-31T01:05:09.000Z');

  it('reads back as it was', async () => {
    // Leading blanks are not content; all else is.
    const texts = [
      ...FORMULAS.filter((text) => text !== "'"),
      'x_x0041_y',
      'a"b,c',
      '两行\n文字',
      '<b>&amp;',
      '🙂',
    ];
    const columns = ['文字', '数', '时间'];
    const written = await bytesOf(
      table(
        columns,
        texts.map((text, i) => [text, i - 3, at]),
      ),
      format,
    );
    const source = await readRows(Readable.from([written]), format);
    const read: Cell[][] = [];
    for await (const { cells } of source.rows) read.push(columns.map((column) => cells[column] ?? null));
    const time = { csv: '2025-08-31 09:05:09', xlsx: at, jsonl: at.toISOString() }[format];
    const same = (text: string) => (format === 'jsonl' ? restoreCell(text.trim()) : text);
    expect(read).toEqual(
      texts.map((text, i) => [same(text), format === 'csv' ? String(i - 3) : i - 3, time]),
    );
  });
});

describe('a written workbook', () => {
  it('opens in another reader with types, header in sight and the text unchanged', async () => {
    const at = new Date('2025-08-31T01:05:09.000Z');
    const written = await bytesOf(
      table(
        ['名称', '数', '时间'],
        [
          ['一 <&> 二', 1.5, at],
          ['=1+1', null, null],
        ],
      ),
      'xlsx',
    );
    const book = new ExcelJS.Workbook();
    // exceljs types its own Buffer.
    await book.xlsx.load(
      written.buffer.slice(written.byteOffset, written.byteOffset + written.length) as ArrayBuffer,
    );
    const sheet = book.worksheets[0];
    expect(sheet?.getRow(2).values).toEqual([
      undefined,
      '一 <&> 二',
      1.5,
      new Date('2025-08-31T09:05:09.000Z'),
    ]);
    expect(sheet?.getCell('A3').value).toBe("'=1+1");
  });
});
