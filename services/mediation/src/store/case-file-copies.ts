import { defineCommit } from '@qinwu/platform/db/commit';
import type { Database } from '@qinwu/platform/db/database';
import { and, eq, placeholder, sql } from 'drizzle-orm';
import { boolean, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { RecipientKind } from '../vocabulary.ts';
import { changedCase, clocksPart } from './case-commits.ts';
import { rowValues, writtenRows } from './written-rows.ts';

/** Case files made for a recipient; columns as in migrations/0005-negotiation.sql and 0014-case-files-sent.sql. */
export const caseFile = pgTable('case_file', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  caseId: uuid('case_id').notNull(),
  recipientKind: text('recipient_kind').$type<RecipientKind>().notNull(),
  recipient: text('recipient').notNull(),
  legalBasis: text('legal_basis').notNull(),
  minutes: boolean('minutes').notNull(),
  sha256: text('sha256').notNull(),
  content: text('content').notNull(),
  madeBy: text('made_by').notNull(),
  at: timestamp('at', { withTimezone: true }).notNull(),
  sentAt: timestamp('sent_at', { withTimezone: true }),
  sentBy: text('sent_by'),
});
export type CaseFileRow = typeof caseFile.$inferSelect;

/** Who sees the persons of a case in full by this commit, and that it is on record. */
const disclosurePart = sql`
  insert into disclosure (id, park_id, case_id, actor, at, fields)
  select ${placeholder('disclosureId')}::uuid, ${placeholder('parkId')}::text, "guard".id, ${placeholder('discloser')}::text,
    ${placeholder('disclosedAt')}::timestamptz, ${placeholder('disclosed')}::text[]
  from "guard"`;

/** A case of which a file was made or fetched; the placeholder `caseFile` is its row, or none where it stands. */
export const saveCaseWithFile = defineCommit('save-case-file', {
  guard: changedCase,
  also: { clocks: clocksPart, file: writtenRows(caseFile, 'caseFile'), disclosure: disclosurePart },
});

/** The value of the placeholder `caseFile`. */
export const caseFileValues = (rows: readonly CaseFileRow[]): string => rowValues(caseFile, rows);

/** One file of a case, or null. */
export async function findCaseFile(
  db: Database,
  { park, caseId, id }: { park: string; caseId: string; id: string },
): Promise<CaseFileRow | null> {
  const [found] = await db.orm
    .select()
    .from(caseFile)
    .where(and(eq(caseFile.parkId, park), eq(caseFile.caseId, caseId), eq(caseFile.id, id)));
  return found ?? null;
}
