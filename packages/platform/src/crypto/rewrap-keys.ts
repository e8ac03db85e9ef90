import { sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { inTransaction } from '../db/in-transaction.ts';
import type { Keyring } from './keyring.ts';

const BATCH = 500;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Wraps one batch of record keys anew with the current data key, starting after the id `after`; returns how many it
 * had to and the id to go on from, null at the end. Interrupted, it can start over: what is wrapped anew is passed by.
 */
export async function rewrapKeys(
  db: Database,
  keyring: Pick<Keyring, 'rewrap'>,
  after: string | null,
): Promise<{ rewrapped: number; next: string | null }> {
  return inTransaction(db, async (tx) => {
    const { rows } = await tx.execute<{ record_id: string; wrapped: string }>(sql`
      select record_id, wrapped from record_key
      where record_id > ${after ?? FIRST_ID} and wrapped is not null
      order by record_id limit ${BATCH} for update`);
    const ids: string[] = [];
    const keys: string[] = [];
    for (const row of rows) {
      const wrapped = keyring.rewrap(row.record_id, row.wrapped);
      if (wrapped === null) continue;
      ids.push(row.record_id);
      keys.push(wrapped);
    }
    await tx.execute(sql`
      update record_key k set wrapped = n.wrapped
      from unnest(${sql.param(ids)}::uuid[], ${sql.param(keys)}::text[]) as n (record_id, wrapped)
      where k.record_id = n.record_id`);
    const next = rows.length < BATCH ? null : (rows.at(-1)?.record_id ?? null);
    return { rewrapped: ids.length, next };
  });
}
