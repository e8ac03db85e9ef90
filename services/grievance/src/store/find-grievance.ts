import type { Database } from '@qinwu/platform/db/database';
import { gather } from '@qinwu/platform/db/gather';
import { type CompiledStatement, compileStatement } from '@qinwu/platform/db/placeholders';
import { rowOf } from '@qinwu/platform/db/row';
import { getTableColumns, type InferSelectModel, placeholder, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { REACH_KINDS, type Reach } from '../vocabulary.ts';
import { type ClockRow, grievanceClock } from './clock-table.ts';
import { type GrievanceRow, grievance } from './grievance-table.ts';
import { reachValues, withinReach } from './reach.ts';

/** A grievance with its clocks and the wrapped key of its personal fields (null once destroyed). */
export interface FoundGrievance {
  row: GrievanceRow;
  clocks: ClockRow[];
  wrapped: string | null;
}

/**
 * The row comes as one JSON value: the driver spends more on ninety columns than on reading that. It is the table's own
 * row: one put together of renamed columns costs PostgreSQL 33 µs more, ten times what renaming costs here. The park is
 * asked as `is true`, which no index answers: of a table that has grown since it was last analysed PostgreSQL thinks that
 * the list's index will do, and reads all of the park in it. So it would read all keys in a join.
 */
function statementFor(kind: Reach['kind']): CompiledStatement & { name: string } {
  const text = sql`
    select row_to_json(${grievance}) as found,
      (select k.wrapped from record_key k where k.record_id = ${grievance.id}) as key_wrapped,
      (select json_agg(c) from grievance_clock c where c.grievance_id = ${grievance.id}) as clock_rows
    from ${grievance}
    where ${grievance.id} = any(${placeholder('ids')}::uuid[])
      and (${grievance.parkId} = ${placeholder('park')}) is true and ${withinReach(kind)}`;
  return { name: `find-grievance-${kind}`, ...compileStatement(text) };
}

const byReach = new Map(REACH_KINDS.map((kind) => [kind, statementFor(kind)]));

/** The columns of a table that hold instants. */
function instantsOf(table: PgTable): readonly string[] {
  const columns = Object.values(getTableColumns(table));
  return columns.flatMap((column) => (column.dataType === 'date' ? column.name : []));
}

const instants = instantsOf(grievance);
const clockInstants = instantsOf(grievanceClock);

type Raw = Record<string, unknown>;

/** A row out of JSON, whose instants are text. */
function revived<T extends PgTable>(table: T, raw: Raw, names: readonly string[]): InferSelectModel<T> {
  for (const name of names) {
    const text = raw[name];
    if (typeof text === 'string') raw[name] = new Date(text);
  }
  return rowOf(table, raw);
}

interface Found {
  found: Raw;
  key_wrapped: string | null;
  clock_rows: Raw[] | null;
}

/** Whose grievances are looked for. */
interface Sought {
  park: string;
  reach: Reach;
}

const MOST_AT_ONCE = 16;

/** Callers of the same reach that look at the same moment are answered by one statement. */
const findTogether = gather<Sought, string, FoundGrievance | null>({
  atOnce: 2,
  keyOf: ({ park, reach }) => `${park} ${JSON.stringify(reach)}`,
  sizeOf: (waiting) => Math.min(waiting, MOST_AT_ONCE),
  async run(db, sought, ids) {
    const found = await findAll(db, sought, ids);
    return ids.map((id) => ({ status: 'fulfilled', value: foundOf(found.get(id.toLowerCase())) }));
  },
});

async function findAll(
  db: Database,
  { park, reach }: Sought,
  ids: readonly string[],
): Promise<ReadonlyMap<unknown, Found>> {
  const statement = byReach.get(reach.kind);
  if (statement === undefined) throw new Error(`no statement for reach ${reach.kind}`);
  const { rows } = await db.pool.query<Found>({
    name: statement.name,
    text: statement.text,
    values: statement.bind({ park, ids, ...reachValues(reach) }),
  });
  return new Map(rows.map((row) => [row.found.id, row]));
}

function foundOf(raw: Found | undefined): FoundGrievance | null {
  if (raw === undefined) return null;
  return {
    row: revived(grievance, raw.found, instants),
    clocks: (raw.clock_rows ?? []).map((clock) => revived(grievanceClock, clock, clockInstants)),
    wrapped: raw.key_wrapped,
  };
}

/** The grievance, or null where there is none within reach. */
export async function findOptionalGrievance(
  db: Database,
  park: string,
  id: string,
  reach: Reach,
): Promise<FoundGrievance | null> {
  return findTogether(db, { park, reach }, id);
}
