import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readRows } from '@qinwu/platform/bulk/read/read-rows';
import { retention } from '@qinwu/platform/jobs/retention';
import { bulkClient, lettersCsv } from './bulk-client.ts';
import { type BulkService, startBulkService } from './bulk-service.ts';

let service: BulkService;
let worker: { close(): Promise<void> };
const { get, run } = bulkClient(() => service);
beforeAll(async () => {
  service = await startBulkService({ maxRows: 20_000, maxBytes: 8 * 1024 * 1024 });
  worker = service.work();
});
afterAll(async () => {
  await worker?.close();
  await service?.close();
});

describe('an import', () => {
  it('creates every row once: again changes nothing, a changed row is updated', async () => {
    const options = { kind: 'letters', source: 'once' };
    const first = await run({ file: lettersCsv(1_201), options });
    expect(first.state).toBe('DONE');
    expect(first.progress).toMatchObject({
      rows: 1_201,
      read: 1_201,
      created: 1_201,
      refused: 0,
      percent: 100,
    });
    const again = await run({ file: lettersCsv(1_201), options });
    expect(again.progress).toMatchObject({ created: 0, updated: 0, unchanged: 1_201 });
    const changed = await run({ file: lettersCsv(1_201).replace('标题 7,', '新标题,'), options });
    expect(changed.progress).toMatchObject({ created: 0, updated: 1, unchanged: 1_200 });
  });

  it('keeps columns that are not mapped', async () => {
    await run({ file: lettersCsv(1), options: { kind: 'letters', source: 'extension' } });
    const { rows } = await service.db.pool.query(`select extension from letter where source = 'extension'`);
    expect(rows).toEqual([{ extension: { 备注: '附 0' } }]);
  });

  it('names line 57 in the report and loses no other; the report corrected goes in', async () => {
    const lines = lettersCsv(100).split('\n');
    lines[56] = 'N56,,=1+1,"附,""引"""';
    lines[69] = 'N69,late,x,y';
    lines[79] = 'N79,boom,x,y';
    const options = { kind: 'letters', source: 'line 57' };
    const state = await run({ file: lines.join('\n'), options });
    expect(state.progress).toMatchObject({ rows: 100, created: 97, refused: 3 });
    for (const format of ['csv', 'xlsx', 'jsonl'] as const) {
      const answer = await get(`/imports/${state.id}/report?format=${format}`);
      expect(answer.headers.get('content-disposition')).toContain('attachment');
      const report = Buffer.from(await answer.arrayBuffer());
      if (format === 'csv') expect(report.toString()).toContain("'=1+1");
      const rows = [];
      for await (const row of (await readRows(Readable.from([report]), format)).rows) rows.push(row.cells);
      expect(rows.map((cells) => [String(cells.原行号), cells.错误])).toEqual([
        ['57', 'title: 必填'],
        ['70', 'title: 已过期'],
        ['80', expect.stringContaining('冲突')],
      ]);
      expect(rows[0]).toMatchObject({ number: 'N56', text: '=1+1', 备注: '附,"引"' });
    }
    const corrected = (await (await get(`/imports/${state.id}/report`)).text())
      .replace('N56,,', 'N56,补,')
      .replace('late', '好')
      .replace('boom', '好');
    const second = await run({ file: corrected, options });
    expect(second.progress).toMatchObject({ rows: 3, created: 3, refused: 0 });
    const { rows } = await service.db.pool.query(
      `select number, body, extension from letter where source = 'line 57' and number = 'N56'`,
    );
    expect(rows).toEqual([{ number: 'N56', body: '=1+1', extension: { 备注: '附,"引"' } }]);
  });

  it('holds refused cells and the file only as ciphertext', async () => {
    const state = await run({
      file: 'number,title\nGEHEIM-1,\n',
      options: { kind: 'letters', source: 'secret' },
    });
    expect(state.progress.refused).toBe(1);
    const { rows } = await service.db.pool.query<{ found: string }>(`
      select 'row' as found from import_row where sealed like '%GEHEIM%' or errors::text like '%GEHEIM%'
      union all select 'chunk' from file_chunk where position('GEHEIM'::bytea in sealed) > 0`);
    expect(rows).toEqual([]);
    await service.db.pool.query(
      `update record_key set wrapped = null, destroyed_at = now() where record_id = $1`,
      [state.id],
    );
    expect(await (await get(`/imports/${state.id}/report`)).text()).not.toContain('GEHEIM');
  });

  it('writes nothing in a dry run and says what would be', async () => {
    const options = { kind: 'letters', source: 'dry', dryRun: true };
    const state = await run({ file: `${lettersCsv(600)}N601,,,\n`, options });
    expect(state.progress).toMatchObject({ wouldCreate: 600, created: 0, refused: 1 });
    const { rows } = await service.db.pool.query(
      `select count(*)::int as n from letter where source = 'dry'`,
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('gives each line its outcome', async () => {
    const state = await run({ file: lettersCsv(2), options: { kind: 'letters', source: 'each' } });
    const rows = (await (await get(`/imports/${state.id}/report?rows=all&format=jsonl`)).text())
      .trim()
      .split('\n');
    expect(rows.map((row) => JSON.parse(row))).toEqual([
      { 原行号: 2, 结果: 'created', 记录: expect.any(String), 错误: null },
      { 原行号: 3, 结果: 'created', 记录: expect.any(String), 错误: null },
    ]);
  });

  it('is reported for as long as is configured, and counted for ever', async () => {
    const old = await run({ file: lettersCsv(3), options: { kind: 'letters', source: 'old' } });
    const young = await run({ file: lettersCsv(3), options: { kind: 'letters', source: 'young' } });
    const age = (id: string, days: number) =>
      service.db.pool.query('update job set finished_at = now() - make_interval(days => $2) where id = $1', [
        id,
        days,
      ]);
    await age(old.id, 31);
    await age(young.id, 29);
    const period = { start: new Date(), end: new Date() };
    const turn = { signal: new AbortController().signal, stillMine: async () => {} };
    await retention({ importReportDays: 30 }).run(service.db, period, turn);
    const gone = await get(`/imports/${old.id}/report?rows=all`);
    expect(gone.status).toBe(404);
    expect(await gone.json()).toMatchObject({ type: 'urn:qinwu:problem:report-expired' });
    expect(await (await get(`/imports/${old.id}`)).json()).toMatchObject({ progress: { created: 3 } });
    const kept = await (await get(`/imports/${young.id}/report?rows=all&format=jsonl`)).text();
    expect(kept.trim().split('\n')).toHaveLength(3);
  });

  it('takes JSON Lines with a broken line, and GB18030 by inline mapping with constants and tables', async () => {
    const lines = [
      '{"number":"J1","title":"一","more":{"a":1}}',
      '{"number":',
      '{"number":"J3","title":"三"}',
    ];
    const jsonl = await run({
      file: lines.join('\n'),
      name: 'x.jsonl',
      options: { kind: 'letters', source: 'jsonl' },
    });
    expect(jsonl.progress).toMatchObject({ rows: 3, created: 2, refused: 1 });
    // '编号,类\n7,甲\n' in GB18030.
    const gb = Buffer.from([0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xc0, 0xe0, 0x0a, 0x37, 0x2c, 0xbc, 0xd7, 0x0a]);
    const mapping = { number: '编号', title: { column: '类', map: { 甲: '甲类' } }, text: { const: '导入' } };
    await run({ file: gb, options: { kind: 'letters', source: 'gb', mapping } });
    const { rows } = await service.db.pool.query(
      `select number, title, body from letter where source = 'gb'`,
    );
    expect(rows).toEqual([{ number: '7', title: '甲类', body: '导入' }]);
  });
});

const workbook = `${process.env.QINWU_SAMPLE_WORKBOOKS ?? ''}/petitions-with-replies.xlsx`;
(existsSync(workbook) ? it : it.skip)(
  'takes an official workbook as it is, every row accounted for, twice',
  async () => {
    const file = await readFile(workbook);
    const options = { kind: 'letters', source: '问政', preset: 'petitions' };
    const first = await run({ file, name: 'petitions.xlsx', options });
    expect(first.progress).toMatchObject({ rows: 120, read: 120, created: 120, refused: 0 });
    const again = await run({ file, name: 'petitions.xlsx', options });
    expect(again.progress).toMatchObject({ created: 0, updated: 0, unchanged: 120 });
  },
);
