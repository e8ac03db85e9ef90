import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { attachFiles } from '@qinwu/platform/files/file-rows';
import { removeOrphans } from '@qinwu/platform/files/orphan-schedule';
import { eventually } from '@qinwu/testkit/eventually';
import { type BulkService, startBulkService } from '../bulk/bulk-service.ts';
import { exifWithPlace, jpeg, png, pngChunk, segment } from './images.ts';

let service: BulkService;
beforeAll(async () => {
  service = await startBulkService();
});
afterAll(() => service?.close());

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD', '-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
const pdf = (more: Buffer | string = '') => Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.from(more)]);

interface Uploaded {
  status: number;
  body: { id: string; name: string; mediaType: string; bytes: number; sha256: string; type?: string };
}

async function upload(bytes: Buffer, name = 'photo.jpg', key: string = randomUUID()): Promise<Uploaded> {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)]), name);
  const headers = { authorization: await service.bearer(), 'idempotency-key': key };
  const answer = await fetch(`${service.url}/bulk/v1/files`, { method: 'POST', headers, body: form });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

async function download(id: string, more: { park?: string; etag?: string } = {}): Promise<Response> {
  const authorization = await service.bearer(more.park === undefined ? {} : { park: more.park });
  const headers = { authorization, ...(more.etag === undefined ? {} : { 'if-none-match': more.etag }) };
  return await fetch(`${service.url}/bulk/v1/files/${id}`, { headers });
}

async function counts(): Promise<{ files: number; chunks: number; keys: number }> {
  const { rows } = await service.db.pool.query(`select (select count(*)::int from file) as files,
    (select count(*)::int from file_chunk) as chunks, (select count(*)::int from record_key) as keys`);
  return rows[0];
}

describe('a file', () => {
  it('comes back byte for byte, to be saved and not shown, sealed where it is stored', async () => {
    const bytes = pdf(Buffer.concat([Buffer.from('GEHEIM'), randomBytes(700_000)]));
    const { status, body } = await upload(bytes, '调查报告.pdf');
    expect([status, body]).toEqual([
      201,
      expect.objectContaining({
        name: '调查报告.pdf',
        mediaType: 'application/pdf',
        bytes: bytes.length,
        sha256: sha256(bytes),
      }),
    ]);
    const answer = await download(body.id);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': expect.stringMatching(/^attachment; .*filename\*=UTF-8''%E8%B0%83/),
      'x-content-type-options': 'nosniff',
      etag: `"${sha256(bytes)}"`,
    });
    const { rows } = await service.db.pool.query(
      `select count(*)::int as n, count(*) filter (where position('GEHEIM'::bytea in sealed) > 0)::int as open
       from file_chunk where file_id = $1`,
      [body.id],
    );
    expect(rows).toEqual([{ n: 3, open: 0 }]);
    expect((await download(body.id, { etag: `"${sha256(bytes)}"` })).status).toBe(304);
    expect((await download(body.id, { park: 'other' })).status).toBe(404);
    expect((await download(randomUUID())).status).toBe(404);
  });

  it('whose stored bytes were altered, swapped or cut is never served whole', async () => {
    const { body } = await upload(pdf(randomBytes(600_000)));
    const tamper = [
      `update file_chunk set sealed = set_byte(sealed, 50, get_byte(sealed, 50) # 1) where seq = 1 and file_id = $1`,
      `update file_chunk set sealed = (select sealed from file_chunk where seq = 0 and file_id = $1) where seq = 1 and file_id = $1`,
      `delete from file_chunk where seq = 2 and file_id = $1`,
    ];
    for (const statement of tamper) {
      await service.db.pool.query(statement, [body.id]);
      await expect(download(body.id).then((answer) => answer.arrayBuffer())).rejects.toThrow();
    }
  });

  it('repeated under its key is one file', async () => {
    const key = randomUUID();
    const [first, second] = [
      await upload(pdf('once'), 'a.pdf', key),
      await upload(pdf('once'), 'a.pdf', key),
    ];
    expect(second.body.id).toBe(first.body.id);
    expect((await upload(pdf('other'), 'a.pdf', key)).status).toBe(422);
  });

  it('erased by its key is gone', async () => {
    const { body } = await upload(pdf('a person'));
    await service.db.pool.query(
      'update record_key set wrapped = null, destroyed_at = now() where record_id = $1',
      [body.id],
    );
    expect((await download(body.id)).status).toBe(404);
  });
});

describe('images', () => {
  it('lose place, device, comments, further pictures and whatever hides behind their end, but not their way up', async () => {
    const mpf = segment(0xe2, 'MPF\0 index');
    const dirty = jpeg({
      before: [
        segment(0xe1, exifWithPlace()),
        segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0<x/>'),
        mpf,
        segment(0xfe, 'comment'),
      ],
      data: Buffer.concat([Buffer.alloc(300_000, 3), Buffer.from([0xff, 0x00, 0xff, 0xd3, 1, 2])]),
      after: Buffer.from('PK\x03\x04 hidden'),
    });
    const { status, body } = await upload(dirty);
    expect(status).toBe(201);
    const stored = Buffer.from(await (await download(body.id)).arrayBuffer());
    for (const text of ['GPS', 'adobe', 'MPF', 'comment', 'hidden'])
      expect(stored.includes(text)).toBe(false);
    const orientation = Buffer.from([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6]);
    expect(stored.includes(orientation)).toBe(true);
    expect(stored.includes(Buffer.from([0xff, 0x00, 0xff, 0xd3, 1, 2, 0xff, 0xd9]))).toBe(true);
    expect(body.sha256).toBe(sha256(stored));
    const again = await upload(stored);
    expect(again.body.sha256).toBe(body.sha256);
  });

  it('keep a clean PNG as it is and lose the metadata of another', async () => {
    const clean = png();
    expect((await upload(clean, 'a.png')).body).toMatchObject({
      mediaType: 'image/png',
      sha256: sha256(clean),
    });
    const dirty = png(
      4,
      4,
      [pngChunk('eXIf', exifWithPlace()), pngChunk('tEXt', Buffer.from('Author\0X'))],
      Buffer.from('<script>'),
    );
    expect((await upload(dirty, 'a.png')).body.sha256).toBe(sha256(clean));
  });
});

describe('refused', () => {
  const html = '<!doctype html><script>alert(1)</script>';
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  it.each<[string, Buffer, string, number, string]>([
    ['nothing', Buffer.alloc(0), 'a.png', 400, 'file-empty'],
    ['HTML named PNG', Buffer.from(html), 'a.png', 415, 'media-type-unsupported'],
    ['SVG', Buffer.from(svg), 'a.svg', 415, 'media-type-unsupported'],
    [
      'SVG with a prologue',
      Buffer.from(`<?xml version="1.0"?>${svg}`),
      'a.png',
      415,
      'media-type-unsupported',
    ],
    ['a zip', Buffer.from('PK\x03\x04'.padEnd(100, 'x'), 'latin1'), 'a.pdf', 415, 'media-type-unsupported'],
    ['a GIF', Buffer.from('GIF89a'.padEnd(100, 'x')), 'a.png', 415, 'media-type-unsupported'],
    ['text', Buffer.from('hello'), 'a.pdf', 415, 'media-type-unsupported'],
    ['the EICAR test virus', pdf(EICAR), 'a.pdf', 422, 'file-infected'],
    [
      'the EICAR test virus across pieces',
      pdf(Buffer.concat([Buffer.alloc(65_500), Buffer.from(EICAR)])),
      'a.pdf',
      422,
      'file-infected',
    ],
    ['more than the limit', pdf(Buffer.alloc(1024 * 1024)), 'a.pdf', 413, 'body-too-large'],
    ['a pixel flood as PNG', png(50_000, 50_000), 'a.png', 422, 'image-too-many-pixels'],
    ['a pixel flood as JPEG', jpeg({ width: 50_000, height: 50_000 }), 'a.jpg', 422, 'image-too-many-pixels'],
    ['half a JPEG', jpeg().subarray(0, -20), 'a.jpg', 422, 'image-damaged'],
    ['half a PNG', png().subarray(0, -20), 'a.png', 422, 'image-damaged'],
    ['a name of 300 characters', pdf(), `${'长'.repeat(296)}.pdf`, 400, 'file-name-invalid'],
    ['a name that reads backwards', pdf(), 'a\u202Efdp.exe', 400, 'file-name-invalid'],
  ])('%s', async (_, bytes, name, status, code) => {
    const before = await counts();
    const refused = await upload(bytes, name);
    expect([refused.status, refused.body.type]).toEqual([status, `urn:qinwu:problem:${code}`]);
    expect(await counts()).toEqual(before);
  });

  it('a name with NUL', async () => {
    const boundary = 'b0undary';
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a%00\0b.pdf"\r\n\r\n`;
    const body = Buffer.concat([Buffer.from(head), pdf(), Buffer.from(`\r\n--${boundary}--\r\n`)]);
    const headers = {
      authorization: await service.bearer(),
      'idempotency-key': randomUUID(),
      'content-type': `multipart/form-data; boundary=${boundary}`,
    };
    const answer = await fetch(`${service.url}/bulk/v1/files`, { method: 'POST', headers, body });
    expect(answer.status).toBe(400);
  });

  it.each(['../../etc/passwd', '..\\..\\boot.ini', 'CON', 'con.pdf', '.htaccess', 'a:b', ''])(
    'the name %j, for one of ours',
    async (name) => {
      const { status, body } = await upload(pdf(), name);
      expect(status).toBe(201);
      expect(body.name).toMatch(/^([0-9a-f-]{36}\.pdf|passwd|boot\.ini)$/);
    },
  );
});

it('an upload broken off half-way leaves nothing, in the database or on the disk', async () => {
  const before = await counts();
  const temporary = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('qinwu-'));
  const files = await temporary();
  const url = new URL(`${service.url}/bulk/v1/files`);
  const headers = {
    authorization: await service.bearer(),
    'idempotency-key': randomUUID(),
    'content-type': 'multipart/form-data; boundary=x',
    'content-length': '900000',
  };
  const sending = request(url, { method: 'POST', headers });
  sending.on('error', () => undefined);
  sending.write(`--x\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n`);
  sending.write(pdf(Buffer.alloc(600_000)));
  await eventually(async () => expect((await counts()).files).toBe(before.files + 1));
  sending.destroy();
  await eventually(async () => expect(await counts()).toEqual(before));
  await eventually(async () =>
    expect((await temporary()).filter((name) => !files.includes(name))).toEqual([]),
  );
});

it('files that belong to nothing for a day are removed, others stay', async () => {
  const [orphan, kept, young] = [
    await upload(pdf('orphan')),
    await upload(pdf('kept')),
    await upload(pdf('young')),
  ];
  const attached = await inTransaction(service.db, (tx) =>
    attachFiles(tx, 'jinjiang', [kept.body.id, randomUUID()], `letter/${randomUUID()}`),
  );
  expect(attached).toEqual([{ id: kept.body.id, sha256: kept.body.sha256 }]);
  await service.db.pool.query(`update file set created_at = now() - interval '25 hours' where id <> $1`, [
    young.body.id,
  ]);
  await removeOrphans(service.files, new Date(Date.now() - 24 * 3_600_000));
  const statuses = [];
  for (const { body } of [orphan, kept, young]) statuses.push((await download(body.id)).status);
  expect(statuses).toEqual([404, 200, 200]);
  const { rows } = await service.db.pool.query('select record_id from record_key where record_id = $1', [
    orphan.body.id,
  ]);
  expect(rows).toEqual([]);
});
