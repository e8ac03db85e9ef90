import { boolean, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { BookedKind, NoticeKind, NoticeReader, SessionStatus } from '../session-vocabulary.ts';

// Columns as in migrations/0003-mediators-and-sessions.sql.
const instant = (name: string) => timestamp(name, { withTimezone: true });

/** Who mediates a case, from being named to being removed. */
export const caseMediator = pgTable('case_mediator', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  caseId: uuid('case_id').notNull(),
  mediatorId: uuid('mediator_id').notNull(),
  chosenBy: uuid('chosen_by').array().notNull(),
  content: text('content').notNull(),
  objectedBy: uuid('objected_by').array().notNull(),
  namedBy: text('named_by').notNull(),
  namedAt: instant('named_at').notNull(),
  removedAt: instant('removed_at'),
});
export type CaseMediatorRow = typeof caseMediator.$inferSelect;

/** Sessions 调解会议. */
export const session = pgTable('session', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  caseId: uuid('case_id').notNull(),
  status: text('status').$type<SessionStatus>().notNull(),
  room: text('room'),
  startsAt: instant('starts_at').notNull(),
  endsAt: instant('ends_at').notNull(),
  mediators: uuid('mediators').array().notNull(),
  invited: uuid('invited').array().notNull(),
  attendance: jsonb('attendance').$type<{ party: string; present: boolean }[]>().notNull(),
  content: text('content').notNull(),
  minutes: text('minutes'),
  movedFrom: uuid('moved_from'),
  movedTo: uuid('moved_to'),
  moveRef: text('move_ref'),
  plannedBy: text('planned_by').notNull(),
  recordedAt: instant('recorded_at').notNull(),
  closedAt: instant('closed_at'),
});
export type SessionRow = typeof session.$inferSelect;

/** What a session takes: a mediator or a room for its time. */
export const sessionBooking = pgTable('session_booking', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  sessionId: uuid('session_id').notNull(),
  kind: text('kind').$type<BookedKind>().notNull(),
  key: text('key').notNull(),
  startsAt: instant('starts_at').notNull(),
  endsAt: instant('ends_at').notNull(),
  taken: boolean('taken').notNull(),
});
export type BookingRow = typeof sessionBooking.$inferSelect;

/** What a party or a mediator is told 通知. */
export const notice = pgTable('notice', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  caseId: uuid('case_id').notNull(),
  sessionId: uuid('session_id'),
  partyId: uuid('party_id'),
  mediatorId: uuid('mediator_id'),
  kind: text('kind').$type<NoticeKind>().notNull(),
  content: text('content').notNull(),
  createdAt: instant('created_at').notNull(),
  /** Of those read before readings were kept by reader. */
  readAt: instant('read_at'),
});
export type NoticeRow = typeof notice.$inferSelect;

/** Who has read a notice, and when (migrations/0022-notice-readings.sql). */
export const noticeReading = pgTable('notice_reading', {
  noticeId: uuid('notice_id').notNull(),
  parkId: text('park_id').notNull(),
  reader: text('reader').notNull(),
  readAs: text('read_as').$type<NoticeReader>().notNull(),
  readAt: instant('read_at').notNull(),
});
export type NoticeReadingRow = typeof noticeReading.$inferSelect;
