import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readRows } from '@qinwu/platform/bulk/read/read-rows';
import type { RowFormat, SourceRow } from '@qinwu/platform/bulk/read/source-row';
import type { TokenClaims } from '@qinwu/testkit/tokens';
import { type GrievanceService, INTAKE, startGrievanceService } from './grievance-service.ts';
import { HISTORY, type ImportClient, importClient, jsonl } from './import-client.ts';

const dispatcher = { roles: 'dispatcher', sub: 'dispatcher-1' } as const;
const SUPERVISOR: TokenClaims = {
  roles: 'supervisor',
  sub: 'supervisor-1',
  scopes: ['grievance:read', 'pii:read'],
};
const PAST = {
  externalRef: 'A-1',
  origin: 'citizen',
  channel: '12345',
  demandType: 'complaint',
  categoryCode: 'facility.light',
  title: '路灯不亮',
  text: '厂区外三盏路灯不亮。',
  reporterName: '陈晓梅',
  reporterPhone: '13800138000',
  state: 'CLOSED',
  result: '已更换灯具。',
  resolution: 'resolved',
  satisfaction: 5,
  registeredAt: '2025-03-01T09:00:00+08:00',
  repliedAt: '2025-03-04T09:05:07+08:00',
  closedAt: '2025-03-05T09:00:00+08:00',
  热线批次: '三月',
};

let service: GrievanceService;
let imports: ImportClient;

const download = (path: string, claims: TokenClaims = SUPERVISOR): Promise<Response> =>
  service.open(claims, `/exports${path}`);

async function exported(format: RowFormat, query = '', claims?: TokenClaims): Promise<SourceRow['cells'][]> {
  const answer = await download(`/grievances?format=${format}${query}`, claims);
  expect(answer.status).toBe(200);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const rows: SourceRow['cells'][] = [];
  for await (const { cells } of (await readRows(Readable.from([bytes]), format)).rows)
    rows.push({ ...cells });
  return rows;
}
const act = async (claims: TokenClaims, id: string, action: string, body: object = {}) => {
  const reply = await service.as(claims)('POST', `/grievances/${id}/actions/${action}`, { body });
  expect({ action, ...reply }).toMatchObject({ status: 200 });
};
const register = async (change: object = {}): Promise<string> => {
  const reply = await service.as(dispatcher)('POST', '/grievances', { body: { ...INTAKE, ...change } });
  expect(reply).toMatchObject({ status: 201 });
  return reply.body.id;
};

let answered = '';
beforeAll(async () => {
  service = await startGrievanceService();
  imports = importClient(service);
  service.clock.set('2025-09-01T01:00:00Z');
  await imports.run({ kind: 'grievances', bytes: jsonl([PAST]) });
  answered = await register({ title: '=HYPERLINK("http://evil.example","点我")' });
  await act(dispatcher, answered, 'assign', { unit: 'property' });
  const handler = { roles: 'handler', sub: 'handler-1', unit: 'property' } as const;
  await act(handler, answered, 'sign');
  await act(handler, answered, 'start');
  await act(handler, answered, 'resolve', { result: '已修复。', resolution: 'resolved' });
  await register({ confidentiality: 'withheld', origin: 'enterprise' });
  await service.as({ roles: 'admin', park: 'quanzhou' })('POST', '/setup', { body: {} });
});
afterAll(async () => {
  await imports?.close();
  await service?.close();
});

describe('an export of the register', () => {
  it('is for people in CSV and XLSX: titles, words, times of Shanghai, on time or not', async () => {
    const rows = await exported('csv');
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({ 来源编号: 'A-1', 状态: '办结', 历史导入: '是', 来源系统: 'test' });
    expect(rows[0]?.登记时间).toBe('2025-03-01 09:00:00');
    expect(rows[1]).toMatchObject({
      状态: '已答复',
      是否按时: '按时',
      解决情况: '解决',
      分类编码: 'facility.light',
    });
    expect(rows[1]?.台账编号).toMatch(/^GR-20250901-\d{6}$/);
    expect(rows[1]?.主办单位).not.toBe('property');
    expect(await exported('xlsx')).toHaveLength(3);
  });

  it('leaves no formula for a spreadsheet to run', async () => {
    const text = await (await download('/grievances?format=csv')).text();
    expect(text).toContain(`"'=HYPERLINK(`);
    expect((await exported('jsonl'))[1]?.title).toMatch(/^=HYPERLINK/);
  });

  it('keeps to the filters and to the park', async () => {
    expect(await exported('jsonl', '&state=REPLIED')).toHaveLength(1);
    expect(await exported('jsonl', '&registeredFrom=2025-03-01&registeredTo=2025-03-01')).toHaveLength(1);
    expect(await exported('jsonl', '&origin=enterprise')).toHaveLength(1);
    expect(await exported('jsonl', '&source=test&channel=12345&category=facility.light')).toHaveLength(1);
    expect(await exported('jsonl', '', { ...SUPERVISOR, park: 'quanzhou' })).toEqual([]);
    expect((await download('/grievances?colour=red')).status).toBe(400);
    const reversed = await download('/grievances?registeredFrom=2025-03-02&registeredTo=2025-03-01');
    expect(reversed.status).toBe(422);
    expect(await reversed.json()).toMatchObject({
      errors: [{ pointer: '/registeredFrom', code: 'period-reversed' }],
    });
    expect((await download('/grievances', { roles: 'officer', sub: 'o' })).status).toBe(403);
    expect((await download('/grievances', { ...SUPERVISOR, scopes: ['pii:read'] })).status).toBe(403);
  });

  it('masks reporters without pii:read, and puts every sight in full on record', async () => {
    const seen = async () =>
      (await service.deps.db.pool.query('select grievance_id, actor, fields from disclosure order by id'))
        .rows;
    const before = (await seen()).length;
    const masked = await exported('jsonl', '', { roles: 'statistician', sub: 's' });
    expect(masked.map((row) => row.reporterPhone ?? null)).toEqual(['138****8000', '138****8000', null]);
    expect(await seen()).toHaveLength(before);
    const full = await exported('jsonl');
    expect(full.map((row) => row.reporterName)).toEqual(['陈晓梅', '陈晓梅', '陈晓梅']);
    const added = (await seen()).slice(before);
    expect(added).toHaveLength(3);
    expect(added).toContainEqual({
      grievance_id: answered,
      actor: 'supervisor-1',
      fields: ['name', 'phone'],
    });
  });
});

describe('JSON Lines go in again', () => {
  const OWN = ['number', 'park', 'source', 'imported', 'dueAt', 'onTime', 'light', 'contactedAt'];
  const without = (rows: SourceRow['cells'][]) =>
    rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !OWN.includes(name))));
  const quanzhou = { ...HISTORY, park: 'quanzhou' };

  it('into another park as they are, with the same figures', async () => {
    const before = await exported('jsonl');
    const first = await imports.run(
      { kind: 'grievances', source: 'jinjiang', bytes: jsonl(before) },
      quanzhou,
    );
    expect(first.progress).toMatchObject({ created: 3, refused: 0 });
    const after = await exported('jsonl', '', { ...SUPERVISOR, park: 'quanzhou' });
    expect(without(after)).toEqual(without(before));
    const again = await imports.run(
      { kind: 'grievances', source: 'jinjiang', bytes: jsonl(before) },
      quanzhou,
    );
    expect(again.progress).toMatchObject({ unchanged: 3, created: 0, updated: 0 });
  });

  it('but not into the register they came from, and not masked', async () => {
    const rows = await exported('jsonl');
    const back = await imports.run({ kind: 'grievances', source: 'again', bytes: jsonl(rows) });
    expect(back.progress).toMatchObject({ refused: 3, created: 0 });
    const masked = await exported('jsonl', '', { roles: 'statistician', sub: 's' });
    const lost = await imports.run({ kind: 'grievances', source: 'masked', bytes: jsonl(masked) }, quanzhou);
    expect(lost.progress).toMatchObject({ refused: 2, created: 1 });
  });
});

it('the directory comes out under the names of its imports', async () => {
  const text = await (await download('/categories?format=jsonl')).text();
  const done = await imports.run({ kind: 'categories', bytes: text });
  expect(done.progress).toMatchObject({ refused: 0, created: 0, updated: 0 });
  expect(done.progress.unchanged).toBeGreaterThan(5);
  expect(await (await download('/units?format=csv')).text()).toContain('编码,名称');
});

it('14,000 records go out in flat memory', async () => {
  const copies = `
    insert into grievance select r.* from grievance g, generate_series($2::int, $2::int + 1999) n,
      lateral jsonb_populate_record(g, jsonb_build_object('id', gen_random_uuid(), 'park_id', 'big',
        'number', 'GR-20250902-' || lpad(n::text, 6, '0'), 'body_text', repeat('长文', 700))) r
    where g.id = $1`;
  // In parts: one statement has five seconds, and the machine may be busy.
  for (let from = 1; from < 14_000; from += 2_000) await service.deps.db.pool.query(copies, [answered, from]);
  const answer = await download('/grievances?format=jsonl', { ...SUPERVISOR, park: 'big' });
  let bytes = 0;
  let looked = 0;
  const samples: number[] = [];
  // What is still held after a collection: the rest says when the collector last ran.
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const held = () => {
    collect();
    return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  };
  const start = held();
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length;
    if (bytes - looked < 8_000_000) continue;
    looked = bytes;
    samples.push(held() - start);
  }
  expect(bytes).toBeGreaterThan(14_000 * 4_200);
  // Some batches of rows on their way, not the 60 MB of the file. What is on its way comes and goes with the load of
  // the machine; what piles up is in every sample of the second half.
  const late = samples.slice(Math.floor(samples.length / 2));
  expect(late.length).toBeGreaterThan(2);
  expect(Math.min(...late)).toBeLessThan(20 * 1024 * 1024);
}, 60_000);
