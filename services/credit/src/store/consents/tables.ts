/** Consents, delivery, readings of portraits; columns as in migrations/0005-consents.sql, 0010 and 0016. */
import { date, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { ConsentScope, DeliveryMode, Purpose } from '../../money-words.ts';
import { recordColumns } from '../record-columns.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true });

export const consent = pgTable('consent', {
  ...recordColumns(),
  uscc: text('uscc').notNull(),
  grantee: text('grantee').notNull(),
  granteeFilingNumber: text('grantee_filing_number'),
  scopes: text('scopes').array().$type<ConsentScope[]>().notNull(),
  purpose: text('purpose').$type<Purpose>().notNull(),
  validUntil: date('valid_until').notNull(),
  document: text('document'),
  scan: uuid('scan'),
  representativeConsentOn: date('representative_consent_on'),
  grantedBy: text('granted_by').notNull(),
  grantedAt: instant('granted_at').notNull(),
  revokedAt: instant('revoked_at'),
});
export type ConsentRow = typeof consent.$inferSelect;

export const delivery = pgTable('delivery', {
  ...recordColumns(),
  mode: text('mode').$type<DeliveryMode>().notNull(),
  reviewDocument: text('review_document'),
  reviewedBy: text('reviewed_by'),
  reviewedOn: date('reviewed_on'),
});
export type DeliveryRow = typeof delivery.$inferSelect;

export const portraitRead = pgTable('portrait_read', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  uscc: text('uscc').notNull(),
  reader: text('reader').notNull(),
  grantee: text('grantee'),
  purpose: text('purpose').notNull(),
  outcome: text('outcome').notNull(),
  consentId: uuid('consent_id'),
  readAt: instant('read_at').notNull(),
});
export type PortraitReadRow = typeof portraitRead.$inferSelect;
