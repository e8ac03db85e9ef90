import { sql } from 'drizzle-orm';
import type { Database, DbOrTx, Tx } from '../db/database.ts';

/** A complete file. */
export interface StoredFile {
  id: string;
  name: string;
  mediaType: string;
  bytes: number;
  sha256: string;
  createdAt: Date;
}

interface NewFile {
  id: string;
  park: string;
  name: string;
  mediaType: string;
  createdBy: string;
  wrapped: string;
}

/** Begins a file: its row and its key, not to be found before `completeFile`. */
export async function beginFile(db: Database, file: NewFile): Promise<void> {
  await db.pool.query({
    name: 'file-begin',
    text: `with key as (insert into record_key (record_id, park_id, wrapped) values ($1, $2, $6))
      insert into file (id, park_id, name, media_type, created_by) values ($1, $2, $3, $4, $5)`,
    values: [file.id, file.park, file.name, file.mediaType, file.createdBy, file.wrapped],
  });
}

/** Ends a file whose bytes are all kept. */
export async function completeFile(
  db: Database,
  id: string,
  kept: { bytes: number; sha256: string; place: string },
): Promise<Date> {
  const { rows } = await db.pool.query<{ completed_at: Date }>({
    name: 'file-complete',
    text: `update file set bytes = $2, sha256 = $3, place = $4, completed_at = now()
      where id = $1 and completed_at is null returning completed_at`,
    values: [id, kept.bytes, kept.sha256, kept.place],
  });
  const at = rows[0]?.completed_at;
  if (at === undefined) throw new Error(`File ${id} was removed while it was received.`);
  return at;
}

/** Removes a file's row, chunks and key. */
export async function deleteFile(runner: DbOrTx, id: string): Promise<void> {
  await runner.execute(sql`
    with gone as (delete from file where id = ${id} returning id)
    delete from record_key where record_id in (select id from gone)`);
}

/** A complete file of the park with its place and wrapped key; null where there is none. */
export async function findFile(
  runner: DbOrTx,
  park: string,
  id: string,
): Promise<(StoredFile & { place: string; wrapped: string | null }) | null> {
  const { rows } = await runner.execute<{
    name: string;
    media_type: string;
    bytes: string;
    sha256: string;
    completed_at: Date | string;
    place: string;
    wrapped: string | null;
  }>(sql`
    select f.name, f.media_type, f.bytes, f.sha256, f.completed_at, f.place, k.wrapped
    from file f join record_key k on k.record_id = f.id
    where f.id = ${id} and f.park_id = ${park} and f.completed_at is not null`);
  const row = rows[0];
  if (row === undefined) return null;
  return {
    id,
    name: row.name,
    mediaType: row.media_type,
    bytes: Number(row.bytes),
    sha256: row.sha256,
    createdAt: new Date(row.completed_at),
    place: row.place,
    wrapped: row.wrapped,
  };
}

/**
 * Says what files belong to (`grievance/<id>`) in the transaction of the change that names them; returns those of
 * them that are complete files of the park, belonging to nothing else.
 */
export async function attachFiles(
  tx: Tx,
  park: string,
  ids: readonly string[],
  owner: string,
): Promise<Pick<StoredFile, 'id' | 'sha256'>[]> {
  if (ids.length === 0) return [];
  const { rows } = await tx.execute<{ id: string; sha256: string }>(sql`
    update file set attached_to = ${owner}
    where id = any(${sql.param(ids)}::uuid[]) and park_id = ${park} and completed_at is not null
      and (attached_to is null or attached_to = ${owner})
    returning id, sha256`);
  return rows;
}
