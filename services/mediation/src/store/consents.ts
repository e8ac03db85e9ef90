import { defineCommit } from '@qinwu/platform/db/commit';
import type { Database, Tx } from '@qinwu/platform/db/database';
import { and, desc, eq, inArray } from 'drizzle-orm';
import { boolean, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { ConsentScope } from '../vocabulary.ts';
import { changedCase, clocksPart } from './case-commits.ts';
import { listPart, type PartPage } from './part-pages.ts';
import { wordParts } from './recorded-words.ts';
import { rowValues, writtenRows } from './written-rows.ts';

/** Separate consents; columns as in migrations/0005-negotiation.sql. */
export const sensitiveConsent = pgTable('sensitive_consent', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  caseId: uuid('case_id').notNull(),
  partyId: uuid('party_id').notNull(),
  scope: text('scope').$type<ConsentScope>().notNull(),
  given: boolean('given').notNull(),
  textVersion: text('text_version').notNull(),
  recordedBy: text('recorded_by').notNull(),
  at: timestamp('at', { withTimezone: true }).notNull(),
});
export type ConsentRow = typeof sensitiveConsent.$inferSelect;

/** A case with a consent given or withdrawn, and how, where the staff records it. */
export const saveCaseWithConsent = defineCommit('save-case-consent', {
  guard: changedCase,
  also: { clocks: clocksPart, consent: writtenRows(sensitiveConsent, 'consent'), ...wordParts },
});

/** The value of the placeholder `consent`. */
export const consentValues = (rows: readonly ConsentRow[]): string => rowValues(sensitiveConsent, rows);

/** A page of what parties said, the first first; `parties` null: all of them. */
export async function listConsents(
  db: Database,
  { parties, ...page }: PartPage & { parties: readonly string[] | null },
): Promise<ConsentRow[]> {
  const where = parties === null ? undefined : inArray(sensitiveConsent.partyId, [...parties]);
  return listPart(db, sensitiveConsent, { ...page, where });
}

/** The last word of each party on data of the injury, where a transaction acts on it. */
export async function injuryConsentsIn(
  tx: Tx,
  park: string,
  caseId: string,
): Promise<Pick<ConsentRow, 'partyId' | 'scope' | 'given'>[]> {
  const { partyId, scope, given, at, id } = sensitiveConsent;
  const own = and(
    eq(sensitiveConsent.parkId, park),
    eq(sensitiveConsent.caseId, caseId),
    eq(scope, 'injury'),
  );
  return tx
    .selectDistinctOn([partyId], { partyId, scope, given })
    .from(sensitiveConsent)
    .where(own)
    .orderBy(partyId, desc(at), desc(id));
}

/** The last word of each party on each scope. */
export async function consentsInForce(db: Database, park: string, caseId: string): Promise<ConsentRow[]> {
  const { rows } = await db.pool.query<ConsentRow>({
    name: 'consents-in-force',
    text: `select distinct on (party_id, scope) id, park_id as "parkId", case_id as "caseId", party_id as "partyId",
        scope, given, text_version as "textVersion", recorded_by as "recordedBy", at
      from sensitive_consent where park_id = $1 and case_id = $2 order by party_id, scope, at desc, id desc`,
    values: [park, caseId],
  });
  return rows;
}
