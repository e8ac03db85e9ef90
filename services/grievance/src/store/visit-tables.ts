import { boolean, date, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const withTimezone = { withTimezone: true } as const;

/** One item of a visit's checklist. */
export interface CheckedItem {
  item: string;
  result: 'ok' | 'problem';
  note?: string | undefined;
}

/** Patrol visits; columns as in migrations/0003-visits.sql. */
export const visit = pgTable('visit', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  number: text('number').notNull(),
  version: integer('version').notNull(),
  ledgerHash: text('ledger_hash').notNull(),
  enterpriseUscc: text('enterprise_uscc'),
  enterpriseName: text('enterprise_name'),
  officerCode: text('officer_code').notNull(),
  gridCode: text('grid_code'),
  visitedAt: timestamp('visited_at', withTimezone).notNull(),
  occurredAt: timestamp('occurred_at', withTimezone),
  visitedOn: date('visited_on').notNull(),
  checklist: jsonb('checklist').$type<readonly CheckedItem[]>().notNull(),
  note: text('note'),
  problems: integer('problems').notNull(),
  photos: uuid('photos').array().notNull(),
  filedBy: text('filed_by').notNull(),
});

export type VisitRow = typeof visit.$inferSelect;

/** What visits found; columns as in migrations/0003-visits.sql. */
export const visitProblem = pgTable('visit_problem', {
  grievanceId: uuid('grievance_id').primaryKey(),
  visitId: uuid('visit_id').notNull(),
  parkId: text('park_id').notNull(),
  place: integer('place').notNull(),
  fixed: boolean('fixed').notNull(),
  photosBefore: uuid('photos_before').array().notNull(),
  photosAfter: uuid('photos_after').array().notNull(),
});

/** Samples drawn to verify a batch; columns as in migrations/0003-visits.sql. */
export const verificationSample = pgTable('verification_sample', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  version: integer('version').notNull(),
  ledgerHash: text('ledger_hash').notNull(),
  seed: text('seed').notNull(),
  visitedFrom: date('visited_from').notNull(),
  visitedTo: date('visited_to').notNull(),
  batch: uuid('batch').array().notNull(),
  sampled: uuid('sampled').array().notNull(),
  passed: uuid('passed').array().notNull(),
  outcome: text('outcome').$type<'open' | 'passed' | 'failed'>().notNull(),
  drawnBy: text('drawn_by').notNull(),
  drawnAt: timestamp('drawn_at', withTimezone).notNull(),
  decidedAt: timestamp('decided_at', withTimezone),
});

export type SampleRow = typeof verificationSample.$inferSelect;
