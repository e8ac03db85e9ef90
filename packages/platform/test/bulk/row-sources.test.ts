import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ReadOptions, readRows } from '@qinwu/platform/bulk/read/read-rows';
import type { RowFormat, SourceRow } from '@qinwu/platform/bulk/read/source-row';
import { eventually } from '@qinwu/testkit/eventually';
import ExcelJS from 'exceljs';
import { ZipFile } from 'yazl';

async function all(source: Readable | string | Buffer, format: RowFormat, options?: ReadOptions) {
  const stream = Buffer.isBuffer(source) ? Readable.from([source]) : source;
  const { columns, rows } = await readRows(stream, format, options);
  const read: SourceRow[] = [];
  for await (const row of rows) read.push(row);
  return { columns, rows: read };
}

async function zipOf(parts: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, part] of Object.entries(parts)) zip.addBuffer(Buffer.from(part), name);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

describe('CSV', () => {
  // '编号,姓名\n1,张三\n' as Excel on Chinese Windows writes it.
  const gb = Buffer.from([
    0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xd0, 0xd5, 0xc3, 0xfb, 0x0d, 0x0a, 0x31, 0x2c, 0xd5, 0xc5, 0xc8, 0xfd,
    0x0d, 0x0a,
  ]);

  it('reads UTF-8 with and without a byte-order mark', async () => {
    for (const mark of ['', '\uFEFF']) {
      const { columns, rows } = await all(Buffer.from(`${mark}编号,姓名\n1,张三\n`), 'csv');
      expect(columns).toEqual(['编号', '姓名']);
      expect(rows).toEqual([{ line: 2, cells: { 编号: '1', 姓名: '张三' } }]);
    }
  });

  it('detects GB18030, and takes it when stated', async () => {
    for (const options of [{}, { encoding: 'gb18030' as const }])
      expect((await all(gb, 'csv', options)).rows[0]?.cells).toEqual({ 编号: '1', 姓名: '张三' });
  });

  it('refuses bytes that are not of the stated encoding', async () => {
    await expect(all(gb, 'csv', { encoding: 'utf-8' })).rejects.toMatchObject({
      code: 'encoding-unreadable',
    });
  });

  it('keeps line breaks inside a cell, trims around it, skips blank lines but counts them', async () => {
    const text = 'a,b\n\n"\n\t\t 第一段\r\n第二段 ",　x　\n,\n2,y\n';
    const { rows } = await all(Buffer.from(text), 'csv');
    expect(rows).toEqual([
      { line: 3, cells: { a: '第一段\n第二段', b: 'x' } },
      { line: 5, cells: { a: '2', b: 'y' } },
    ]);
  });

  it('tells separators, names columns without a header, and keeps double names apart', async () => {
    const { columns, rows } = await all(Buffer.from('a;a;\n1;2;3;4\n'), 'csv');
    expect(columns).toEqual(['a', 'a (2)', '列3']);
    expect(rows[0]?.cells).toEqual({ a: '1', 'a (2)': '2', 列3: '3', 列4: '4' });
  });

  it('refuses a quote left open instead of eating the file', async () => {
    const text = `a,b\n"open,1\n${'x,2\n'.repeat(1_200_000)}`;
    await expect(all(Buffer.from(text), 'csv')).rejects.toMatchObject({ code: 'record-too-long' });
    await expect(all(Buffer.from('a\n"open\nb'), 'csv')).rejects.toMatchObject({
      code: 'quote-not-closed',
      detail: { zh: expect.stringContaining('第 3 行') },
    });
  });

  it('stops at the limits of rows and bytes', async () => {
    const text = `a\n${'1\n'.repeat(11)}`;
    await expect(all(Buffer.from(text), 'csv', { limits: { maxRows: 10, maxBytes: 1000 } })).rejects.toThrow(
      'body-too-large',
    );
    await expect(all(Buffer.from(text), 'csv', { limits: { maxRows: 100, maxBytes: 20 } })).rejects.toThrow(
      'body-too-large',
    );
  });
});

describe('JSON Lines', () => {
  it('flattens objects, keeps lists, and names a broken line without losing the others', async () => {
    const lines = [
      '{"a":1,"place":{"text":" 东门 ","point":[1,2]}}',
      '{"a":',
      '[1]',
      '',
      '{"__proto__":"x"}',
    ];
    const { columns, rows } = await all(Buffer.from(lines.join('\n')), 'jsonl');
    expect(columns).toBeNull();
    expect(rows.map(({ line, fault }) => [line, fault?.code])).toEqual([
      [1, undefined],
      [2, 'json-invalid'],
      [3, 'json-invalid'],
      [5, undefined],
    ]);
    expect({ ...rows[0]?.cells }).toEqual({ a: 1, 'place.text': '东门', 'place.point': '[1,2]' });
    expect(Object.keys(rows[3]?.cells ?? {})).toEqual(['__proto__']);
  });
});

describe('XLSX', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rows-test-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  // The quirks of officials' workbooks: shared strings, tabs before the text, dates as text or as dates, rich text,
  // links, formulas, and formatted rows without content by the ten thousand.
  async function quirky(): Promise<string> {
    const book = new ExcelJS.Workbook();
    book.addWorksheet('旧表', { state: 'hidden' }).addRow(['hidden']);
    const sheet = book.addWorksheet('留言');
    sheet.addRow(['留言编号', ' 留言\n主题 ', '留言时间', '登记', '说明', '链接', '合计']);
    const row = sheet.addRow([2549, '\n\t\t\t\t\n\t\t\t\t物业管理\r\n有问题', '2019/4/25 9:32:09']);
    row.getCell(4).value = new Date(Date.UTC(2019, 3, 25, 9, 32, 9));
    row.getCell(4).numFmt = 'yyyy/m/d h:mm';
    row.getCell(5).value = { richText: [{ text: '重' }, { font: { bold: true }, text: '要' }] };
    row.getCell(6).value = { text: '政务网', hyperlink: 'https://example.org/' };
    row.getCell(7).value = { formula: 'A2*2', result: 5098 };
    for (let line = 3; line < 20_000; line++) sheet.getRow(line).getCell(1).font = { bold: true };
    sheet.getCell('A20000').value = 'last';
    const path = join(folder, 'quirky.xlsx');
    await book.xlsx.writeFile(path);
    return path;
  }

  it('reads the first visible sheet with all quirks, and neither delivers nor counts blank rows', async () => {
    const { columns, rows } = await all(await quirky(), 'xlsx', { limits: { maxRows: 2, maxBytes: 5e7 } });
    expect(columns).toEqual(['留言编号', '留言 主题', '留言时间', '登记', '说明', '链接', '合计']);
    expect(rows.map(({ line }) => line)).toEqual([2, 20_000]);
    expect(rows[0]?.cells).toEqual({
      留言编号: 2549,
      '留言 主题': '物业管理\n有问题',
      留言时间: '2019/4/25 9:32:09',
      登记: new Date('2019-04-25T09:32:09+08:00'),
      说明: '重要',
      链接: '政务网',
      合计: 5098,
    });
  });

  it('finds a sheet by its name and refuses one that is not there', async () => {
    const path = await quirky();
    expect((await all(path, 'xlsx', { sheet: '旧表' })).columns).toEqual(['hidden']);
    await expect(all(path, 'xlsx', { sheet: '没有' })).rejects.toMatchObject({ code: 'sheet-missing' });
  });

  it('leaves no temporary file, also when the reader stops early', async () => {
    const temporary = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('qinwu-'));
    const before = await temporary();
    const { rows } = await readRows(await quirky(), 'xlsx');
    for await (const _ of rows) break;
    await eventually(async () =>
      expect((await temporary()).filter((name) => !before.includes(name))).toEqual([]),
    );
  });

  it('refuses what is no workbook', async () => {
    const bad = [
      Buffer.from('PK\x03\x04 not a zip'),
      Buffer.from('a,b\n1,2\n'),
      await zipOf({ 'word/document.xml': '<x/>' }),
    ];
    for (const bytes of bad)
      await expect(all(bytes, 'xlsx')).rejects.toMatchObject({ code: 'workbook-unreadable' });
  });

  it('refuses a zip bomb by what its parts unpack to, before unpacking them', async () => {
    const bomb = await zipOf({
      'xl/workbook.xml': '<workbook/>',
      'xl/sharedStrings.xml': Buffer.alloc(30_000_000),
    });
    expect(bomb.length).toBeLessThan(100_000);
    const limits = { maxRows: 10, maxBytes: 20_000_000 };
    await expect(all(bomb, 'xlsx', { limits })).rejects.toThrow('body-too-large');
  });

  it('reads the same from a file whose strings come last and outgrow memory', async () => {
    const rows = 30_000;
    const text = (i: number) => `第 ${i} 条 ${'说明情况。'.repeat(60)}`;
    const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
    const ns = `xmlns="${main}"`;
    const rel = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
    const lines = Array.from(
      { length: rows },
      (_, i) => `<row r="${i + 2}"><c r="B${i + 2}" t="s"><v>${i + 1}</v></c></row>`,
    );
    const bytes = await zipOf({
      '_rels/.rels': `<Relationships><Relationship Id="a" Type="${rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      'xl/workbook.xml': `<workbook ${ns} xmlns:r="${rel}"><sheets><sheet name="S" r:id="s"/></sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="s" Type="${rel}/worksheet" Target="/xl/worksheets/s.xml"/><Relationship Id="t" Type="${rel}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
      'xl/worksheets/s.xml': `<x:worksheet xmlns:x="${main}"><x:sheetData><x:row r="1"><x:c r="B1" t="s"><x:v>0</x:v></x:c></x:row>${lines.join('')}</x:sheetData></x:worksheet>`,
      'xl/sharedStrings.xml': `<sst ${ns}><si><t>正文</t></si>${Array.from({ length: rows }, (_, i) => `<si><r><t>${text(i)}</t></r><rPh><t>注音</t></rPh></si>`).join('')}</sst>`,
    });
    const path = join(folder, 'strings-last.xlsx');
    await writeFile(path, bytes);
    const read = await all(path, 'xlsx');
    expect(read.columns).toEqual(['列1', '正文']);
    expect(read.rows).toHaveLength(rows);
    expect(read.rows.every(({ cells }, i) => cells.正文 === text(i))).toBe(true);
  });
});
