import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bulkClient, type ImportBody, lettersCsv } from './bulk-client.ts';
import { type BulkService, startBulkService } from './bulk-service.ts';

let service: BulkService;
let worker: { close(): Promise<void> };
const { get, json, send } = bulkClient(() => service);
beforeAll(async () => {
  service = await startBulkService({ maxRows: 20_000, maxBytes: 8 * 1024 * 1024 });
  worker = service.work();
});
afterAll(async () => {
  await worker?.close();
  await service?.close();
});

describe('a request', () => {
  it.each([
    ['an unknown column', { mapping: { number: '编号', title: 'title' } }, 422, '编号'],
    ['an unknown field', { mapping: { nummer: 'number' } }, 422, 'field-unknown'],
    [
      'an unknown field, naming those there are',
      { mapping: { nummer: 'number' } },
      422,
      '可用：number、title',
    ],
    ['an unknown preset', { preset: 'none' }, 422, 'preset-invalid'],
    ['an unknown preset, naming those there are', { preset: 'none' }, 422, '没有这个预设，可用：'],
    ['a preset and a mapping', { preset: 'none', mapping: { title: 'title' } }, 422, '只能给出一个'],
    ['an unknown kind', { kind: 'people' }, 422, 'kind-unknown'],
    ['an unknown kind, naming those there are', { kind: 'people' }, 422, '可用：letters'],
    ['an unknown option', { colour: 1 }, 400, 'colour'],
    ['another encoding', { encoding: 'gb18030', format: 'xlsx' }, 415, 'media-type'],
  ])('with %s is refused', async (_, more, status, part) => {
    const refused = await send({ file: lettersCsv(2), options: { kind: 'letters', source: 's', ...more } });
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([status, expect.stringContaining(part)]);
  });

  it.each([
    ['too many rows', 'number,title\n'.padEnd(14).concat('1,a\n'.repeat(20_001)), 413],
    ['too many bytes', `number,title\n1,${'x'.repeat(8 * 1024 * 1024)}`, 413],
    ['no byte', '', 400],
    ['no workbook behind the signature', Buffer.from('PK\x03\x04'.padEnd(200, 'x'), 'latin1'), 400],
    ['a program', Buffer.from('7f454c4602010100000000000000000002003e0001000000', 'hex'), 415],
  ])('with %s is refused', async (_, file, status) => {
    expect((await send({ file })).status).toBe(status);
  });

  it('needs the scope, the key and a file', async () => {
    expect((await send({ file: lettersCsv(1), scopes: [] })).status).toBe(403);
    const headers = { authorization: await service.bearer() };
    const noKey = await fetch(`${service.url}/bulk/v1/imports`, {
      method: 'POST',
      headers,
      body: new FormData(),
    });
    expect(noKey.status).toBe(400);
    const form = new FormData();
    form.append('options', '{}');
    const keyed = { ...headers, 'idempotency-key': randomUUID() };
    const noFile = await fetch(`${service.url}/bulk/v1/imports`, {
      method: 'POST',
      headers: keyed,
      body: form,
    });
    expect(noFile.status).toBe(400);
  });

  it('repeated under its key is one import', async () => {
    const key = randomUUID();
    const options = { kind: 'letters', source: 'repeated' };
    const [first, second] = [
      await send({ file: lettersCsv(3), key, options }),
      await send({ file: lettersCsv(3), key, options }),
    ];
    expect([first.status, second.status, second.headers.get('idempotent-replayed')]).toEqual([
      202,
      202,
      'true',
    ]);
    expect(second.body.id).toBe(first.body.id);
    expect((await send({ file: lettersCsv(4), key, options })).status).toBe(422);
  });

  it('of another park sees nothing', async () => {
    const { body } = await send({ file: lettersCsv(1) });
    for (const path of [`/imports/${body.id}`, `/imports/${body.id}/events`, `/imports/${body.id}/report`])
      expect([path, (await get(path, { park: 'other' })).status]).toEqual([path, 404]);
    expect(await (await get('/imports', { park: 'other' })).json()).toEqual({ items: [], next: null });
  });
});

it('lists imports page by page, the newest first', async () => {
  for (let i = 0; i < 4; i++)
    await send({ file: lettersCsv(1), options: { kind: 'letters', source: `list ${i}` } });
  type List = { items: ImportBody[]; next: string };
  const page = await json<List>('/imports?limit=2');
  const next = await json<List>(`/imports?limit=2&cursor=${page.next}`);
  const ids = [...page.items, ...next.items].map(({ id }) => id);
  expect(ids).toEqual([...ids].sort().reverse());
  expect(new Set(ids).size).toBe(4);
});

it('tells its progress as events until the end', async () => {
  const { body } = await send({ file: lettersCsv(5_000), options: { kind: 'letters', source: 'events' } });
  const events = await (await get(`/imports/${body.id}/events`)).text();
  const last = events.trim().split('\n\n').at(-1) ?? '';
  expect(last).toContain('event: end');
  expect(JSON.parse(last.split('data: ')[1] ?? '')).toMatchObject({
    state: 'DONE',
    progress: { percent: 100 },
  });
});
