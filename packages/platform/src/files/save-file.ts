import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { newId } from '@qinwu/domain/id';
import { sealChunk } from './chunk-cipher.ts';
import { cleanJpeg } from './clean/clean-jpeg.ts';
import { cleanPng } from './clean/clean-png.ts';
import { contentType, TYPE_PREFIX_BYTES } from './content-type.ts';
import { fileEmpty, fileTooLarge, fileTypeRefused } from './file-faults.ts';
import { CHUNK_BYTES, DEFAULT_ACCEPT, DEFAULT_MAX_FILE_BYTES } from './file-limits.ts';
import { keptName } from './file-name.ts';
import { beginFile, completeFile, deleteFile, type StoredFile } from './file-rows.ts';
import type { FileStore } from './file-store.ts';
import { refuseMalware } from './malware-scan.ts';

export interface FileRequest {
  park: string;
  createdBy: string;
  /** The name the sender gave; may be empty. */
  name: string;
  /** 20 MB unless told. */
  maxBytes?: number;
  /** Media types taken, told from the content; photos and PDF unless told. */
  accept?: readonly string[];
}

const CLEANERS: Readonly<Record<string, (chunks: AsyncIterable<Buffer>) => AsyncIterable<Buffer>>> = {
  'image/jpeg': cleanJpeg,
  'image/png': cleanPng,
};

async function* atMost(stream: Readable, maxBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const piece of stream) {
    const chunk = Buffer.isBuffer(piece) ? piece : Buffer.from(String(piece));
    bytes += chunk.length;
    if (bytes > maxBytes) throw fileTooLarge(maxBytes);
    yield chunk;
  }
}

/** The start of a stream, and the whole of it again. */
async function peek(chunks: AsyncGenerator<Buffer>, bytes: number): Promise<[Buffer, AsyncIterable<Buffer>]> {
  const first: Buffer[] = [];
  let held = 0;
  while (held < bytes) {
    const next = await chunks.next();
    if (next.done === true) break;
    first.push(next.value);
    held += next.value.length;
  }
  async function* whole(): AsyncGenerator<Buffer> {
    yield* first;
    yield* chunks;
  }
  return [Buffer.concat(first), whole()];
}

/** The same bytes in chunks of one size, the last one shorter. */
async function* rechunk(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    bytes += chunk.length;
    while (bytes >= CHUNK_BYTES) {
      const all = Buffer.concat(held);
      yield all.subarray(0, CHUNK_BYTES);
      held = [all.subarray(CHUNK_BYTES)];
      bytes -= CHUNK_BYTES;
    }
  }
  if (bytes > 0) yield Buffer.concat(held);
}

/**
 * Receives a file: type by its content, images without their metadata, sealed chunk by chunk, in constant memory.
 * Refuses an empty file and an unsafe name (400), a size over the limit (413), a type not taken (415), malware and
 * broken or huge images (422); whatever fails half-way leaves nothing. The file belongs to nothing until attached.
 */
export async function saveFile(
  files: FileStore,
  stream: Readable,
  request: FileRequest,
): Promise<StoredFile> {
  const { park, createdBy } = request;
  const accept = request.accept ?? DEFAULT_ACCEPT;
  const received = atMost(stream, request.maxBytes ?? DEFAULT_MAX_FILE_BYTES);
  const [prefix, whole] = await peek(received, TYPE_PREFIX_BYTES);
  if (prefix.length === 0) throw fileEmpty();
  const mediaType = await contentType(prefix, accept);
  if (mediaType === null) throw fileTypeRefused(accept);
  const id = newId();
  const name = keptName(request.name, id, mediaType);
  const { dek, wrapped } = files.keyring.newRecordKey(id);
  const clean = CLEANERS[mediaType] ?? ((chunks: AsyncIterable<Buffer>) => chunks);
  const hash = createHash('sha256');
  let bytes = 0;
  async function* sealed(): AsyncGenerator<Buffer> {
    let seq = 0;
    for await (const chunk of rechunk(clean(refuseMalware(whole)))) {
      hash.update(chunk);
      bytes += chunk.length;
      yield sealChunk(dek, id, seq, chunk);
      seq += 1;
    }
  }
  await beginFile(files.db, { id, park, name, mediaType, createdBy, wrapped });
  try {
    const place = await files.blobs.write(id, park, sealed());
    const sha256 = hash.digest('hex');
    const createdAt = await completeFile(files.db, id, { bytes, sha256, place });
    return { id, name, mediaType, bytes, sha256, createdAt };
  } catch (error) {
    // Should this fail too, the sweep of orphans removes what is left.
    await deleteFile(files.db.orm, id).catch(() => undefined);
    throw error;
  }
}
