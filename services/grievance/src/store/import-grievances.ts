import type { Tx } from '@qinwu/platform/db/database';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { type GrievanceRow, grievance } from './grievance-table.ts';

/** What an import wrote last; columns as in migrations/0003-visits.sql. */
export const importedGrievance = pgTable('imported_grievance', {
  grievanceId: uuid('grievance_id').primaryKey(),
  parkId: text('park_id').notNull(),
  contentHash: text('content_hash').notNull(),
  version: integer('version').notNull(),
  importId: uuid('import_id').notNull(),
});

const known = {
  id: grievance.id,
  number: grievance.number,
  version: grievance.version,
  ledgerHash: grievance.ledgerHash,
  imported: grievance.imported,
  origin: grievance.origin,
  externalRef: grievance.externalRef,
  registeredAt: grievance.registeredAt,
  acceptedAt: grievance.acceptedAt,
  closedAt: grievance.closedAt,
  writtenOffAt: grievance.writtenOffAt,
};

/** A grievance of the same source and external number, and what an import left of it. */
export interface KnownGrievance {
  row: Pick<GrievanceRow, keyof typeof known>;
  wrapped: string | null;
  /** Null where no import made it. */
  contentHash: string | null;
  importedVersion: number | null;
}

/** Two imports of one source take turns: what one has not committed yet the other could not see. */
export async function lockSource(tx: Tx, park: string, source: string): Promise<void> {
  const name = JSON.stringify(['import', park, source]);
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}

/** The grievances known under these external numbers of the source, locked until the transaction ends. */
export async function lockKnown(
  tx: Tx,
  park: string,
  source: string,
  refs: readonly string[],
): Promise<ReadonlyMap<string, KnownGrievance>> {
  const rows = await tx
    .select({
      row: known,
      wrapped: sql<string | null>`(select wrapped from record_key where record_id = ${grievance.id})`,
      contentHash: importedGrievance.contentHash,
      importedVersion: importedGrievance.version,
    })
    .from(grievance)
    .leftJoin(importedGrievance, eq(importedGrievance.grievanceId, grievance.id))
    .where(
      and(
        eq(grievance.parkId, park),
        eq(grievance.source, source),
        inArray(grievance.externalRef, [...refs]),
      ),
    )
    .for('update', { of: grievance });
  return new Map(rows.map((found) => [found.row.externalRef ?? '', found]));
}

/** The first line of the import that made or met each of these records in a slice before, by the record's id. */
export async function findEarlierLines(
  tx: Tx,
  importId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.execute<{ id: string; line: number }>(sql`
    select record_id as id, min(line) as line from import_row
    where import_id = ${importId} and record_id = any(${sql.param([...ids])}::uuid[]) group by record_id`);
  return new Map(rows.map(({ id, line }) => [id, line]));
}

/** Which of these grievances there are. */
export async function findOriginals(
  tx: Tx,
  park: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx
    .select({ id: grievance.id })
    .from(grievance)
    .where(and(eq(grievance.parkId, park), inArray(grievance.id, [...ids])));
  return new Set(rows.map(({ id }) => id));
}

/** Stores the keys of new records. */
export async function keepRecordKeys(
  tx: Tx,
  park: string,
  keys: readonly { recordId: string; wrapped: string }[],
): Promise<void> {
  if (keys.length === 0) return;
  await tx.execute(sql`
    insert into record_key (record_id, park_id, wrapped)
    select id, ${park}, wrapped from unnest(${sql.param(keys.map((key) => key.recordId))}::uuid[],
      ${sql.param(keys.map((key) => key.wrapped))}::text[]) as k (id, wrapped)`);
}
