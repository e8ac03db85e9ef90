import { sql } from 'drizzle-orm';
import type { Database, DbOrTx } from '../db/database.ts';
import type { BlobStore } from './blob-store.ts';

/** The place of every file that is kept in the database. */
export const DATABASE_PLACE = 'database';
/** Chunks fetched at once: 2 MB, four of which a slow reader may hold. */
const READ_AHEAD = 8;

async function chunksFrom(runner: DbOrTx, fileId: string, seq: number): Promise<Buffer[]> {
  const { rows } = await runner.execute<{ sealed: Buffer }>(sql`
    select sealed from file_chunk where file_id = ${fileId} and seq >= ${seq} and seq < ${seq + READ_AHEAD} order by seq`);
  return rows.map((row) => row.sealed);
}

/** Keeps files in rows of `file_chunk`: one backup, one access right, nothing else to run. */
export function databaseBlobs(db: Database): BlobStore {
  return {
    async write(fileId, _park, chunks) {
      let seq = 0;
      for await (const sealed of chunks) {
        await db.pool.query({
          name: 'file-chunk',
          text: 'insert into file_chunk (file_id, seq, sealed) values ($1, $2, $3)',
          values: [fileId, seq, sealed],
        });
        seq += 1;
      }
      return DATABASE_PLACE;
    },
    async *read(runner, fileId) {
      let seq = 0;
      for (;;) {
        const chunks = await chunksFrom(runner, fileId, seq);
        yield* chunks;
        if (chunks.length < READ_AHEAD) return;
        seq += chunks.length;
      }
    },
    async remove() {
      // The chunks go with their file's row.
    },
  };
}
