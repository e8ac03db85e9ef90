import { boolean, date, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { RunReport } from '../../run-shapes.ts';
import type { RunState } from '../../vocabulary.ts';

const withTimezone = { withTimezone: true } as const;

/** Score runs; columns as in migrations/0003-score-runs.sql. */
export const scoreRun = pgTable('score_run', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  version: integer('version').notNull(),
  ledgerHash: text('ledger_hash').notNull(),
  state: text('state').$type<RunState>().notNull(),
  scheme: text('scheme').notNull(),
  modelId: uuid('model_id').notNull(),
  modelVersion: text('model_version').notNull(),
  modelHash: text('model_hash').notNull(),
  document: text('document').notNull(),
  asOf: date('as_of').notNull(),
  knownOn: timestamp('known_on', withTimezone).notNull(),
  askedKnownOn: timestamp('asked_known_on', withTimezone),
  division: text('division'),
  trial: boolean('trial').notNull(),
  askedBy: text('asked_by').notNull(),
  askedAt: timestamp('asked_at', withTimezone).notNull(),
  enterprises: integer('enterprises').notNull(),
  slices: integer('slices').notNull(),
  slicesDone: integer('slices_done').notNull(),
  scored: integer('scored').notNull(),
  publishedAt: timestamp('published_at', withTimezone),
  currentAt: timestamp('current_at', withTimezone),
  previousRun: uuid('previous_run'),
  announcedAt: timestamp('announced_at', withTimezone),
  resultHash: text('result_hash'),
  report: jsonb('report').$type<RunReport>(),
  endedAt: timestamp('ended_at', withTimezone),
  fault: text('fault'),
});
export type RunRow = typeof scoreRun.$inferSelect;
