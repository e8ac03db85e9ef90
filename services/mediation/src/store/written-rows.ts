import { getTableColumns, type InferSelectModel, placeholder, type SQL, sql } from 'drizzle-orm';
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';
import { columnNames } from './row.ts';

/** Part of a commit: writes the rows of a placeholder, new ones and those that moved. The table's key is `id`. */
export function writtenRows(table: PgTable, name: string): SQL {
  const columns = Object.values(getTableColumns(table)).map((column) => column.name);
  const list = (write: (column: string) => string, from = columns) => sql.raw(from.map(write).join(', '));
  const target = sql.identifier(getTableConfig(table).name);
  return sql`
    insert into ${target} (${list((column) => column)})
    select ${list((column) => `r.${column}`)}
    from "guard", jsonb_populate_recordset(null::${target}, ${placeholder(name)}::jsonb) r
    on conflict (id) do update set ${list(
      (column) => `${column} = excluded.${column}`,
      columns.filter((column) => column !== 'id'),
    )}`;
}

/** The value of the placeholder of `writtenRows`, written in this order; fen as digits, since JSON numbers lose some. */
export function rowValues<T extends PgTable>(table: T, rows: readonly InferSelectModel<T>[]): string {
  return JSON.stringify(
    rows.map((row) =>
      Object.fromEntries(
        columnNames(table).map(([name, column]) => [column, jsonOf(Reflect.get(row, name))]),
      ),
    ),
  );
}

function jsonOf(value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
