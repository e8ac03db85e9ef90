import { getTableColumns, type InferSelectModel, type Placeholder, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';

type ColumnNames = readonly (readonly [name: string, column: string])[];

const known = new WeakMap<PgTable, ColumnNames>();

/** The columns of a table as [name in code, name in SQL]; read off once, since every row asks for them. */
export function columnNames(table: PgTable): ColumnNames {
  let names = known.get(table);
  if (names === undefined) {
    names = Object.entries(getTableColumns(table)).map(([name, column]) => [name, column.name] as const);
    known.set(table, names);
  }
  return names;
}

/** A row as the driver gives it, under the table's own names; for statements that are compiled once. */
export function rowOf<T extends PgTable>(table: T, raw: Record<string, unknown>): InferSelectModel<T> {
  const row: Record<string, unknown> = {};
  for (const [name, column] of columnNames(table)) row[name] = raw[column];
  return row as InferSelectModel<T>;
}

/** A placeholder for every column of the table but those named, each called like its column: `title`, or `row.title`. */
export function placeholders(
  table: PgTable,
  { of, except = [] }: { of?: string; except?: readonly string[] } = {},
): Record<string, Placeholder> {
  const names = Object.keys(getTableColumns(table)).filter((name) => !except.includes(name));
  return Object.fromEntries(
    names.map((name) => [name, sql.placeholder(of === undefined ? name : `${of}.${name}`)]),
  );
}
