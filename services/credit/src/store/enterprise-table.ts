import { boolean, date, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** Enterprises as scoring needs them; columns as in migrations/0001-core.sql. */
export const enterprise = pgTable('enterprise', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  uscc: text('uscc').notNull(),
  version: integer('version').notNull(),
  ledgerHash: text('ledger_hash').notNull(),
  name: text('name').notNull(),
  industry: text('industry'),
  foundedOn: date('founded_on'),
  active: boolean('active').notNull(),
  recordedAt: timestamp('recorded_at', { withTimezone: true }).notNull(),
});
export type EnterpriseRow = typeof enterprise.$inferSelect;
