import { bigint, boolean, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { IndicatorState } from '../../vocabulary.ts';

const withTimezone = { withTimezone: true } as const;

/** Definitions of a park's indicators as versions; columns as in migrations/0011-indicators.sql. */
export const indicator = pgTable('indicator', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  seriesId: uuid('series_id').notNull(),
  code: text('code').notNull(),
  slot: integer('slot').notNull(),
  version: integer('version').notNull(),
  ledgerHash: text('ledger_hash').notNull(),
  state: text('state').$type<IndicatorState>().notNull(),
  name: text('name').notNull(),
  nameEn: text('name_en').notNull(),
  unit: text('unit').notNull(),
  nonNegative: boolean('non_negative').notNull(),
  whole: boolean('whole').notNull(),
  changeable: boolean('changeable').notNull(),
  changeStep: bigint('change_step', { mode: 'number' }).notNull(),
  changeLimit: bigint('change_limit', { mode: 'number' }).notNull(),
  sources: text('sources').array().notNull(),
  official: boolean('official').notNull(),
  basis: text('basis'),
  precedence: integer('precedence').notNull(),
  statedBy: text('stated_by').notNull(),
  knownAt: timestamp('known_at', withTimezone).notNull(),
  supersededAt: timestamp('superseded_at', withTimezone),
});
export type IndicatorRow = typeof indicator.$inferSelect;
