import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Envelope, readEnvelope } from '@qinwu/contracts/envelope';
import { usccOf } from '@qinwu/domain/uscc';
import { type GrievanceService, startGrievanceService } from './grievance-service.ts';
import { HISTORY, type ImportClient, importClient, jsonl } from './import-client.ts';
import { categoryWorkbook, petitionWorkbook } from './petition-workbook.ts';

let service: GrievanceService;
let imports: ImportClient;
beforeAll(async () => {
  service = await startGrievanceService();
  imports = importClient(service);
});
afterAll(async () => {
  await imports.close();
  await service.close();
});

const dispatcher = { roles: 'dispatcher', sub: 'dispatcher-1' } as const;
const get = async (path: string) => (await service.as(HISTORY)('GET', path)).body;
const find = async (ref: string) => {
  const { items } = await get(`/grievances?q=${encodeURIComponent(ref)}`);
  return get(`/grievances/${items[0].id}`);
};
const eventsOf = async (id: string): Promise<Envelope[]> => {
  const { rows } = await service.deps.db.pool.query(
    "select envelope from outbox where envelope::json->>'subject' = $1 order by event_id",
    [id],
  );
  return rows.map(({ envelope }) => readEnvelope(envelope));
};

interface Category {
  code: string;
  name: string;
}

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
  acceptedAt: '2025-03-01T10:00:00+08:00',
  repliedAt: '2025/3/4 9:05:07',
  closedAt: '2025-03-05T09:00:00+08:00',
};
const INTAKE = {
  externalRef: 'N-1',
  origin: 'citizen',
  channel: 'post',
  demandType: 'help',
  categoryCode: 'facility.light',
  title: '路灯坏了',
  text: '公交站旁的路灯坏了。',
};

describe('a register of the past', () => {
  it('goes in once, with its state and dates and nothing timed', async () => {
    const done = await imports.run({ kind: 'grievances', bytes: jsonl([PAST]) });
    expect(done).toMatchObject({ state: 'DONE', progress: { rows: 1, created: 1, refused: 0 } });
    const record = await find('A-1');
    expect(record).toMatchObject({
      state: 'CLOSED',
      imported: true,
      version: 1,
      registeredAt: '2025-03-01T01:00:00.000Z',
      acceptedAt: '2025-03-01T02:00:00.000Z',
      repliedAt: '2025-03-04T01:05:07.000Z',
      clocks: [],
      light: null,
      dueAt: null,
      reporter: { name: '陈**', phone: '138****8000' },
      callback: { satisfaction: 5, resolved: true, source: 'hotline' },
    });
    const history = await get(`/grievances/${record.id}/history`);
    expect(history.items.map(({ action }: { action: string }) => action)).toEqual(['imported']);
    expect(history.items[0].words.title).toBe('路灯不亮');
    const facts = (await eventsOf(record.id)).map(({ type, sequence, data }) => [type, sequence, data]);
    expect(facts).toEqual([
      ['qinwu.grievance.registered.v1', 1, expect.objectContaining({ registeredOn: '2025-03-01' })],
      ['qinwu.grievance.accepted.v1', 1, expect.objectContaining({ acceptedOn: '2025-03-01' })],
      ['qinwu.grievance.closed.v1', 1, expect.objectContaining({ closedOn: '2025-03-05' })],
    ]);
    const again = await imports.run({ kind: 'grievances', bytes: jsonl([PAST]) });
    expect(again.progress).toMatchObject({ unchanged: 1, created: 0, updated: 0 });
    expect(await eventsOf(record.id)).toHaveLength(3);
  });

  it('takes a changed row as the next version, unless the record was worked on here since', async () => {
    const row = { ...PAST, externalRef: 'A-2', closedAt: undefined, state: 'REPLIED' };
    await imports.run({ kind: 'grievances', bytes: jsonl([row]) });
    const closed = { ...row, state: 'CLOSED', closedAt: PAST.closedAt, text: '四盏。' };
    const done = await imports.run({ kind: 'grievances', bytes: jsonl([closed]) });
    expect(done.progress).toMatchObject({ updated: 1, unchanged: 0, refused: 0 });
    const record = await find('A-2');
    expect(record).toMatchObject({ version: 2, state: 'CLOSED', text: '四盏。' });
    const sequences = (await eventsOf(record.id)).map(({ type, sequence }) => [type.split('.')[2], sequence]);
    expect(sequences.slice(-3)).toEqual([
      ['registered', 2],
      ['accepted', 2],
      ['closed', 2],
    ]);
    const taken = await imports.run({ kind: 'grievances', bytes: jsonl([row]) });
    expect((await imports.report(taken.id))[0]?.错误).toContain('不能由导入撤回');
    const archived = { body: { statement: '核验无误。', documents: ['文1号'] } };
    await service.as({ roles: 'verifier', sub: 'v' })(
      'POST',
      `/grievances/${record.id}/actions/write-off`,
      archived,
    );
    const late = await imports.run({ kind: 'grievances', bytes: jsonl([{ ...closed, text: '五盏。' }]) });
    expect(late.progress).toMatchObject({ refused: 1, updated: 0 });
    expect((await imports.report(late.id))[0]?.错误).toContain('不再由导入覆盖');
  });

  it.each<[string, object, string]>([
    ['dates out of order', { acceptedAt: '2025-02-01T10:00:00+08:00' }, '早于前一环节'],
    ['a date beyond its state', { state: 'ACCEPTED' }, '不应有此时间'],
    ['a state without its date', { closedAt: undefined }, '须有此时间'],
    ['a date in the future', { closedAt: '2030-01-01T00:00:00+08:00' }, '不能晚于现在'],
    ['a category the directory never had', { categoryCode: 'nothing' }, '名录中没有编码'],
    ['a phone that is none', { reporterPhone: '12' }, '电话'],
    ['a state that does not exist', { state: 'DONE' }, '应为'],
    ['no external number', { externalRef: undefined }, '必填'],
  ])('refuses %s and takes the other row', async (name, change, reason) => {
    const rows = [
      { ...PAST, externalRef: `B-${name}`, ...change },
      { ...PAST, externalRef: `C-${name}` },
    ];
    const done = await imports.run({ kind: 'grievances', bytes: jsonl(rows) });
    expect(done.progress).toMatchObject({ created: 1, refused: 1 });
    const [line] = await imports.report(done.id);
    expect(line?.错误).toContain(reason);
  });

  it('refuses a later line of the same number that says something else, and names the first', async () => {
    const row = { ...PAST, externalRef: 'D-1' };
    const other = { ...row, title: '改' };
    const done = await imports.run({ kind: 'grievances', bytes: jsonl([row, row, other]) });
    expect(done.progress).toMatchObject({ created: 1, unchanged: 1, updated: 0, refused: 1 });
    const [line] = await imports.report(done.id);
    expect(line?.错误).toContain('与本文件第 1 行的外部编号相同而内容不同');
    expect(await find('D-1')).toMatchObject({ title: PAST.title, version: 1 });
    const apart = Array.from({ length: 500 }, (_, i) => ({ ...PAST, externalRef: `D-1-${i}` }));
    const long = await imports.run({ kind: 'grievances', bytes: jsonl([row, ...apart, other]) });
    expect(long.progress).toMatchObject({ created: 500, unchanged: 1, updated: 0, refused: 1 });
  });

  it('changes nothing in a dry run', async () => {
    const rows = [{ ...PAST, externalRef: 'E-1' }, PAST];
    const done = await imports.run({ kind: 'grievances', dryRun: true, bytes: jsonl(rows) });
    expect(done.progress).toMatchObject({ wouldCreate: 1, unchanged: 1, created: 0 });
    expect((await get('/grievances?q=E-1')).items).toEqual([]);
  });
});

describe('a file of intakes', () => {
  it('is registered now, routed and timed', async () => {
    const bytes = `编号,标题,内容,来访时间,备注\nN-1,路灯坏了,公交站旁的路灯坏了。,2025/8/31 9:05,急\n`;
    const mapping = {
      externalRef: '编号',
      title: '标题',
      text: '内容',
      occurredAt: { column: '来访时间', format: 'date-time' },
      origin: { const: 'citizen' },
      channel: { const: 'visit' },
      demandType: { const: 'help' },
      categoryCode: { const: 'facility.light' },
    };
    const done = await imports.run({ kind: 'grievances', name: 'a.csv', mapping, bytes }, dispatcher);
    expect(done.progress).toMatchObject({ created: 1, refused: 0 });
    const record = await find('N-1');
    expect(record).toMatchObject({
      state: 'REGISTERED',
      imported: false,
      unit: 'property',
      routedBy: 'category',
      registeredAt: '2025-09-01T01:00:00.000Z',
      occurredAt: '2025-08-31T01:05:00.000Z',
      light: 'green',
      extension: { 备注: '急' },
    });
    expect(record.clocks).toHaveLength(1);
    const again = await imports.run({ kind: 'grievances', name: 'a.csv', mapping, bytes }, dispatcher);
    expect(again.progress).toMatchObject({ unchanged: 1 });
  });

  it('may not bring states, results or dates without import:history', async () => {
    const rows = [
      { ...INTAKE, externalRef: 'N-2', registeredAt: '2025-03-01T09:00:00+08:00', result: '已办' },
      { ...INTAKE, externalRef: 'N-3' },
    ];
    const done = await imports.run({ kind: 'grievances', bytes: jsonl(rows) }, dispatcher);
    expect(done.progress).toMatchObject({ created: 1, refused: 1 });
    expect((await imports.report(done.id))[0]?.错误).toContain('import:history');
  });

  it('leaves alone what was registered by other ways', async () => {
    const { externalRef, ...rest } = INTAKE;
    const body = { ...rest, source: 'test', externalRef: 'N-4' };
    expect((await service.as(dispatcher)('POST', '/grievances', { body })).status).toBe(201);
    const done = await imports.run({ kind: 'grievances', bytes: jsonl([{ ...INTAKE, externalRef: 'N-4' }]) });
    expect(done.progress).toMatchObject({ refused: 1 });
    expect(externalRef).toBe('N-1');
  });
});

describe('workbooks as officials keep them', () => {
  it('takes petitions with their replies, every row accounted for, and again with no change', async () => {
    const file = { kind: 'grievances', source: '问政', preset: 'petitions', name: 'p.xlsx' };
    const done = await imports.run({ ...file, bytes: await petitionWorkbook() });
    expect(done.progress).toMatchObject({ rows: 4, created: 3, refused: 1 });
    expect((await imports.report(done.id))[0]).toMatchObject({ 原行号: 5, 留言编号: 2557 });
    expect(await find('2549')).toMatchObject({
      state: 'REPLIED',
      origin: 'citizen',
      channel: 'post',
      text: '停车费太高',
      result: '已收悉',
      registeredAt: '2019-04-25T01:32:09.000Z',
      acceptedAt: '2019-04-25T01:32:09.000Z',
      repliedAt: '2019-05-09T01:49:10.000Z',
    });
    expect(await find('2554')).toMatchObject({ repliedAt: '2019-05-09T01:49:10.000Z' });
    expect(await find('2555')).toMatchObject({ state: 'REGISTERED', acceptedAt: null, repliedAt: null });
    const again = await imports.run({ ...file, bytes: await petitionWorkbook() });
    expect(again.progress).toMatchObject({ rows: 4, unchanged: 3, refused: 1, created: 0, updated: 0 });
  });

  it('makes a category tree of paths of names', async () => {
    const file = { kind: 'categories', preset: 'petition-categories', name: 'c.xlsx' };
    const done = await imports.run({ ...file, bytes: await categoryWorkbook() });
    expect(done.progress).toMatchObject({ rows: 5, created: 4, refused: 1 });
    const { items } = await get('/categories?limit=100');
    const made = items.filter(({ code }: Category) => code.startsWith('c-'));
    expect(made).toHaveLength(9);
    expect(new Set(made.map(({ code }: Category) => code)).size).toBe(9);
    expect(made.filter(({ name }: Category) => name === '其他')).toHaveLength(2);
    const again = await imports.run({ ...file, bytes: await categoryWorkbook() });
    expect(again.progress).toMatchObject({ unchanged: 4, refused: 1, created: 0, updated: 0 });
  });
});

describe('the directory', () => {
  it('comes in by files, parents first, and is told to the cockpit', async () => {
    const square = {
      type: 'Polygon',
      coordinates: [
        [
          [118.5, 24.6],
          [118.6, 24.6],
          [118.6, 24.7],
          [118.5, 24.6],
        ],
      ],
    };
    const files: [string, object[]][] = [
      ['units', [{ code: 'patrol', name: '巡查队' }]],
      [
        'grids',
        [
          { code: 'Z', name: '全区', level: 1, parentCode: null, polygon: square },
          { code: 'Z-1', name: '一片', level: 2, parentCode: 'Z' },
        ],
      ],
      [
        'officers',
        [{ code: 'QW1', name: '王建国', kind: 'staff', gridCode: 'Z-1', activeFrom: '2024-01-15' }],
      ],
      [
        'servings',
        [
          {
            uscc: usccOf('91350582MA0000100'),
            enterpriseName: '恒盛鞋业',
            gridCode: 'Z-1',
            officerCode: 'QW1',
            validFrom: '2024-01-01',
          },
        ],
      ],
    ];
    for (const [kind, rows] of files) {
      const done = await imports.run({ kind, bytes: jsonl(rows) });
      expect([kind, done.progress, await imports.report(done.id)]).toEqual([
        kind,
        expect.objectContaining({ created: rows.length, refused: 0 }),
        [],
      ]);
      const again = await imports.run({ kind, bytes: jsonl(rows) });
      expect([kind, again.progress.unchanged]).toEqual([kind, rows.length]);
    }
    const { items } = await get('/grids');
    expect(items.find(({ code }: Category) => code === 'Z').polygon).toEqual(square);
    const { rows } = await service.deps.db.pool.query(
      "select envelope from outbox where type = 'qinwu.grievance.officer-listed.v1'",
    );
    expect(rows.map(({ envelope }) => JSON.parse(envelope).data)).toEqual([
      { officerId: expect.any(String), kind: 'staff', activeFrom: '2024-01-15', activeUntil: null },
    ]);
  });

  it('refuses what points at nothing, and who may not keep it', async () => {
    const done = await imports.run({
      kind: 'officers',
      bytes: jsonl([{ code: 'QW2', name: '李', kind: 'staff', gridCode: 'none', activeFrom: '2024-01-15' }]),
    });
    expect(done.progress).toMatchObject({ refused: 1 });
    const refused = await imports.send({ kind: 'officers', bytes: jsonl([{ code: 'QW3' }]) }, dispatcher);
    expect(refused.status).toBe(403);
  });
});

const DATA = new URL('../../../../shared/data/', import.meta.url);
const withData = existsSync(DATA) ? describe : describe.skip;
withData('the public petition workbooks', () => {
  it.each([
    ['categories', 'petition-categories', 517],
    ['grievances', 'petitions-with-replies', 120],
  ])('take %s as they are', async (kind, name, rows) => {
    const preset = kind === 'grievances' ? 'petitions' : name;
    const bytes = new Uint8Array(await readFile(new URL(`${name}.xlsx`, DATA)));
    const file = { kind, preset, source: name, name: 'book.xlsx', bytes };
    expect((await imports.run(file)).progress).toMatchObject({ rows, created: rows, refused: 0 });
    expect((await imports.run(file)).progress).toMatchObject({
      rows,
      unchanged: rows,
      created: 0,
      updated: 0,
    });
  });
});
