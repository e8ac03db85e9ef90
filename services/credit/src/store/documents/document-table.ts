import { date, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { DocumentKind, DocumentState } from '../../vocabulary.ts';

const withTimezone = { withTimezone: true } as const;

/** Documents against enterprises as versions; columns as in migrations/0007-documents.sql. */
export const adverseDocument = pgTable('adverse_document', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  uscc: text('uscc').notNull(),
  seriesId: uuid('series_id').notNull(),
  version: integer('version').notNull(),
  ledgerHash: text('ledger_hash').notNull(),
  code: text('code').notNull(),
  kind: text('kind').$type<DocumentKind>().notNull(),
  number: text('number').notNull(),
  issuer: text('issuer').notNull(),
  effectiveFrom: date('effective_from').notNull(),
  effectiveUntil: date('effective_until'),
  repairedOn: date('repaired_on'),
  repairNumber: text('repair_number'),
  state: text('state').$type<DocumentState>().notNull(),
  reason: text('reason'),
  enteredBy: text('entered_by').notNull(),
  knownAt: timestamp('known_at', withTimezone).notNull(),
  supersededAt: timestamp('superseded_at', withTimezone),
});
export type DocumentRow = typeof adverseDocument.$inferSelect;
