import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GrievanceService, startGrievanceService } from './grievance-service.ts';
import { importClient, jsonl } from './import-client.ts';
import { faultsOf, recordRefusals } from './refusals.ts';
import { rowSnapshot } from './row-snapshot.ts';
import { PIXEL } from './sample-calls.ts';
import { type RawReply, type SecondProcess, startSecondProcess } from './second-process.ts';

const MB = 1024 * 1024;
const refusals = recordRefusals();
let service: GrievanceService;
let second: SecondProcess;

beforeAll(async () => {
  service = await startGrievanceService();
  second = await startSecondProcess(service);
});
afterAll(async () => {
  await second.close();
  await service.close();
});

/** All but the keys of files: one that arrived whole is kept until it is swept. */
const records = () => rowSnapshot(second.deps.db, ['record_key']);

type Bytes = Uint8Array<ArrayBuffer> | string;

async function upload(
  bytes: Bytes,
  name = 'photo.png',
  more: (form: FormData) => void = () => {},
): Promise<RawReply> {
  const form = new FormData();
  form.set('file', new Blob([bytes]), name);
  more(form);
  return second.as({ roles: 'officer' })('POST', '/files', { form });
}

/** A form as it stands on the wire, for what no client library would send. */
async function uploadRaw(body: string, type = 'multipart/form-data; boundary=b0'): Promise<RawReply> {
  return second.as({ roles: 'officer' })('POST', '/files', { raw: body, headers: { 'content-type': type } });
}

const part = (head: string, content: string): string =>
  `--b0\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`;
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS', '-TEST-FILE!$H+H*'].join('');
const pixel = new Uint8Array(PIXEL);
const withTail = (tail: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.concat([PIXEL, Buffer.from(tail)]));

const FILES: readonly (readonly [
  row: string,
  send: () => Promise<RawReply>,
  status: number,
  type: string,
])[] = [
  [
    '42 21 MB',
    () => upload(new Uint8Array(Buffer.concat([PIXEL, Buffer.alloc(21 * MB)]))),
    413,
    'body-too-large',
  ],
  ['42 0 bytes', () => upload(''), 400, 'file-empty'],
  [
    '42 HTML that calls itself PNG',
    () => upload('<!doctype html><script>1</script>'),
    415,
    'media-type-unsupported',
  ],
  [
    '42 SVG',
    () => upload('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', 'a.svg'),
    415,
    'media-type-unsupported',
  ],
  ['42 EICAR behind a PDF head', () => upload(`%PDF-1.7\n${EICAR}`, 'a.pdf'), 422, 'file-infected'],
  ['42 a picture cut short', () => upload(pixel.slice(0, 40)), 422, 'image-damaged'],
  [
    '43 NUL in the name',
    () => uploadRaw(`${part('name="file"; filename="a\u0000b.pdf"', '%PDF-1.7')}--b0--\r\n`),
    400,
    'file-name-invalid',
  ],
  ['43 a bidi override in the name', () => upload(pixel, '照片\u202egnp.exe'), 400, 'file-name-invalid'],
  ['43 300 characters', () => upload(pixel, `${'长'.repeat(296)}.png`), 400, 'file-name-invalid'],
  [
    '11 files',
    () => upload(pixel, 'a.png', (form) => form.append('file', new Blob([pixel]), 'b.png')),
    413,
    'body-too-large',
  ],
  ['no file', () => uploadRaw('--b0--\r\n'), 400, 'file-missing'],
  [
    'a file under another name',
    () => uploadRaw(`${part('name="photo"; filename="a.pdf"', '%PDF-1.7')}--b0--\r\n`),
    400,
    'request-invalid',
  ],
  [
    'a field nobody asked for',
    () => upload(pixel, 'a.png', (form) => form.set('isAdmin', 'true')),
    400,
    'request-invalid',
  ],
  [
    'a field that reaches prototypes',
    () => uploadRaw(`${part('name="__proto__"', '1')}--b0--\r\n`),
    400,
    'request-malformed',
  ],
  ['a form without its boundary', () => uploadRaw('--b0--', 'multipart/form-data'), 400, 'request-malformed'],
  ['a form cut short', () => uploadRaw(part('name="file"; filename="a.png"', 'x')), 400, 'request-malformed'],
  ['a part without a head', () => uploadRaw('--b0\r\nnonsense\r\n\r\nx\r\n--b0--\r\n'), 400, 'file-missing'],
  ['JSON in place of a form', () => uploadRaw('{}', 'application/json'), 415, 'media-type-unsupported'],
  [
    'a field of broken JSON',
    () =>
      uploadRaw(
        `--b0\r\nContent-Disposition: form-data; name="x"\r\nContent-Type: application/json\r\n\r\n{\r\n--b0--\r\n`,
      ),
    415,
    'media-type-unsupported',
  ],
];

describe('a file', () => {
  it.each(FILES)('%s', async (_row, send, status, type) => {
    const before = await records();
    const reply = await send();
    expect({ status: reply.status, type: reply.json.type, text: reply.text }).toMatchObject({
      status,
      type: `urn:qinwu:problem:${type}`,
    });
    expect(await records()).toEqual(before);
  });

  it.each(['../../etc/passwd', '..\\..\\boot.ini', 'CON.png', '.htaccess'])(
    '43 named %s gets a name of ours',
    async (name) => {
      const reply = await upload(pixel, name);
      expect(reply.status).toBe(201);
      expect(reply.json.name).toBe(`${reply.json.id}.png`);
    },
  );

  it('42 with a script behind its picture is kept as the picture alone, and never shown', async () => {
    const { status, json } = await upload(withTail('<script>alert(1)</script>'));
    expect(status).toBe(201);
    const reply = await second.as({ roles: 'officer' })('GET', `/files/${json.id}`);
    expect(reply.text).not.toContain('script');
    expect(reply.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('an import', () => {
  const start = (rows: string, options: object): Promise<RawReply> => {
    const form = new FormData();
    form.set('options', JSON.stringify({ kind: 'grievances', source: 'sample', ...options }));
    form.set('file', new Blob([rows]), 'rows.csv');
    return second.as({ roles: 'dispatcher' })('POST', '/imports', { form });
  };
  const cases: readonly (readonly [string, string, object, number, string])[] = [
    ['47 of 200,001 rows', `title\n${'a\n'.repeat(200_001)}`, {}, 413, 'body-too-large'],
    ['of a kind that is none', 'title\na\n', { kind: 'comets' }, 422, 'kind-unknown'],
    ['with an option nobody knows', 'title\na\n', { isAdmin: true }, 400, 'request-invalid'],
    ['of a preset that is none', 'title\na\n', { preset: 'none' }, 422, 'preset-invalid'],
    ['of columns that fit no field', 'comet\na\n', {}, 422, 'mapping-empty'],
    ['without a row', '', {}, 400, 'file-empty'],
  ];

  it.each(cases)('%s', async (_row, rows, options, status, type) => {
    const before = await records();
    const reply = await start(rows, options);
    expect({ status: reply.status, type: reply.json.type }).toEqual({
      status,
      type: `urn:qinwu:problem:${type}`,
    });
    expect(await records()).toEqual(before);
  });

  it('47 with one bad line takes the others in and names the line', async () => {
    const client = importClient(service);
    const line = (at: number): object => ({
      ...{ origin: 'citizen', channel: '12345', demandType: 'complaint', text: '路灯坏了' },
      externalRef: `L${at}`,
      title: at === 57 ? '' : `第 ${at} 行`,
    });
    const bytes = jsonl(Array.from({ length: 60 }, (_, at) => line(at + 1)));
    try {
      const done = await client.run({ kind: 'grievances', source: 'lines', bytes }, { roles: 'dispatcher' });
      expect(done.progress).toMatchObject({ created: 59, refused: 1 });
      expect(await client.report(done.id)).toMatchObject([{ 原行号: 57 }]);
    } finally {
      await client.close();
    }
  });
});

it('every refusal was a clean problem document', () => {
  expect(refusals.flatMap(faultsOf)).toEqual([]);
});
