import { boolean, date, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { ModelState } from '../vocabulary.ts';

const withTimezone = { withTimezone: true } as const;

/** Score models; columns as in migrations/0001-core.sql, `editors` in 0015-model-editors.sql. `document` is the canonical JSON that `hash` is over. */
export const scoreModel = pgTable('score_model', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  scheme: text('scheme').notNull(),
  modelVersion: text('model_version').notNull(),
  version: integer('version').notNull(),
  ledgerHash: text('ledger_hash').notNull(),
  state: text('state').$type<ModelState>().notNull(),
  document: text('document').notNull(),
  hash: text('hash').notNull(),
  official: boolean('official').notNull(),
  effectiveFrom: date('effective_from').notNull(),
  effectiveTo: date('effective_to'),
  author: text('author').notNull(),
  editors: text('editors').array().notNull(),
  reviewedBy: text('reviewed_by'),
  publishedBy: text('published_by'),
  publishedAt: timestamp('published_at', withTimezone),
  retiredAt: timestamp('retired_at', withTimezone),
  recordedAt: timestamp('recorded_at', withTimezone).notNull(),
});
export type ModelRow = typeof scoreModel.$inferSelect;
