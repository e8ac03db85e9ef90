import { integer, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** What every record has: its place in its park, and the head of its chain in the ledger. */
export function recordColumns() {
  return {
    id: uuid('id').primaryKey(),
    parkId: text('park_id').notNull(),
    version: integer('version').notNull(),
    ledgerHash: text('ledger_hash').notNull(),
    recordedAt: timestamp('recorded_at', { withTimezone: true }).notNull(),
  };
}
