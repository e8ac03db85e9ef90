import { defineCommit } from '@qinwu/platform/db/commit';
import type { Tx } from '@qinwu/platform/db/database';
import { statements } from '@qinwu/platform/db/statements';
import { and, eq, getTableColumns, placeholder, type SQL, sql } from 'drizzle-orm';
import { type InjuryClockRow, type InjuryRow, injuryApplication, injuryClock } from './injury-table.ts';
import { columnNames, placeholders } from './row.ts';

const columns = Object.values(getTableColumns(injuryClock));
const names = columns.map(({ name }) => name);
const raw = (parts: readonly string[]): SQL => sql.raw(parts.join(', '));

const clocksPart = sql`
  insert into injury_clock (${raw(names)})
  select ${raw(names.map((name) => `c.${name}`))}
  from "guard", jsonb_to_recordset(${placeholder('clocks')}::jsonb)
    as c (${raw(columns.map((column) => `${column.name} ${column.getSQLType()}`))})
  on conflict (id) do update set
    ${raw(names.filter((name) => name !== 'id').map((name) => `${name} = excluded.${name}`))}`;

const filesPart = sql`
  update file set attached_to = 'injury/' || "guard".id from "guard"
  where file.id = any(${placeholder('files')}::uuid[]) and file.attached_to is null`;

/** A new application with its clocks and files. */
export const insertInjury = defineCommit('insert-injury', {
  guard: statements
    .insert(injuryApplication)
    .values(placeholders(injuryApplication) as never)
    .returning({ id: injuryApplication.id }),
  also: { clocks: clocksPart, files: filesPart },
});

/** An application as a change left it; nothing where `expectedVersion` is no longer its version. */
export const saveInjury = defineCommit('save-injury', {
  guard: statements
    .update(injuryApplication)
    .set(placeholders(injuryApplication, { except: ['id', 'parkId', 'number', 'recordedAt'] }) as never)
    .where(
      and(
        eq(injuryApplication.id, placeholder('id')),
        eq(injuryApplication.parkId, placeholder('parkId')),
        eq(injuryApplication.version, placeholder('expectedVersion')),
      ),
    )
    .returning({ id: injuryApplication.id }),
  also: { clocks: clocksPart, files: filesPart },
});

/** The value of the placeholder `clocks`: rows under their column names. */
export function injuryClockValues(clocks: readonly InjuryClockRow[]): string {
  return JSON.stringify(
    clocks.map((clock) =>
      Object.fromEntries(
        columnNames(injuryClock).map(([name, column]) => [column, Reflect.get(clock, name)]),
      ),
    ),
  );
}

/** Writes a locked application as a change left it, with its clocks. */
export async function saveInjuryRow(
  tx: Tx,
  row: InjuryRow,
  clocks: readonly InjuryClockRow[],
): Promise<void> {
  const { id, parkId, ...set } = row;
  await tx
    .update(injuryApplication)
    .set(set)
    .where(and(eq(injuryApplication.id, id), eq(injuryApplication.parkId, parkId)));
  for (const { id: clock, ...values } of clocks) {
    await tx
      .insert(injuryClock)
      .values({ id: clock, ...values })
      .onConflictDoUpdate({ target: injuryClock.id, set: values });
  }
}

/** Writes an application inside a transaction that also writes its ledger entry, key and events. */
export async function insertInjuryRow(
  tx: Tx,
  row: InjuryRow,
  clocks: readonly InjuryClockRow[] = [],
): Promise<void> {
  await tx.insert(injuryApplication).values(row);
  if (clocks.length > 0) await tx.insert(injuryClock).values([...clocks]);
}
