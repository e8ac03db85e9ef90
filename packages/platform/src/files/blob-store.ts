import type { DbOrTx } from '../db/database.ts';

/** Where sealed chunks are kept: the service's own database, or a bucket. */
export interface BlobStore {
  /** Keeps the chunks of a file whose row is there; returns the place to find them again. */
  write(fileId: string, park: string, chunks: AsyncIterable<Buffer>): Promise<string>;
  /** The chunks in order; `runner` is the transaction the caller stands in, or the database. */
  read(runner: DbOrTx, fileId: string, place: string): AsyncIterable<Buffer>;
  /** Removes what is kept outside the file's row; what is not there is removed already. */
  remove(place: string): Promise<void>;
}
