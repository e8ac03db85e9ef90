import { sql } from 'drizzle-orm';
import { destroyRecordKey } from '../crypto/record-key.ts';
import type { Tx } from '../db/database.ts';

/** What was erased with a record: how many files, and where their bytes lie. */
export interface ErasedFiles {
  files: number;
  /** For `BlobStore.remove`, once the transaction is committed. */
  places: readonly string[];
}

/**
 * Erases a record with all files of its owners (`case/<id>`), in the transaction of the change that says so: their keys
 * are destroyed, the bytes in the database deleted, the names emptied, which tell of persons too (个人信息保护法 art. 47).
 * The rows of the files stay, so that a hash in the ledger still has its file. Of an import whose file is among them the
 * refused lines go too, which are kept under its own key to be corrected. Null where the record has no key any more.
 */
export async function eraseRecord(
  tx: Tx,
  { park, recordId, owners, now }: { park: string; recordId: string; owners: readonly string[]; now: Date },
): Promise<ErasedFiles | null> {
  if (!(await destroyRecordKey(tx, { park, recordId, now }))) return null;
  const { rows } = await tx.execute<{ id: string; place: string }>(sql`
    with erased as (
      update file set name = '' where park_id = ${park} and attached_to = any(${sql.param(owners)}::text[])
      returning id, place),
    imports as (
      update import set file_name = '' where park_id = ${park} and file_id in (select id from erased) returning id),
    keys as (
      update record_key set wrapped = null, destroyed_at = ${now.toISOString()}::timestamptz
      where record_id in (select id from erased union all select id from imports) and wrapped is not null),
    bytes as (delete from file_chunk where file_id in (select id from erased))
    select id, place from erased`);
  return { files: rows.length, places: rows.map(({ place }) => place) };
}
