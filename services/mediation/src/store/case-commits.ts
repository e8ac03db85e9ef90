import { type CommitStatement, defineCommit } from '@qinwu/platform/db/commit';
import type { AddedRows } from '@qinwu/platform/db/commit-variant';
import { statements } from '@qinwu/platform/db/statements';
import { and, eq, getTableColumns, placeholder, type SQL, sql } from 'drizzle-orm';
import { type CaseRow, type ClockRow, caseClock, disputeCase, UNTOUCHED } from './case-table.ts';
import { columnNames, placeholders } from './row.ts';

const clockColumns = Object.values(getTableColumns(caseClock)).map((column) => column.name);
const clockTypes = Object.values(getTableColumns(caseClock)).map(
  (column) => `${column.name} ${column.getSQLType()}`,
);

/** Part of a commit: writes the clocks of the placeholder `clocks`, new ones and those that moved. */
export const clocksPart: SQL = sql`
  insert into case_clock (${sql.raw(clockColumns.join(', '))})
  select ${sql.raw(clockColumns.map((name) => `c.${name}`).join(', '))}
  from "guard", jsonb_to_recordset(${placeholder('clocks')}::jsonb) as c (${sql.raw(clockTypes.join(', '))})
  on conflict (id) do update set
    ${sql.raw(
      clockColumns
        .filter((name) => name !== 'id')
        .map((name) => `${name} = excluded.${name}`)
        .join(', '),
    )}`;

/** The one clock that most cases begin with, as plain values: PostgreSQL takes JSON apart for a third of the cost. */
const clockRow: AddedRows = {
  into: sql`case_clock (${sql.raw(clockColumns.join(', '))})`,
  rows: [
    sql.join(
      Object.entries(getTableColumns(caseClock)).map(
        ([name, column]) => sql`${placeholder(`clock.${name}`)}::${sql.raw(column.getSQLType())}`,
      ),
      sql`, `,
    ),
  ],
};

/** Part of a commit: gives the files of the placeholder `files` to the case it writes. */
export const filesPart: SQL = sql`
  update file set attached_to = 'case/' || "guard".id from "guard"
  where file.id = any(${placeholder('files')}::uuid[]) and file.attached_to is null`;

/** The guard of a new case. */
export const newCase = statements
  .insert(disputeCase)
  .values(placeholders(disputeCase) as never)
  .returning({ id: disputeCase.id });

/** Writes nothing where `expectedVersion` is no longer the case's version. */
const changing = (kept: readonly (keyof CaseRow)[]) =>
  statements
    .update(disputeCase)
    .set(placeholders(disputeCase, { except: ['id', 'parkId', 'number', 'recordedAt', ...kept] }) as never)
    .where(
      and(
        eq(disputeCase.id, placeholder('id')),
        eq(disputeCase.parkId, placeholder('parkId')),
        eq(disputeCase.version, placeholder('expectedVersion')),
      ),
    )
    .returning({ id: disputeCase.id });

/** The guard of every change. */
export const changedCase = changing([]);

/** What is said in a case, who is in it, what goes on beside it: the larger part of its row, and of a move none. */
const SAID = ['content', 'parties', 'members', 'mediators', 'extension', 'procedures'] as const;

/** What a new case has none of: the table says so itself, at less cost than the statement. */
const NONE_YET = Object.entries(UNTOUCHED).flatMap(([name, value]) => (value === null ? name : []));

/** A new case with its one clock, as most come; the values of the case, and `clock`. */
export const insertCaseAndClock = defineCommit('insert-case-clock', {
  guard: statements
    .insert(disputeCase)
    .values(placeholders(disputeCase, { except: NONE_YET }) as never)
    .returning({ id: disputeCase.id }),
  also: { clocks: clockRow },
});

/** A new case with its clocks and files. */
export const insertCase = defineCommit('insert-case', {
  guard: newCase,
  also: { clocks: clocksPart, files: filesPart },
});

const saveCase = defineCommit('save-case', { guard: changedCase, also: { clocks: clocksPart } });
const saveCaseAlone = defineCommit('save-case-alone', { guard: changedCase });
const saveCourse = defineCommit('save-case-course', { guard: changing(SAID) });

/** Writes a case as a change left it, and nothing that it left as it was: that costs the process and PostgreSQL too. */
export function savingOf(
  before: CaseRow,
  after: CaseRow,
  { movesClocks }: { movesClocks: boolean },
): CommitStatement {
  if (movesClocks) return saveCase;
  return SAID.some((name) => before[name] !== after[name]) ? saveCaseAlone : saveCourse;
}

/** Part of a commit: the files of the placeholder `files` are `owner`'s from then on. */
const ownedFilesPart = sql`
  update file set attached_to = ${placeholder('owner')} from "guard"
  where file.id = any(${placeholder('files')}::uuid[]) and file.attached_to is null`;

/** The same with such files. */
export const saveCaseWithOwnedFiles = defineCommit('save-case-owned-files', {
  guard: changedCase,
  also: { clocks: clocksPart, files: ownedFilesPart },
});

/** The value of the placeholder `clocks`: rows under their column names. */
export function clockValues(clocks: readonly ClockRow[]): string {
  return JSON.stringify(
    clocks.map((clock) => {
      const columns: Record<string, unknown> = {};
      for (const [name, column] of columnNames(caseClock)) columns[column] = Reflect.get(clock, name);
      return columns;
    }),
  );
}
