import { eq } from 'drizzle-orm';
import { date, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { ObjectionState, ObjectionSubject } from '../../vocabulary.ts';
import { recordColumns } from '../record-columns.ts';

/** Objections of enterprises; columns as in migrations/0009-objections.sql. */
export const objection = pgTable('objection', {
  ...recordColumns(),
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
});
export type ObjectionRow = typeof objection.$inferSelect;

/** Which objections a list shows. */
export function objectionsOf(uscc: string) {
  return eq(objection.uscc, uscc);
}
