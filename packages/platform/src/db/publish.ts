import { sql } from 'drizzle-orm';
import type { Tx } from './database.ts';
import { openTransaction } from './open-transaction.ts';
import type { OutboxRow } from './outbox-row.ts';

/** Owes deliveries from inside a transaction; the relay hears of them once it is committed. */
export async function publish(tx: Tx, rows: readonly OutboxRow[]): Promise<void> {
  if (rows.length === 0) return;
  const column = (value: (row: OutboxRow) => string) => sql.param(rows.map(value));
  await tx.execute(sql`
    insert into outbox (event_id, listener, type, park_id, envelope)
    select * from unnest(${column((row) => row.eventId)}::uuid[], ${column((row) => row.listener)}::text[],
      ${column((row) => row.type)}::text[], ${column((row) => row.park)}::text[],
      ${column((row) => row.envelope)}::text[])`);
  const owed = openTransaction()?.owed;
  for (const { listener } of rows) owed?.add(listener);
}
