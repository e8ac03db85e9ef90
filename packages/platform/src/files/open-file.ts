import { createHash } from 'node:crypto';
import type { DbOrTx } from '../db/database.ts';
import { openChunk } from './chunk-cipher.ts';
import { fileMissing } from './file-faults.ts';
import { findFile, type StoredFile } from './file-rows.ts';
import type { FileStore } from './file-store.ts';

/** A file to be read once; its bytes are checked against its hash as they pass. */
export interface OpenedFile extends StoredFile {
  chunks: AsyncIterable<Buffer>;
}

/**
 * Opens a complete file of the park; `runner` is the transaction the caller stands in, or the database. Throws
 * `file-missing` where there is none or its key was destroyed; reading throws where the stored bytes were altered.
 */
export async function openFile(
  files: FileStore,
  runner: DbOrTx,
  key: { park: string; id: string },
): Promise<OpenedFile> {
  const file = await findFile(runner, key.park, key.id);
  if (file === null || file.wrapped === null) throw fileMissing();
  const { wrapped, place, ...stored } = file;
  const dek = files.keyring.unwrap(stored.id, wrapped);
  async function* chunks(): AsyncGenerator<Buffer> {
    const hash = createHash('sha256');
    let seq = 0;
    for await (const sealed of files.blobs.read(runner, stored.id, place)) {
      const chunk = openChunk(dek, stored.id, seq, sealed);
      hash.update(chunk);
      seq += 1;
      yield chunk;
    }
    if (hash.digest('hex') !== stored.sha256)
      throw new Error(`File ${stored.id} is not complete in its store.`);
  }
  return { ...stored, chunks: chunks() };
}
