import { defineCommit } from '@qinwu/platform/db/commit';
import type { Database } from '@qinwu/platform/db/database';
import { and, asc, eq, placeholder, sql } from 'drizzle-orm';
import { boolean, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { EvidenceStatus, Side } from '../vocabulary.ts';
import { changedCase, clocksPart } from './case-commits.ts';
import { wordParts } from './recorded-words.ts';
import { rowValues, writtenRows } from './written-rows.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** Evidence; columns as in migrations/0005-negotiation.sql. */
export const evidence = pgTable('evidence', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  caseId: uuid('case_id').notNull(),
  side: text('side').$type<Side>().notNull(),
  partyId: uuid('party_id').notNull(),
  fileId: uuid('file_id').notNull(),
  sha256: text('sha256').notNull(),
  content: text('content').notNull(),
  status: text('status').$type<EvidenceStatus>().notNull(),
  sealed: boolean('sealed').notNull(),
  submittedBy: text('submitted_by').notNull(),
  at: instant('at').notNull(),
  exchangedAt: instant('exchanged_at'),
  withdrawnAt: instant('withdrawn_at'),
});
export type EvidenceRow = typeof evidence.$inferSelect;

/** Part of a commit: the items of the placeholder `evidence`. */
export const evidencePart = writtenRows(evidence, 'evidence');

/** A case with an item of evidence, new or moved; its file becomes its own. */
export const saveCaseWithEvidence = defineCommit('save-case-evidence', {
  guard: changedCase,
  also: {
    clocks: clocksPart,
    evidence: evidencePart,
    file: sql`
      update file set attached_to = ${placeholder('owner')} from "guard"
      where file.id = ${placeholder('file')}::uuid and file.attached_to is null`,
  },
});

/** A case with an item that moved, and the word by which its side asked for it. */
export const saveCaseWithMovedEvidence = defineCommit('save-case-moved-evidence', {
  guard: changedCase,
  also: { clocks: clocksPart, evidence: evidencePart, ...wordParts },
});

/** The value of the placeholder `evidence`. */
export const evidenceValues = (rows: readonly EvidenceRow[]): string => rowValues(evidence, rows);

/** Every item of a case, in order of time. */
export async function listEvidence(db: Database, park: string, caseId: string): Promise<EvidenceRow[]> {
  return db.orm
    .select()
    .from(evidence)
    .where(and(eq(evidence.parkId, park), eq(evidence.caseId, caseId)))
    .orderBy(asc(evidence.at), asc(evidence.id));
}

/** True where a file is that of a sealed item. */
export async function isSealedEvidence(db: Database, park: string, fileId: string): Promise<boolean> {
  const found = await db.orm
    .select({ id: evidence.id })
    .from(evidence)
    .where(and(eq(evidence.parkId, park), eq(evidence.fileId, fileId), eq(evidence.sealed, true)))
    .limit(1);
  return found.length > 0;
}

/** One item, or null. */
export async function findEvidence(db: Database, park: string, id: string): Promise<EvidenceRow | null> {
  const [found] = await db.orm
    .select()
    .from(evidence)
    .where(and(eq(evidence.parkId, park), eq(evidence.id, id)));
  return found ?? null;
}
