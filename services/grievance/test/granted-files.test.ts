import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openKeyring } from '@qinwu/platform/crypto/keyring';
import { destroyRecordKey } from '@qinwu/platform/crypto/record-key';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { LINK_SECONDS, signFileLink } from '@qinwu/platform/files/file-link';
import { type GrievanceService, INTAKE, startGrievanceService } from './grievance-service.ts';
import { MISSING_ID, PIXEL } from './sample-calls.ts';

const dispatcher = { roles: 'dispatcher', sub: 'dispatcher-1' } as const;
const REFER = { reason: '劳资双方各执一词', category: 'wage-arrears', consent: 'written' };

let service: GrievanceService;
beforeAll(async () => {
  service = await startGrievanceService();
});
afterAll(() => service?.close());

async function uploaded(): Promise<string> {
  const form = new FormData();
  form.set('file', new Blob([PIXEL]), '工资条.png');
  const { status, body } = await service.as(dispatcher)('POST', '/files', { form });
  expect(status).toBe(201);
  return body.id;
}

/** A grievance with a file, accepted. */
async function accepted(): Promise<{ id: string; file: string }> {
  const file = await uploaded();
  const { body } = await service.as(dispatcher)('POST', '/grievances', {
    body: { ...INTAKE, attachments: [file] },
  });
  expect((await act(body.id, 'accept')).status).toBe(200);
  return { id: body.id, file };
}

const act = (id: string, action: string, body: unknown = {}, headers: Record<string, string> = {}) =>
  service.as(dispatcher)('POST', `/grievances/${id}/actions/${action}`, { body, headers });

async function referred(): Promise<{ id: string; file: string }> {
  const found = await accepted();
  expect((await act(found.id, 'refer', REFER)).status).toBe(200);
  return found;
}

type Signed = Partial<Parameters<typeof signFileLink>[1]>;

/** An address as the listener's edge would sign it. */
function linkTo(file: string, over: Signed = {}, keys = service.deps.keyring): string {
  const now = service.clock.now();
  const of = {
    owner: 'grievance',
    park: 'jinjiang',
    file,
    listener: 'mediation',
    reader: 'mediator-1',
  } as const;
  return signFileLink(keys, { ...of, now, ...over }).url;
}

/** Follows an address as somebody without any token of this service. */
async function follow(url: string, headers: Record<string, string> = {}) {
  const answer = await fetch(service.url + url, { headers });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const isProblem = answer.headers.get('content-type')?.includes('problem') ?? false;
  const problem = isProblem ? JSON.parse(bytes.toString()).type : null;
  return { status: answer.status, problem, bytes, headers: answer.headers };
}

async function sights(id: string) {
  const { rows } = await service.deps.db.pool.query(
    `select actor, fields from disclosure where grievance_id = $1 and actor like 'mediation/%' order by at`,
    [id],
  );
  return rows;
}

const grantsOf = async (file: string) =>
  (
    await service.deps.db.pool.query('select park_id, listener, record from file_grant where file_id = $1', [
      file,
    ])
  ).rows;

describe('a file of a referred grievance', () => {
  it('is granted to mediation in the very commit of the referral, and its ledger says so', async () => {
    const { id, file } = await accepted();
    expect(await grantsOf(file)).toEqual([]);
    const stale = await act(id, 'refer', REFER, { 'if-match': `"${id}-1"` });
    expect([stale.status, await grantsOf(file)]).toEqual([412, []]);
    expect((await act(id, 'refer', REFER)).status).toBe(200);
    expect(await grantsOf(file)).toEqual([
      { park_id: 'jinjiang', listener: 'mediation', record: `grievance/${id}` },
    ]);
    const { body } = await service.as(dispatcher)('GET', `/grievances/${id}/ledger`);
    expect(JSON.parse(body.items.at(-1).body)).toMatchObject({
      action: 'refer',
      change: { granted: [{ file, listener: 'mediation' }] },
    });
  });

  it('is read by a signed link, and every sight is on record with its reader', async () => {
    const { id, file } = await referred();
    const url = linkTo(file);
    const read = await follow(url);
    expect([read.status, read.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(read.headers.get('content-disposition')).toMatch(/^attachment;/);
    const { bytes } = await follow(url);
    expect(bytes.equals(read.bytes)).toBe(true);
    const again = await follow(url, { 'if-none-match': read.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
    const sight = { actor: 'mediation/mediator-1', fields: [`files/${file}`] };
    expect(await sights(id)).toEqual([sight, sight, sight]);
  });

  it('is not read by a link that is over, forged, altered or of another service', async () => {
    const { id, file } = await referred();
    const other = await referred();
    const key = (): string => randomBytes(32).toString('base64');
    const stranger = openKeyring({ dataKey: key(), indexKey: key(), eventKey: key() });
    const over = new Date(service.clock.now().getTime() - LINK_SECONDS * 1_000);
    const [path, link = ''] = linkTo(file).split('?link=');
    const [claims = '', mac] = link.split('.');
    const widened = Buffer.from(claims, 'base64url').toString().replace('mediator-1', 'mediator-2');
    const refused = {
      over: linkTo(file, { now: over }),
      forged: linkTo(file, {}, stranger),
      altered: `${path}?link=${Buffer.from(widened).toString('base64url')}.${mac}`,
      'for another owner': linkTo(file, { owner: 'mediation' }).replace('/mediation/', '/grievance/'),
      'of another file': linkTo(other.file).replace(`/${other.file}?`, `/${file}?`),
      'no link': `${path}?link=${'x'.repeat(80)}`,
    };
    const answers = await Promise.all(
      Object.entries(refused).map(async ([name, url]) => {
        const { status, problem } = await follow(url);
        return [name, `${status} ${problem}`];
      }),
    );
    const invalid = '403 urn:qinwu:problem:link-invalid';
    expect(Object.fromEntries(answers)).toEqual({
      over: '403 urn:qinwu:problem:link-expired',
      forged: invalid,
      altered: invalid,
      'for another owner': invalid,
      'of another file': invalid,
      'no link': invalid,
    });
    expect((await follow(path ?? '')).status).toBe(400);
    expect(await sights(id)).toEqual([]);
  });

  it('is not there for a listener, a park or a file without a grant, however well signed', async () => {
    const { file } = await referred();
    const plain = await accepted();
    const loose = await uploaded();
    const urls = [
      linkTo(file, { listener: 'credit' }),
      linkTo(file, { park: 'elsewhere' }),
      linkTo(plain.file),
      linkTo(loose),
      linkTo(MISSING_ID),
    ];
    const answers = await Promise.all(urls.map(async (url) => (await follow(url)).status));
    expect(answers).toEqual(urls.map(() => 404));
  });

  it('is gone with its key', async () => {
    const { id, file } = await referred();
    const of = { park: 'jinjiang', recordId: file, now: service.clock.now() };
    await inTransaction(service.deps.db, (tx) => destroyRecordKey(tx, of));
    expect((await follow(linkTo(file))).status).toBe(404);
    expect(await sights(id)).toEqual([]);
  });
});
