/** How records of financing are written, found and listed: the same for all of them. */
import type { Database, DbOrTx, Tx } from '@qinwu/platform/db/database';
import { and, desc, eq, type InferSelectModel, lt, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';

/** A table of records. */
export type RecordTable = PgTable & {
  id: PgColumn;
  parkId: PgColumn;
  version: PgColumn;
};

export type RecordOf<T extends RecordTable> = InferSelectModel<T>;

/** What a list is limited to. */
export type Condition = SQL | undefined;

/** A record's place in its chain; null for one that is new. */
export interface Head {
  readonly version: number;
  readonly ledgerHash: string;
}

/** Writes a record: a new one where there was none before, else over that version of it; false where it is stale. */
export async function saveRecord<T extends RecordTable>(
  tx: Tx,
  table: T,
  row: RecordOf<T>,
  before: Head | null,
): Promise<boolean> {
  if (before === null) {
    await tx.insert(table).values(row as never);
    return true;
  }
  const { id, parkId } = row as { id: string; parkId: string };
  const saved = await tx
    .update(table)
    .set(row as never)
    .where(and(eq(table.id, id), eq(table.parkId, parkId), eq(table.version, before.version)))
    .returning({ id: table.id });
  return saved.length === 1;
}

/** The record of a park that meets a condition, or null. */
export async function findRecord<T extends RecordTable>(
  db: DbOrTx,
  table: T,
  park: string,
  where: SQL,
): Promise<RecordOf<T> | null> {
  const [row] = await db
    .select()
    .from(table as PgTable)
    .where(and(eq(table.parkId, park), where));
  return (row as RecordOf<T> | undefined) ?? null;
}

/** The record of a park with this id, or null. */
export function findById<T extends RecordTable>(
  db: DbOrTx,
  table: T,
  park: string,
  id: string,
): Promise<RecordOf<T> | null> {
  return findRecord(db, table, park, eq(table.id, id));
}

export interface RecordQuery {
  readonly park: string;
  readonly where: Condition;
  /** Id of the last record of the page before. */
  readonly after: string | null;
  readonly limit: number;
}

/** Records, the newest first. */
export async function listRecords<T extends RecordTable>(
  { orm }: Database,
  table: T,
  { park, where, after, limit }: RecordQuery,
): Promise<RecordOf<T>[]> {
  const rows = await orm
    .select()
    .from(table as PgTable)
    .where(and(eq(table.parkId, park), where, after === null ? undefined : lt(table.id, sql`${after}::uuid`)))
    .orderBy(desc(table.id))
    .limit(limit);
  return rows as RecordOf<T>[];
}
