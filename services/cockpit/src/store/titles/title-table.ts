import type { TitleLevel } from '@qinwu/contracts/events/cockpit';
import { date, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { TitleState } from '../../title-words.ts';

/** Titles of enterprises; columns as in migrations/0002-titles.sql. */
export const title = pgTable('title', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  version: integer('version').notNull(),
  ledgerHash: text('ledger_hash').notNull(),
  uscc: text('uscc').notNull(),
  titleCode: text('title_code').notNull(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
  level: text('level').$type<TitleLevel>().notNull(),
  ruleVersion: text('rule_version').notNull(),
  from: date('from_day').notNull(),
  until: date('until_day'),
  document: text('document').notNull(),
  batch: text('batch'),
  state: text('state').$type<TitleState>().notNull(),
  revokedOn: date('revoked_on'),
  revokeReason: text('revoke_reason'),
  revokeDocument: text('revoke_document'),
  recordedAt: timestamp('recorded_at', { withTimezone: true }).notNull(),
});
export type TitleRow = typeof title.$inferSelect;
