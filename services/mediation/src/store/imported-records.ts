import type { Tx } from '@qinwu/platform/db/database';
import { and, eq, or, sql } from 'drizzle-orm';
import { pgTable, text, uuid } from 'drizzle-orm/pg-core';

/** What imports wrote; columns as in migrations/0008-imports.sql and 0031. */
const importedRecord = pgTable('imported_record', {
  recordId: uuid('record_id').primaryKey(),
  parkId: text('park_id').notNull(),
  kind: text('kind').$type<'case' | 'injury'>().notNull(),
  source: text('source').notNull(),
  /** Null of a record that was erased: its number is known by the keyed hash alone. */
  externalRef: text('external_ref'),
  /** Null of what earlier releases imported. */
  externalRefIndex: text('external_ref_index'),
  contentHash: text('content_hash').notNull(),
});

/** A record of a source, by its number there. */
export interface SourceKey extends Pick<typeof importedRecord.$inferSelect, 'parkId' | 'kind' | 'source'> {
  externalRef: string;
  /** The same as a keyed hash. */
  externalRefIndex: string;
}

/** Two imports of one source take turns: what one has not committed yet the other could not see. */
export async function lockSource(tx: Tx, park: string, source: string): Promise<void> {
  const name = JSON.stringify(['import', park, source]);
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}

/** What an import wrote under this number; null where none did. */
export async function findImported(
  tx: Tx,
  { parkId, kind, source, externalRef, externalRefIndex }: SourceKey,
): Promise<{ id: string; contentHash: string } | null> {
  const [found] = await tx
    .select({ id: importedRecord.recordId, contentHash: importedRecord.contentHash })
    .from(importedRecord)
    .where(
      and(
        eq(importedRecord.parkId, parkId),
        eq(importedRecord.kind, kind),
        eq(importedRecord.source, source),
        or(
          eq(importedRecord.externalRef, externalRef),
          eq(importedRecord.externalRefIndex, externalRefIndex),
        ),
      ),
    );
  return found ?? null;
}

/** Remembers what was written of a record. */
export async function rememberImport(tx: Tx, mark: typeof importedRecord.$inferInsert): Promise<void> {
  await tx.insert(importedRecord).values(mark);
}
