import { bigint, date, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Source, ValueState } from '../vocabulary.ts';

const withTimezone = { withTimezone: true } as const;

/** Indicator values as versions; columns as in migrations/0001-core.sql and 0013-succession.sql. `value` is in 1/10,000 of the unit. */
export const indicatorValue = pgTable('indicator_value', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  uscc: text('uscc').notNull(),
  code: text('code').notNull(),
  seriesId: uuid('series_id').notNull(),
  version: integer('version').notNull(),
  ledgerHash: text('ledger_hash').notNull(),
  value: bigint('value', { mode: 'number' }).notNull(),
  unit: text('unit').notNull(),
  periodFrom: date('period_from').notNull(),
  periodTo: date('period_to').notNull(),
  validFrom: date('valid_from').notNull(),
  validUntil: date('valid_until'),
  succeededBy: uuid('succeeded_by'),
  source: text('source').$type<Source>().notNull(),
  sourceRef: text('source_ref'),
  eventId: uuid('event_id'),
  evidence: uuid('evidence').array().notNull(),
  note: text('note'),
  state: text('state').$type<ValueState>().notNull(),
  declaredBy: text('declared_by').notNull(),
  verifiedBy: text('verified_by'),
  knownAt: timestamp('known_at', withTimezone).notNull(),
  supersededAt: timestamp('superseded_at', withTimezone),
});
export type ValueRow = typeof indicatorValue.$inferSelect;
/** A version about to be written: the database says when it was known. */
export type NewValueRow = Omit<ValueRow, 'knownAt' | 'supersededAt'>;
