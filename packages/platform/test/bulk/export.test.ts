import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readRows } from '@qinwu/platform/bulk/read/read-rows';
import { ROW_FORMATS, type SourceRow } from '@qinwu/platform/bulk/read/source-row';
import { eventually } from '@qinwu/testkit/eventually';
import { bulkClient } from './bulk-client.ts';
import { type BulkService, startBulkService } from './bulk-service.ts';

let service: BulkService;
let worker: { close(): Promise<void> };
const { get, run } = bulkClient(() => service);
const EVIL = ['=1+1', '+1', '-1', '@x', '＝1', '\t=1', 'plain'];
beforeAll(async () => {
  service = await startBulkService();
  worker = service.work();
  for (let i = 0; i < 3_000; i++) {
    if (i % 1000 !== 0) continue;
    await service.db.pool.query(
      `insert into letter select gen_random_uuid(), 'jinjiang', 'bulk', 'N' || lpad(n::text, 6, '0'),
        ($2::text[])[1 + n % 7], 'text ' || n, '{}' from generate_series($1::int, $1::int + 999) n`,
      [i, EVIL],
    );
  }
  await service.db.pool.query(
    `insert into letter values (gen_random_uuid(), 'other', 'bulk', 'X', 'of another park', null, '{}')`,
  );
});
afterAll(async () => {
  await worker?.close();
  await service?.close();
});

describe.each(ROW_FORMATS)('an export as %s', (format) => {
  it('holds every row of the park once, and its originals when read back', async () => {
    const answer = await get(`/exports/letters?format=${format}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toContain(`letters.${format}`);
    const bytes = Buffer.from(await answer.arrayBuffer());
    const rows: SourceRow[] = [];
    for await (const row of (await readRows(Readable.from([bytes]), format)).rows) rows.push(row);
    expect(rows).toHaveLength(3_000);
    const [number, title] = format === 'jsonl' ? ['number', 'title'] : ['留言编号', '留言主题'];
    expect(rows.map(({ cells }) => cells[number])).toEqual(
      rows.map((_, i) => `N${String(i).padStart(6, '0')}`),
    );
    // JSON Lines need no guard, and a leading tab is no content.
    const original = (i: number) => (format === 'jsonl' ? EVIL[i % 7]?.trim() : EVIL[i % 7]);
    expect(rows.every(({ cells }, i) => cells[title] === original(i))).toBe(true);
  });
});

it('is of one moment, and frees its connection when the client leaves', async () => {
  const answer = await get('/exports/letters?format=csv');
  const reader = answer.body?.getReader();
  await reader?.read();
  await reader?.cancel();
  const open = async () => {
    const { rows } = await service.db.pool.query(
      `select count(*)::int as n from pg_stat_activity where datname = current_database() and state like 'idle in%'`,
    );
    return rows[0].n === 0;
  };
  await eventually(open);
});

it('sent in again changes nothing', async () => {
  const exported = Buffer.from(await (await get('/exports/letters?format=csv&source=bulk')).arrayBuffer());
  const mapping = { number: '留言编号', title: '留言主题', text: '留言详情' };
  const state = await run({ file: exported, options: { kind: 'letters', source: 'bulk', mapping } });
  expect(state.progress).toMatchObject({ rows: 3_000, unchanged: 3_000, updated: 0, created: 0 });
});

it('filters by query, and refuses filters and formats it does not know', async () => {
  expect(await (await get('/exports/letters?format=jsonl&source=none')).text()).toBe('');
  expect((await get('/exports/letters?colour=1')).status).toBe(400);
  expect((await get('/exports/letters?format=pdf')).status).toBe(400);
});
