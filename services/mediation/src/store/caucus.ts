import { defineCommit } from '@qinwu/platform/db/commit';
import type { Database } from '@qinwu/platform/db/database';
import { and, eq, placeholder, sql } from 'drizzle-orm';
import { jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Side } from '../vocabulary.ts';
import { changedCase, clocksPart } from './case-commits.ts';
import type { AttachedFile } from './case-files.ts';
import { listPart, type PartPage } from './part-pages.ts';
import { rowValues, writtenRows } from './written-rows.ts';

/** Messages of the private rooms; columns as in migrations/0005-negotiation.sql. */
export const caucusMessage = pgTable('caucus_message', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  caseId: uuid('case_id').notNull(),
  side: text('side').$type<Side>().notNull(),
  partyId: uuid('party_id'),
  author: text('author').notNull(),
  content: text('content').notNull(),
  files: jsonb('files').$type<AttachedFile[]>().notNull(),
  at: timestamp('at', { withTimezone: true }).notNull(),
});
export type CaucusRow = typeof caucusMessage.$inferSelect;

/** A case with a message new in one of its rooms; the files of `files` become its own. */
export const saveCaseWithMessage = defineCommit('save-case-caucus', {
  guard: changedCase,
  also: {
    clocks: clocksPart,
    message: writtenRows(caucusMessage, 'message'),
    files: sql`
      update file set attached_to = ${placeholder('owner')} from "guard"
      where file.id = any(${placeholder('files')}::uuid[]) and file.attached_to is null`,
  },
});

/** The value of the placeholder `message`. */
export const messageValue = (row: CaucusRow): string => rowValues(caucusMessage, [row]);

/** A page of one side's room, the first message first. */
export async function listMessages(
  db: Database,
  { side, ...page }: PartPage & { side: Side },
): Promise<CaucusRow[]> {
  return listPart(db, caucusMessage, { ...page, where: eq(caucusMessage.side, side) });
}

/** One message, or null. */
export async function findMessage(db: Database, park: string, id: string): Promise<CaucusRow | null> {
  const [found] = await db.orm
    .select()
    .from(caucusMessage)
    .where(and(eq(caucusMessage.parkId, park), eq(caucusMessage.id, id)));
  return found ?? null;
}
