import type { Tx } from '@qinwu/platform/db/database';
import { and, desc, eq, gte, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { DirectoryRows, ServingRow } from './directory.ts';
import { type DirectoryKind, directoryTables } from './directory-commits.ts';
import { category, clockProfile, grid, officer, serving, unit } from './directory-tables.ts';

/** The directory of a park as the transaction sees it; one connection, so one query after the other. */
export async function readDirectoryInside(tx: Tx, park: string): Promise<DirectoryRows> {
  return {
    categories: await tx.select().from(category).where(eq(category.parkId, park)),
    units: await tx.select().from(unit).where(eq(unit.parkId, park)),
    grids: await tx.select().from(grid).where(eq(grid.parkId, park)),
    officers: await tx.select().from(officer).where(eq(officer.parkId, park)),
    profiles: await tx.select().from(clockProfile).where(eq(clockProfile.parkId, park)),
  };
}

/** Kinds of the directory a file can bring. */
export type ImportedKind = Exclude<DirectoryKind, 'clock-profile'>;

/** An entry of any kind as it is stored. */
export interface StoredEntry {
  id: string;
  parkId: string;
  version: number;
  ledgerHash: string;
  [name: string]: unknown;
}

/** Entries with these codes (USCCs of servings), locked until the transaction ends. */
export async function lockEntries(
  tx: Tx,
  kind: ImportedKind,
  park: string,
  keys: readonly string[],
): Promise<StoredEntry[]> {
  const table: PgTable = directoryTables[kind];
  const key = sql.identifier(kind === 'serving' ? 'uscc' : 'code');
  // Entries that are not there yet cannot be locked: two files of one kind take turns.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${JSON.stringify([kind, park])}, 0))`);
  const rows = await tx
    .select()
    .from(table)
    .where(sql`park_id = ${park} and ${key} = any(${sql.param(keys)}::text[])`)
    .for('update');
  return rows as StoredEntry[];
}

/** Who serves each of these enterprises on the day. */
export async function findServings(
  tx: Tx,
  park: string,
  usccs: readonly string[],
  on: string,
): Promise<ReadonlyMap<string, ServingRow>> {
  if (usccs.length === 0) return new Map();
  const rows = await tx
    .selectDistinctOn([serving.uscc])
    .from(serving)
    .where(
      and(
        eq(serving.parkId, park),
        inArray(serving.uscc, [...usccs]),
        lte(serving.validFrom, on),
        or(isNull(serving.validUntil), gte(serving.validUntil, on)),
      ),
    )
    .orderBy(serving.uscc, desc(serving.validFrom));
  return new Map(rows.map((row) => [row.uscc, row]));
}
