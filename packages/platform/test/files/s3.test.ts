import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openFileStore } from '@qinwu/platform/files/file-store';
import { openFile } from '@qinwu/platform/files/open-file';
import { removeOrphans } from '@qinwu/platform/files/orphan-schedule';
import { saveFile } from '@qinwu/platform/files/save-file';
import { type BulkService, startBulkService } from '../bulk/bulk-service.ts';

interface Stored {
  status: number;
  body?: Buffer | undefined;
}

/** A bucket over HTTP: it checks what S3 checks of a signed request, and keeps objects in memory. */
class Bucket {
  readonly objects = new Map<string, Buffer>();
  readonly server: Server = createServer((request, response) => void this.answer(request, response));
  failing = 0;

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { status, body } = this.act(request, Buffer.concat(chunks));
    response.writeHead(status).end(body);
  }

  act({ method, headers, url: path = '' }: IncomingMessage, body: Buffer): Stored {
    if (this.failing > 0) {
      this.failing -= 1;
      return { status: 500 };
    }
    const signed = /^AWS4-HMAC-SHA256 Credential=key\/\d{8}\/cn\/s3\/aws4_request/;
    if (!signed.test(headers.authorization ?? '')) return { status: 403 };
    if (method === 'DELETE') return { status: this.objects.delete(path) ? 204 : 404 };
    if (method === 'PUT') return this.put(path, headers, body);
    const found = this.objects.get(path);
    return { status: found === undefined ? 404 : 200, body: found };
  }

  put(path: string, headers: IncomingMessage['headers'], body: Buffer): Stored {
    const sha = createHash('sha256').update(body).digest('hex');
    const right =
      headers['x-amz-content-sha256'] === sha && headers['content-length'] === String(body.length);
    if (right && path.endsWith(sha)) this.objects.set(path, body);
    return { status: right ? 200 : 400 };
  }
}

const bucket = new Bucket();
let service: BulkService;
beforeAll(async () => {
  await new Promise<void>((resolve) => bucket.server.listen(0, '127.0.0.1', resolve));
  const address = bucket.server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const s3 = {
    endpoint: `http://127.0.0.1:${port}`,
    bucket: 'park',
    region: 'cn',
    accessKeyId: 'key',
    secretAccessKey: 'secret',
  };
  service = await startBulkService({ s3 });
});
afterAll(async () => {
  await service?.close();
  bucket.server.closeAllConnections();
  bucket.server.close();
});

const request = { park: 'jinjiang', createdBy: 'officer-1', name: 'a.pdf' };
const pdf = (bytes: number) => Buffer.concat([Buffer.from('%PDF-1.7\nGEHEIM'), randomBytes(bytes)]);

async function read(id: string): Promise<Buffer> {
  const file = await openFile(service.files, service.db.orm, { park: 'jinjiang', id });
  const chunks: Buffer[] = [];
  for await (const chunk of file.chunks) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('a file in a bucket', () => {
  it('is an object named by the hash of its sealed bytes, and comes back', async () => {
    for (const size of [10, 262_144 - 15, 900_000]) {
      const bytes = pdf(size);
      const { id } = await saveFile(service.files, Readable.from([bytes]), request);
      expect((await read(id)).equals(bytes)).toBe(true);
    }
    expect(bucket.objects.size).toBe(3);
    expect([...bucket.objects.values()].some((object) => object.includes('GEHEIM'))).toBe(false);
    const { rows } = await service.db.pool.query('select count(*)::int as n from file_chunk');
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('is tried again while the bucket fails for a moment, and refused as unavailable where it stays away', async () => {
    bucket.failing = 1;
    const { id } = await saveFile(service.files, Readable.from([pdf(100)]), request);
    await read(id);
    bucket.failing = 100;
    const before = await service.db.pool.query('select id from file');
    const sent = saveFile(service.files, Readable.from([pdf(100)]), request);
    await expect(sent).rejects.toMatchObject({ kind: 'unavailable', code: 'file-store-unavailable' });
    bucket.failing = 0;
    expect((await service.db.pool.query('select id from file')).rows).toEqual(before.rows);
  });

  it('may stand beside one that was kept in the database before', async () => {
    const bytes = pdf(300_000);
    const before = openFileStore(service.db, service.keyring);
    const { id } = await saveFile(before, Readable.from([bytes]), request);
    expect((await read(id)).equals(bytes)).toBe(true);
  });

  it('goes with its orphaned row', async () => {
    await removeOrphans(service.files, new Date(Date.now() + 60_000));
    expect(bucket.objects.size).toBe(0);
  });
});
