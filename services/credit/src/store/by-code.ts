import type { DbOrTx } from '@qinwu/platform/db/database';
import { eq } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { findRecord, type RecordTable } from './records.ts';

/** A table whose records have a code of their own in their park. */
export type CodedTable<R> = RecordTable & { code: PgColumn; $inferSelect: R };

/** The record of the park with this code, or null. */
export async function findByCode<R>(
  db: DbOrTx,
  table: CodedTable<R>,
  park: string,
  code: string,
): Promise<R | null> {
  return (await findRecord(db, table, park, eq(table.code, code))) as R | null;
}
