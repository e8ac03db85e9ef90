import { sql } from 'drizzle-orm';
import type { DbOrTx, Tx } from '../db/database.ts';
import type { Keyring } from './keyring.ts';

/** The key of a record; null where it was destroyed or never made. */
export async function recordKey(
  db: DbOrTx,
  keyring: Pick<Keyring, 'unwrap'>,
  { park, recordId }: { park: string; recordId: string },
): Promise<Buffer | null> {
  const { rows } = await db.execute<{ wrapped: string | null }>(
    sql`select wrapped from record_key where record_id = ${recordId} and park_id = ${park}`,
  );
  const wrapped = rows[0]?.wrapped ?? null;
  return wrapped === null ? null : keyring.unwrap(recordId, wrapped);
}

/** Stores a record's key inside a transaction; single commits carry it as `recordKey`. */
export async function keepRecordKey(
  tx: Tx,
  key: { park: string; recordId: string; wrapped: string },
): Promise<void> {
  await tx.execute(sql`
    insert into record_key (record_id, park_id, wrapped) values (${key.recordId}, ${key.park}, ${key.wrapped})`);
}

/**
 * Destroys a record's key: every ciphertext under it, in the ledger, stored answers and imports, is unreadable
 * from now on, and the ledger's chain stays whole (个人信息保护法 art. 47). Backups keep the key until they expire.
 * False where there was no key left to destroy.
 */
export async function destroyRecordKey(
  tx: Tx,
  { park, recordId, now }: { park: string; recordId: string; now: Date },
): Promise<boolean> {
  const { rowCount } = await tx.execute(sql`
    update record_key set wrapped = null, destroyed_at = ${now.toISOString()}::timestamptz
    where record_id = ${recordId} and park_id = ${park} and wrapped is not null`);
  return rowCount === 1;
}
