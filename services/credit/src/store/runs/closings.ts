import type { DbOrTx } from '@qinwu/platform/db/database';
import { eq } from 'drizzle-orm';
import { date, pgTable } from 'drizzle-orm/pg-core';
import { recordColumns } from '../record-columns.ts';

/** Up to which day scores are settled; columns as in migrations/0008-closing.sql. */
export const closing = pgTable('closing', {
  ...recordColumns(),
  closedThrough: date('closed_through').notNull(),
});
export type ClosingRow = typeof closing.$inferSelect;

/** What the park has closed, or null. */
export async function findClosing(db: DbOrTx, park: string): Promise<ClosingRow | null> {
  const [row] = await db.select().from(closing).where(eq(closing.parkId, park));
  return row ?? null;
}
