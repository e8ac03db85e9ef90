import { date, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const withTimezone = { withTimezone: true } as const;

/** Scores of single enterprises; columns as in migrations/0002-vector.sql. Points are in 1/10,000. */
export const rescore = pgTable('rescore', {
  parkId: text('park_id').notNull(),
  uscc: text('uscc').notNull(),
  modelId: uuid('model_id').notNull(),
  scheme: text('scheme').notNull(),
  asOf: date('as_of').notNull(),
  knownOn: timestamp('known_on', withTimezone).notNull(),
  stage: text('stage'),
  total: integer('total'),
  grade: text('grade'),
  division: text('division'),
  parts: integer('parts').array().notNull(),
  missing: integer('missing').array().notNull(),
  inputHash: text('input_hash').notNull(),
  engine: text('engine').notNull(),
  statisticsRun: uuid('statistics_run'),
  scoredAt: timestamp('scored_at', withTimezone).notNull(),
});
export type RescoreRow = typeof rescore.$inferSelect;
export type NewRescore = Omit<RescoreRow, 'scoredAt'>;
