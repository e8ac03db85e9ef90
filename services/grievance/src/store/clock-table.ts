import type { Deadline } from '@qinwu/domain/deadline';
import {
  boolean,
  doublePrecision,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import type { ClockKind, Light } from '../vocabulary.ts';

const withTimezone = { withTimezone: true } as const;

/** The clocks of a grievance; columns as in migrations/0001-grievance.sql and 0004. */
export const grievanceClock = pgTable(
  'grievance_clock',
  {
    grievanceId: uuid('grievance_id').notNull(),
    parkId: text('park_id').notNull(),
    cycle: integer('cycle').notNull(),
    run: integer('run').notNull(),
    kind: text('kind').$type<ClockKind>().notNull(),
    profile: text('profile').notNull(),
    article: text('article').notNull(),
    official: boolean('official').notNull(),
    calendar: text('calendar').notNull(),
    deadline: jsonb('deadline').$type<Deadline>().notNull(),
    yellowShare: doublePrecision('yellow_share').notNull(),
    orangeShare: doublePrecision('orange_share').notNull(),
    capAt: timestamp('cap_at', withTimezone),
    governedBy: text('governed_by').$type<'profile' | 'hotline'>().notNull(),
    startedAt: timestamp('started_at', withTimezone).notNull(),
    dueAt: timestamp('due_at', withTimezone).notNull(),
    provisional: boolean('provisional').notNull(),
    light: text('light').$type<Light>().notNull(),
    nextLightAt: timestamp('next_light_at', withTimezone),
    stoppedAt: timestamp('stopped_at', withTimezone),
    onTime: boolean('on_time'),
  },
  (table) => [primaryKey({ columns: [table.grievanceId, table.cycle, table.kind, table.run] })],
);

export type ClockRow = typeof grievanceClock.$inferSelect;
