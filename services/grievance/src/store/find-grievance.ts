import type { Database } from '@qinwu/platform/db/database';
import { type CompiledStatement, compileStatement } from '@qinwu/platform/db/placeholders';
import { getTableColumns, placeholder, type SQL, sql } from 'drizzle-orm';
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

/** The columns of a table under their names in code. */
function named(table: PgTable): SQL {
  const columns = Object.entries(getTableColumns(table));
  return sql.join(
    columns.map(([name, column]) => sql`${column} as ${sql.identifier(name)}`),
    sql`, `,
  );
}

/** The row comes as one JSON value: the driver spends more on ninety columns than on reading that. */
function statementFor(kind: Reach['kind']): CompiledStatement & { name: string } {
  const text = sql`
    select row_to_json(g) as found, k.wrapped as key_wrapped,
      (select json_agg(c) from (
        select ${named(grievanceClock)} from ${grievanceClock} where ${grievanceClock.grievanceId} = g.id
      ) as c) as clock_rows
    from (
      select ${named(grievance)} from ${grievance}
      where ${grievance.id} = ${placeholder('id')} and ${grievance.parkId} = ${placeholder('park')}
        and ${withinReach(kind)}
    ) as g left join record_key k on k.record_id = g.id`;
  return { name: `find-grievance-${kind}`, ...compileStatement(text) };
}

const byReach = new Map(REACH_KINDS.map((kind) => [kind, statementFor(kind)]));

/** The names of a table's columns that hold instants. */
function instantsOf(table: PgTable): readonly string[] {
  const columns = Object.entries(getTableColumns(table));
  return columns.flatMap(([name, column]) => (column.dataType === 'date' ? name : []));
}

const instants = instantsOf(grievance);
const clockInstants = instantsOf(grievanceClock);

type Raw = Record<string, unknown>;

/** A row out of JSON, whose instants are text. */
function revived<T>(raw: Raw, names: readonly string[]): T {
  for (const name of names) {
    const text = raw[name];
    if (typeof text === 'string') raw[name] = new Date(text);
  }
  return raw as T;
}

interface Found {
  found: Raw;
  key_wrapped: string | null;
  clock_rows: Raw[] | null;
}

/** The grievance, or null where there is none within reach. */
export async function findOptionalGrievance(
  db: Database,
  park: string,
  id: string,
  reach: Reach,
): Promise<FoundGrievance | null> {
  const statement = byReach.get(reach.kind);
  if (statement === undefined) throw new Error(`no statement for reach ${reach.kind}`);
  const { rows } = await db.pool.query<Found>({
    name: statement.name,
    text: statement.text,
    values: statement.bind({ park, id, ...reachValues(reach) }),
  });
  const [raw] = rows;
  if (raw === undefined) return null;
  return {
    row: revived<GrievanceRow>(raw.found, instants),
    clocks: (raw.clock_rows ?? []).map((clock) => revived<ClockRow>(clock, clockInstants)),
    wrapped: raw.key_wrapped,
  };
}
