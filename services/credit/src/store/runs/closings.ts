import type { DbOrTx } from '@qinwu/platform/db/database';
import { eq } from 'drizzle-orm';
import { date, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** Up to which day scores are settled; columns as in migrations/0008-closing.sql. */
export const closing = pgTable('closing', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  version: integer('version').notNull(),
  ledgerHash: text('ledger_hash').notNull(),
  closedThrough: date('closed_through').notNull(),
  recordedAt: timestamp('recorded_at', { withTimezone: true }).notNull(),
});
export type ClosingRow = typeof closing.$inferSelect;

/** What the park has closed, or null. */
export async function findClosing(db: DbOrTx, park: string): Promise<ClosingRow | null> {
  const [row] = await db.select().from(closing).where(eq(closing.parkId, park));
  return row ?? null;
}
