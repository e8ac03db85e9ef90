import { type CommitStatement, defineCommit } from '@qinwu/platform/db/commit';
import type { Database } from '@qinwu/platform/db/database';
import { placeholders } from '@qinwu/platform/db/row';
import { statements } from '@qinwu/platform/db/statements';
import { and, eq, getTableColumns, placeholder, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { category, clockProfile, grid, officer, serving, unit } from './directory-tables.ts';

/** The tables of the directory by the kind of their entries. */
export const directoryTables = { category, unit, grid, officer, serving, 'clock-profile': clockProfile };

export type DirectoryKind = keyof typeof directoryTables;

interface EntryRows {
  category: typeof category.$inferSelect;
  unit: typeof unit.$inferSelect;
  grid: typeof grid.$inferSelect;
  officer: typeof officer.$inferSelect;
  serving: typeof serving.$inferSelect;
  'clock-profile': typeof clockProfile.$inferSelect;
}

/** A whole entry of one kind. */
export type EntryRow<K extends DirectoryKind> = EntryRows[K];

/** What an entry says, without what the store adds. */
export type EntryFields<K extends DirectoryKind> = Omit<
  EntryRow<K>,
  'id' | 'parkId' | 'version' | 'ledgerHash'
>;

const NATURAL_KEYS: Record<DirectoryKind, readonly string[]> = {
  category: ['code'],
  unit: ['code'],
  grid: ['code'],
  officer: ['code'],
  serving: ['uscc', 'validFrom'],
  'clock-profile': ['code', 'validFrom'],
};

/** The table of a kind whose columns nobody needs to know. */
function tableOf(kind: DirectoryKind): PgTable {
  return directoryTables[kind];
}

function columnsOf(kind: DirectoryKind): Record<string, PgColumn> {
  return getTableColumns(directoryTables[kind]);
}

function keyColumns(kind: DirectoryKind): PgColumn[] {
  const columns = columnsOf(kind);
  return ['parkId', ...NATURAL_KEYS[kind]].flatMap((name) => columns[name] ?? []);
}

/** One statement for a new entry (`expectedVersion` 0) and for a changed one. */
function saveEntry(kind: DirectoryKind): CommitStatement {
  const table = directoryTables[kind];
  const kept = ['id', 'parkId', ...NATURAL_KEYS[kind]];
  const replaced = Object.entries(columnsOf(kind)).filter(([name]) => !kept.includes(name));
  const set = Object.fromEntries(
    replaced.map(([name, column]): [string, SQL] => [name, sql`excluded.${sql.identifier(column.name)}`]),
  );
  return defineCommit(`save-${kind}`, {
    guard: statements
      .insert(table)
      .values(placeholders(table) as never)
      .onConflictDoUpdate({
        target: keyColumns(kind),
        set: set as never,
        setWhere: eq(table.version, placeholder('expectedVersion')),
      })
      .returning({ id: table.id }),
  });
}

/** The commit of each kind of entry. */
export const saveEntries: Record<DirectoryKind, CommitStatement> = {
  category: saveEntry('category'),
  unit: saveEntry('unit'),
  grid: saveEntry('grid'),
  officer: saveEntry('officer'),
  serving: saveEntry('serving'),
  'clock-profile': saveEntry('clock-profile'),
};

/** The entry with the same natural key, or null. */
export async function findOptionalEntry<K extends DirectoryKind>(
  { orm }: Database,
  kind: K,
  park: string,
  fields: object,
): Promise<EntryRow<K> | null> {
  const [parkColumn, ...columns] = keyColumns(kind);
  if (parkColumn === undefined) return null;
  const values = NATURAL_KEYS[kind].map((name) => Reflect.get(fields, name));
  const where = and(eq(parkColumn, park), ...columns.map((column, i) => eq(column, values[i])));
  const [row] = await orm.select().from(tableOf(kind)).where(where).limit(1);
  return (row as EntryRow<K> | undefined) ?? null;
}

/** The entry with this id, or null. */
export async function findOptionalEntryById<K extends DirectoryKind>(
  { orm }: Database,
  kind: K,
  park: string,
  id: string,
): Promise<EntryRow<K> | null> {
  const table = directoryTables[kind];
  const where = and(eq(table.parkId, park), eq(table.id, id));
  const [row] = await orm.select().from(tableOf(kind)).where(where).limit(1);
  return (row as EntryRow<K> | undefined) ?? null;
}

/** A page of a park's entries of one kind, in the order of their natural keys. */
export async function listEntries<K extends DirectoryKind>(
  { orm }: Database,
  kind: K,
  { park, after, limit }: { park: string; after: readonly (string | number)[] | null; limit: number },
): Promise<EntryRow<K>[]> {
  const [parkColumn, ...columns] = keyColumns(kind);
  if (parkColumn === undefined) return [];
  const keys = sql.join(
    columns.map((column) => sql`${column}`),
    sql`, `,
  );
  const position =
    after === null
      ? undefined
      : sql`(${keys}) > (${sql.join(
          after.map((value) => sql`${value}`),
          sql`, `,
        )})`;
  const rows = await orm
    .select()
    .from(tableOf(kind))
    .where(and(eq(parkColumn, park), position))
    .orderBy(...columns)
    .limit(limit);
  return rows as EntryRow<K>[];
}

/** The natural key of an entry, as a cursor holds it. */
export function positionOf(kind: DirectoryKind, row: object): string[] {
  return NATURAL_KEYS[kind].map((name) => String(Reflect.get(row, name)));
}
