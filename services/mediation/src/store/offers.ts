import { defineCommit } from '@qinwu/platform/db/commit';
import type { Database } from '@qinwu/platform/db/database';
import { and, asc, eq } from 'drizzle-orm';
import { boolean, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { OfferStatus, Side } from '../vocabulary.ts';
import { changedCase, clocksPart } from './case-commits.ts';
import { wordParts } from './recorded-words.ts';
import { rowValues, writtenRows } from './written-rows.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** Offers and counter-offers; columns as in migrations/0005-negotiation.sql. */
export const offer = pgTable('offer', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  caseId: uuid('case_id').notNull(),
  side: text('side').$type<Side>().notNull(),
  partyId: uuid('party_id').notNull(),
  confidential: boolean('confidential').notNull(),
  content: text('content').notNull(),
  status: text('status').$type<OfferStatus>().notNull(),
  expiresAt: instant('expires_at'),
  inReplyTo: uuid('in_reply_to'),
  madeBy: text('made_by').notNull(),
  at: instant('at').notNull(),
  releasedAt: instant('released_at'),
  closedAt: instant('closed_at'),
  answeredBy: uuid('answered_by'),
});
export type OfferRow = typeof offer.$inferSelect;

/** A case with offers new in it, and those that moved. */
export const saveCaseWithOffers = defineCommit('save-case-offers', {
  guard: changedCase,
  also: { clocks: clocksPart, offers: writtenRows(offer, 'offers') },
});

/** The same with the word of the side whose offer it is, or who answers. */
export const saveCaseWithOffersOnWord = defineCommit('save-case-offers-word', {
  guard: changedCase,
  also: { clocks: clocksPart, offers: writtenRows(offer, 'offers'), ...wordParts },
});

/** The value of the placeholder `offers`; those that are no longer open come first. */
export function offerValues(rows: readonly OfferRow[]): string {
  return rowValues(
    offer,
    rows.toSorted((a, b) => Number(a.status === 'open') - Number(b.status === 'open')),
  );
}

/** Every offer in a case, in order of time. */
export async function listOffers(db: Database, park: string, caseId: string): Promise<OfferRow[]> {
  return db.orm
    .select()
    .from(offer)
    .where(and(eq(offer.parkId, park), eq(offer.caseId, caseId)))
    .orderBy(asc(offer.at), asc(offer.id));
}
