import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuse } from '@qinwu/domain/errors';
import type { AwsClient } from 'aws4fetch';
import type { BlobStore } from './blob-store.ts';
import { bytePuller } from './byte-puller.ts';
import { CHUNK_OVERHEAD } from './chunk-cipher.ts';
import { CHUNK_BYTES } from './file-limits.ts';

/** An S3-compatible bucket, addressed by path: `https://minio.park.local:9000`, `qinwu`. */
export interface S3Options {
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

const TIMEOUT_MS = 120_000;

function unavailable(status: number): Error {
  return refuse('unavailable', 'file-store-unavailable', {
    zh: '文件存储暂不可用，请稍后再试',
    en: `The file store cannot be reached (${status})`,
  });
}

/** Keeps files as objects named by the SHA-256 of their sealed bytes, so that a bucket can be checked by itself. */
export function s3Blobs(options: S3Options): BlobStore {
  let client: Promise<AwsClient> | undefined;
  // Loaded at first use: most parks keep their files in the database.
  const connect = () => {
    client ??= import('aws4fetch').then(
      ({ AwsClient }) => new AwsClient({ ...options, service: 's3', retries: 3 }),
    );
    return client;
  };
  const urlOf = (place: string) => `${options.endpoint.replace(/\/$/, '')}/${options.bucket}/${place}`;

  async function send(place: string, init: RequestInit): Promise<Response> {
    const aws = await connect();
    try {
      return await aws.fetch(urlOf(place), { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    } catch (error) {
      throw Error.isError(error) && error.name !== 'TypeError' && error.name !== 'TimeoutError'
        ? error
        : unavailable(0);
    }
  }

  async function upload(park: string, path: string, sha256: string): Promise<string> {
    const place = `${encodeURIComponent(park)}/${sha256}`;
    const headers = { 'x-amz-content-sha256': sha256, 'content-type': 'application/octet-stream' };
    const answer = await send(place, { method: 'PUT', headers, body: await openAsBlob(path) });
    await answer.arrayBuffer();
    if (!answer.ok) throw unavailable(answer.status);
    return place;
  }

  return {
    async write(_fileId, park, chunks) {
      // The object's name and length are known only at the end; what waits on the disk is ciphertext.
      const folder = await mkdtemp(join(tmpdir(), 'qinwu-'));
      try {
        const path = join(folder, 'sealed');
        const hash = createHash('sha256');
        await using file = await open(path, 'wx', 0o600);
        for await (const chunk of chunks) {
          hash.update(chunk);
          await file.write(chunk);
        }
        return await upload(park, path, hash.digest('hex'));
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    async *read(_runner, _fileId, place) {
      const answer = await send(place, { method: 'GET' });
      if (!answer.ok || answer.body === null) throw unavailable(answer.status);
      const bytes = bytePuller(buffersOf(answer.body));
      for (;;) {
        const whole = await bytes.take(CHUNK_BYTES + CHUNK_OVERHEAD);
        const chunk = whole ?? (await bytes.some(CHUNK_BYTES + CHUNK_OVERHEAD));
        if (chunk === null) return;
        yield chunk;
      }
    },
    async remove(place) {
      const answer = await send(place, { method: 'DELETE' });
      await answer.arrayBuffer();
      if (!answer.ok && answer.status !== 404) throw unavailable(answer.status);
    },
  };
}

async function* buffersOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const bytes of body) yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
