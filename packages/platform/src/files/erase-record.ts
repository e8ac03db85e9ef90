import { sql } from 'drizzle-orm';
import { destroyRecordKey } from '../crypto/record-key.ts';
import type { Tx } from '../db/database.ts';

/** What is erased: a record, what its files belong to (`case/<id>`), and the imports that brought it. */
export interface Erasing {
  park: string;
  recordId: string;
  owners: readonly string[];
  imports: readonly string[];
  now: Date;
}

/** What was erased with a record: how many files, and where their bytes lie. */
export interface ErasedFiles {
  files: number;
  /** For `BlobStore.remove`, once the transaction is committed. */
  places: readonly string[];
}

/**
 * Erases a record in the transaction of the change that says so (个人信息保护法 art. 47): its key and those of its files are
 * destroyed, the bytes in the database deleted, the names emptied, which tell of persons too. The imports that brought it
 * lose their register and what their report says of refused lines. The rows of the files stay, so that a hash in the ledger
 * still has its file. Null where the record has no key any more.
 */
export async function eraseRecord(
  tx: Tx,
  { park, recordId, owners, imports, now }: Erasing,
): Promise<ErasedFiles | null> {
  if (!(await destroyRecordKey(tx, { park, recordId, now }))) return null;
  const registers = sql`any(${sql.param(imports)}::uuid[])`;
  const { rows } = await tx.execute<{ place: string }>(sql`
    with erased as (
      update file set name = ''
      where park_id = ${park} and (attached_to = any(${sql.param(owners)}::text[])
        or id in (select file_id from import where park_id = ${park} and id = ${registers}))
      returning id, place),
    keys as (
      update record_key set wrapped = null, destroyed_at = ${now.toISOString()}::timestamptz
      where park_id = ${park} and wrapped is not null
        and (record_id in (select id from erased) or record_id = ${registers})),
    unnamed as (update import set file_name = '' where park_id = ${park} and id = ${registers}),
    bytes as (delete from file_chunk where file_id in (select id from erased))
    select place from erased`);
  return { files: rows.length, places: rows.map(({ place }) => place) };
}
