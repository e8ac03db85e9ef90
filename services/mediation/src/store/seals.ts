import { defineCommit } from '@qinwu/platform/db/commit';
import type { Database } from '@qinwu/platform/db/database';
import { and, eq } from 'drizzle-orm';
import { pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Sealable } from '../vocabulary.ts';
import { changedCase, clocksPart } from './case-commits.ts';
import { evidencePart } from './evidence.ts';
import { rowValues, writtenRows } from './written-rows.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** What was sealed; columns as in migrations/0005-negotiation.sql. */
export const seal = pgTable('seal', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  caseId: uuid('case_id').notNull(),
  what: text('what').$type<Sealable>().notNull(),
  ref: uuid('ref').notNull(),
  content: text('content').notNull(),
  sealedBy: text('sealed_by').notNull(),
  at: instant('at').notNull(),
  liftedBy: text('lifted_by'),
  liftedAt: instant('lifted_at'),
});
export type SealRow = typeof seal.$inferSelect;

/** A case with a seal set or lifted, and the item of evidence it is about. */
export const saveCaseWithSeal = defineCommit('save-case-seal', {
  guard: changedCase,
  also: { clocks: clocksPart, seal: writtenRows(seal, 'seal'), evidence: evidencePart },
});

/** The value of the placeholder `seal`, or `seals`. */
export const sealValues = (rows: readonly SealRow[]): string => rowValues(seal, rows);

/** One seal of a case, or null. */
export async function findSeal(
  db: Database,
  { park, caseId, id }: { park: string; caseId: string; id: string },
): Promise<SealRow | null> {
  const [found] = await db.orm
    .select()
    .from(seal)
    .where(and(eq(seal.parkId, park), eq(seal.caseId, caseId), eq(seal.id, id)));
  return found ?? null;
}
