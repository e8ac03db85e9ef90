/** How records of other services are kept: in the newest version heard of, whichever event arrives last. */
import type { Tx } from '@qinwu/platform/db/database';
import { getTableColumns, type InferSelectModel, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';

/** A table of mirrored records. */
export type MirrorTable = PgTable & {
  parkId: PgColumn;
  uscc: PgColumn;
  sequence: PgColumn;
  eventId: PgColumn;
};

export type MirroredRow<T extends MirrorTable> = InferSelectModel<T>;

/** A record that is another one now: whose it is, whose it was, and the event that said so. */
export interface Kept {
  readonly park: string;
  readonly eventId: string;
  /** Enterprises whose count it may move, before and now. */
  readonly usccs: readonly string[];
}

/** Writes records in the order of their keys, so that no two batches wait for each other; returns those that changed. */
export async function keepNewest<T extends MirrorTable>(
  tx: Tx,
  { table, key }: { table: T; key: readonly (keyof MirroredRow<T> & string)[] },
  rows: readonly MirroredRow<T>[],
): Promise<Kept[]> {
  const columns: Record<string, PgColumn> = getTableColumns(table);
  const newest = newestOf(rows as readonly Mirrored[], (row) =>
    key.map((name) => String(row[name])).join(' '),
  );
  const facts = Object.entries(columns).filter(([name]) => !key.includes(name as never));
  const set = facts.map(([name, column]) => [name, sql`excluded.${sql.identifier(column.name)}`]);
  const target = key.flatMap((name) => columns[name] ?? []);
  const written = await tx
    .insert(table)
    .values(newest as never)
    .onConflictDoUpdate({
      target,
      set: Object.fromEntries(set),
      setWhere: sql`${table.sequence} < excluded.sequence`,
    })
    .returning({
      park: table.parkId,
      eventId: table.eventId,
      uscc: table.uscc,
      was: sql<string | null>`old.uscc`,
    });
  return written.map(({ park, eventId, uscc, was }) => ({
    park: String(park),
    eventId: String(eventId),
    usccs: [...new Set([uscc, was])].flatMap((one) => (typeof one === 'string' ? [one] : [])),
  }));
}

type Mirrored = Readonly<Record<string, unknown>> & { readonly sequence: number };

/** One version of each record, in the order of the keys. */
function newestOf(rows: readonly Mirrored[], keyOf: (row: Mirrored) => string): Mirrored[] {
  const newest = new Map<string, Mirrored>();
  for (const row of rows) {
    const key = keyOf(row);
    if (row.sequence > (newest.get(key)?.sequence ?? -1)) newest.set(key, row);
  }
  return [...newest].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
