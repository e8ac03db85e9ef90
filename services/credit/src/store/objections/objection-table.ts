import { eq } from 'drizzle-orm';
import { date, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { ObjectionState, ObjectionSubject } from '../../vocabulary.ts';

/** Objections of enterprises; columns as in migrations/0009-objections.sql. */
export const objection = pgTable('objection', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  version: integer('version').notNull(),
  ledgerHash: text('ledger_hash').notNull(),
  number: text('number').notNull(),
  uscc: text('uscc').notNull(),
  subject: text('subject').$type<ObjectionSubject>().notNull(),
  subjectId: uuid('subject_id'),
  grounds: text('grounds').notNull(),
  state: text('state').$type<ObjectionState>().notNull(),
  filedBy: text('filed_by').notNull(),
  filedOn: date('filed_on').notNull(),
  decidedBy: text('decided_by'),
  decidedOn: date('decided_on'),
  reason: text('reason'),
  recordedAt: timestamp('recorded_at', { withTimezone: true }).notNull(),
});
export type ObjectionRow = typeof objection.$inferSelect;

/** Which objections a list shows. */
export function objectionsOf(uscc: string) {
  return eq(objection.uscc, uscc);
}
