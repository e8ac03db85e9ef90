import type { Tx } from '@qinwu/platform/db/database';
import { and, eq, sql } from 'drizzle-orm';
import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { type CaseRow, disputeCase } from './case-table.ts';

/** What an import wrote last; columns as in migrations/0008-imports.sql. */
const importedRecord = pgTable('imported_record', {
  recordId: uuid('record_id').primaryKey(),
  parkId: text('park_id').notNull(),
  contentHash: text('content_hash').notNull(),
  version: integer('version').notNull(),
});

/** Two imports of one source take turns: what one has not committed yet the other could not see. */
export async function lockSource(tx: Tx, park: string, source: string): Promise<void> {
  const name = JSON.stringify(['import', park, source]);
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}

/** A case of this source and number with what an import left of it, locked until the transaction ends. */
export async function lockKnownCase(
  tx: Tx,
  { park, source, externalRef }: { park: string; source: string; externalRef: string },
): Promise<{ row: CaseRow; contentHash: string | null; importedVersion: number | null } | null> {
  const [found] = await tx
    .select({
      row: disputeCase,
      contentHash: importedRecord.contentHash,
      importedVersion: importedRecord.version,
    })
    .from(disputeCase)
    .leftJoin(importedRecord, eq(importedRecord.recordId, disputeCase.id))
    .where(
      and(
        eq(disputeCase.parkId, park),
        eq(disputeCase.source, source),
        eq(disputeCase.externalRef, externalRef),
      ),
    )
    .for('update', { of: disputeCase });
  return found ?? null;
}

/** Remembers what was written of a record. */
export async function rememberImport(
  tx: Tx,
  mark: { recordId: string; parkId: string; contentHash: string; version: number },
): Promise<void> {
  await tx
    .insert(importedRecord)
    .values(mark)
    .onConflictDoUpdate({
      target: importedRecord.recordId,
      set: { contentHash: mark.contentHash, version: mark.version },
    });
}
