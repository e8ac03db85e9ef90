/** What other services announced of enterprises; columns as in migrations/0012-mirrors.sql. */
import type { TitleLevel } from '@qinwu/contracts/events/cockpit';
import type { Milestone } from '@qinwu/contracts/events/investment';
import { bigint, boolean, date, pgTable, smallint, text, uuid } from 'drizzle-orm/pg-core';

/** The park of a mirrored record, and the event that told of it last. */
function mirrorColumns() {
  return {
    parkId: text('park_id').notNull(),
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
    eventId: uuid('event_id').notNull(),
  };
}

export const enterpriseTitle = pgTable('enterprise_title', {
  ...mirrorColumns(),
  titleId: uuid('title_id').notNull(),
  uscc: text('uscc').notNull(),
  code: text('code').notNull(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
  level: text('level').$type<TitleLevel>().notNull(),
  from: date('from_day').notNull(),
  until: date('until_day'),
  document: text('document').notNull(),
  revokedOn: date('revoked_on'),
});
export type TitleRow = typeof enterpriseTitle.$inferSelect;

export const skillCertificate = pgTable('skill_certificate', {
  ...mirrorColumns(),
  certificateId: uuid('certificate_id').notNull(),
  uscc: text('uscc'),
  level: smallint('level').notNull(),
  issuedOn: date('issued_on').notNull(),
  validUntil: date('valid_until'),
  valid: boolean('valid').notNull(),
});
export type CertificateRow = typeof skillCertificate.$inferSelect;

export const projectMilestone = pgTable('project_milestone', {
  ...mirrorColumns(),
  projectId: uuid('project_id').notNull(),
  milestone: text('milestone').$type<Milestone>().notNull(),
  uscc: text('uscc').notNull(),
  reachedOn: date('reached_on').notNull(),
  valid: boolean('valid').notNull(),
});
export type MilestoneRow = typeof projectMilestone.$inferSelect;
