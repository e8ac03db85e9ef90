import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';
import type { Database } from './database.ts';

interface ColumnShape {
  type: string;
  notNull: boolean;
}

/**
 * Where tables in code and in the database differ: columns missing on either side, types, nullability. Migrations
 * are written by hand, so every service's tests expect this list to be empty.
 */
export async function schemaDrift(db: Database, tables: readonly PgTable[]): Promise<string[]> {
  const drift: string[] = [];
  for (const table of tables) {
    const { name, columns } = getTableConfig(table);
    const inCode = new Map<string, ColumnShape>(
      columns.map((column) => [column.name, { type: column.getSQLType(), notNull: column.notNull }]),
    );
    const inDatabase = await columnsOf(db, name);
    for (const column of new Set([...inCode.keys(), ...inDatabase.keys()])) {
      const difference = differenceOf(inCode.get(column), inDatabase.get(column));
      if (difference) drift.push(`${name}.${column}: ${difference}`);
    }
  }
  return drift;
}

async function columnsOf(db: Database, table: string): Promise<Map<string, ColumnShape>> {
  const { rows } = await db.pool.query<{ name: string; type: string; not_null: boolean }>(
    `select attname as name, format_type(atttypid, atttypmod) as type, attnotnull as not_null
      from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped`,
    [`"${table}"`],
  );
  return new Map(rows.map((row) => [row.name, { type: row.type, notNull: row.not_null }]));
}

function differenceOf(code: ColumnShape | undefined, database: ColumnShape | undefined): string | null {
  if (!database) return 'not in the database';
  if (!code) return 'not in the code';
  if (plain(code.type) !== plain(database.type))
    return `${code.type} in code, ${database.type} in the database`;
  if (code.notNull !== database.notNull)
    return code.notNull ? 'nullable in the database' : 'nullable in code';
  return null;
}

/** drizzle writes `numeric(12, 3)` and `varchar(4)` where PostgreSQL answers in its own words. */
function plain(type: string): string {
  return type.replace(/, /g, ',').replace(/^varchar/, 'character varying');
}
