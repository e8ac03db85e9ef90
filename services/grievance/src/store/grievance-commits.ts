import { defineCommit } from '@qinwu/platform/db/commit';
import type { AddedRows } from '@qinwu/platform/db/commit-variant';
import { columnNames, placeholders } from '@qinwu/platform/db/row';
import { statements } from '@qinwu/platform/db/statements';
import { grantFilesPart } from '@qinwu/platform/files/file-grants';
import { and, eq, getTableColumns, placeholder, type SQL, sql } from 'drizzle-orm';
import { type ClockRow, grievanceClock } from './clock-table.ts';
import { attachFilesPart } from './grievance-files.ts';
import { grievance } from './grievance-table.ts';

const clockColumns = Object.values(getTableColumns(grievanceClock));
const KEY = ['grievance_id', 'cycle', 'kind', 'run'];

/** Writes the clocks a change began; `clocks` is their rows as one JSON array. */
const insertClocks: SQL = sql`
  insert into grievance_clock (${sql.raw(clockColumns.map((column) => column.name).join(', '))})
  select ${sql.raw(clockColumns.map((column) => `c.${column.name}`).join(', '))}
  from "guard", jsonb_to_recordset(${placeholder('clocks')}::jsonb) as c
    (${sql.raw(clockColumns.map((column) => `${column.name} ${column.getSQLType()}`).join(', '))})`;

/** Writes the one clock that an intake begins, as plain values: PostgreSQL takes JSON apart for a third of the cost. */
const insertClock: AddedRows = {
  into: sql`grievance_clock (${sql.raw(clockColumns.map((column) => column.name).join(', '))})`,
  rows: [
    sql.join(
      Object.entries(getTableColumns(grievanceClock)).map(
        ([name, column]) => sql`${placeholder(`clock.${name}`)}::${sql.raw(column.getSQLType())}`,
      ),
      sql`, `,
    ),
  ],
};

/** The same where some of them may be there already and move. */
const upsertClocks: SQL = sql`${insertClocks}
  on conflict (${sql.raw(KEY.join(', '))}) do update set
    ${sql.raw(
      clockColumns
        .filter((column) => !KEY.includes(column.name))
        .map((column) => `${column.name} = excluded.${column.name}`)
        .join(', '),
    )}`;

const newRow = statements
  .insert(grievance)
  .values(placeholders(grievance, { of: 'row' }) as never)
  .returning({ id: grievance.id });

const changedRow = statements
  .update(grievance)
  .set(placeholders(grievance, { of: 'row', except: ['id', 'parkId', 'number', 'recordedAt'] }) as never)
  .where(
    and(
      eq(grievance.id, placeholder('row.id')),
      eq(grievance.parkId, placeholder('row.parkId')),
      eq(grievance.version, placeholder('expectedVersion')),
    ),
  )
  .returning({ id: grievance.id });

/** A new grievance with its first clock, as most come; the values `row` and `clock`. */
export const insertGrievanceAndClock = defineCommit('insert-grievance-clock', {
  guard: newRow,
  also: { clocks: insertClock },
});

/** A new grievance with its first clocks, however many; the values `row` and `clocks`. */
export const insertGrievance = defineCommit('insert-grievance', {
  guard: newRow,
  also: { clocks: insertClocks },
});

/** The same with files attached; `files` are their ids. */
export const insertGrievanceWithFiles = defineCommit('insert-grievance-files', {
  guard: newRow,
  also: { clocks: insertClocks, files: attachFilesPart },
});

/** A grievance as an action left it; writes nothing where `expectedVersion` is no longer its version. */
export const saveGrievance = defineCommit('save-grievance', {
  guard: changedRow,
  also: { clocks: upsertClocks },
});

/** The same with files attached; `files` are their ids. */
export const saveGrievanceWithFiles = defineCommit('save-grievance-files', {
  guard: changedRow,
  also: { clocks: upsertClocks, files: attachFilesPart },
});

/** The same with files granted to a listener; `grants` as `grantValues` makes it. */
export const saveGrievanceWithGrants = defineCommit('save-grievance-grants', {
  guard: changedRow,
  also: { clocks: upsertClocks, grants: grantFilesPart },
});

/** The value of the placeholder `clocks`: rows under their column names. */
export function clockValues(clocks: readonly ClockRow[]): string {
  return JSON.stringify(clocks.map(columnsOf));
}

function columnsOf(clock: ClockRow): Record<string, unknown> {
  const columns: Record<string, unknown> = {};
  for (const [name, column] of columnNames(grievanceClock)) columns[column] = Reflect.get(clock, name);
  return columns;
}
