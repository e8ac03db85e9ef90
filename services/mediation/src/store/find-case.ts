import type { Database } from '@qinwu/platform/db/database';
import { gather } from '@qinwu/platform/db/gather';
import { compileStatement } from '@qinwu/platform/db/placeholders';
import { getTableColumns, type InferSelectModel, placeholder, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { type CaseRow, type ClockRow, caseClock, disputeCase } from './case-table.ts';
import { type MediatorRow, mediator } from './mediators.ts';
import { rowOf } from './row.ts';
import { type CaseMediatorRow, caseMediator } from './session-tables.ts';

/** A mediator of a case with how it was named there. */
export interface SeatedMediator {
  mediator: MediatorRow;
  naming: CaseMediatorRow | null;
}

/** A case with its clocks and the wrapped key of what is sealed in it (null once destroyed). */
export interface FoundCase {
  row: CaseRow;
  clocks: ClockRow[];
  wrapped: string | null;
  /** Those who mediate it, until it has ended or its agreement is in effect; nobody after that. */
  seated: SeatedMediator[];
}

/**
 * Rows come as JSON values: the driver spends more on fifty columns than on reading that. Whether the park is the right
 * one is asked as `is true`, which no index answers: of a table that has grown since it was last analysed PostgreSQL
 * thinks that the list's index will do, and reads all of the park in it. In a join it would read all keys as well.
 */
const byId = compileStatement(sql`
  select row_to_json(${disputeCase}) as found,
    (select k.wrapped from record_key k where k.record_id = ${disputeCase.id}) as wrapped,
    (select json_agg(c order by c.due_at) from case_clock c where c.case_id = ${disputeCase.id}) as clocks,
    case when ${disputeCase.mediators} <> '{}'
      and ${disputeCase.state} in ('REGISTERED', 'INVITING', 'ACCEPTED', 'MEDIATING', 'AGREED')
    then (select json_agg(json_build_object('mediator', m, 'naming', n)) from mediator m
      left join case_mediator n on n.park_id = m.park_id and n.case_id = ${disputeCase.id}
        and n.mediator_id = m.id and n.removed_at is null
      where m.id = any(${disputeCase.mediators}) and m.park_id = ${disputeCase.parkId}) end as seated
  from ${disputeCase}
  where ${disputeCase.id} = any(${placeholder('ids')}::uuid[])
    and (${disputeCase.parkId} = ${placeholder('park')}) is true`);

type Raw = Record<string, unknown>;

function columnsOf(table: PgTable, kind: 'date' | 'bigint'): string[] {
  return Object.values(getTableColumns(table)).flatMap((column) =>
    column.dataType === kind ? column.name : [],
  );
}

const instants = new Map<PgTable, string[]>(
  [disputeCase, caseClock, mediator, caseMediator].map((table: PgTable) => [table, columnsOf(table, 'date')]),
);
const amounts = new Map<PgTable, string[]>([[disputeCase, columnsOf(disputeCase, 'bigint')]]);

/** A row out of JSON, whose instants are text and whose fen are numbers (far below 2^53). */
function revived<T extends PgTable>(table: T, raw: Raw): InferSelectModel<T> {
  for (const name of instants.get(table) ?? []) {
    const text = raw[name];
    if (typeof text === 'string') raw[name] = new Date(text);
  }
  for (const name of amounts.get(table) ?? []) {
    const fen = raw[name];
    if (typeof fen === 'number') raw[name] = BigInt(fen);
  }
  return rowOf(table, raw);
}

interface Found {
  found: Raw;
  wrapped: string | null;
  clocks: Raw[] | null;
  seated: { mediator: Raw; naming: Raw | null }[] | null;
}

const MOST_AT_ONCE = 16;

/** Those of one park that look at the same moment are answered by one statement. */
const findTogether = gather<string, string, FoundCase | null>({
  atOnce: 2,
  keyOf: (park) => park,
  sizeOf: (waiting) => Math.min(waiting, MOST_AT_ONCE),
  async run(db, park, ids) {
    const { rows } = await db.pool.query<Found>({
      name: 'find-case',
      text: byId.text,
      values: byId.bind({ ids, park }),
    });
    const found = new Map(rows.map((row) => [row.found.id, row]));
    return ids.map((id) => ({ status: 'fulfilled', value: foundOf(found.get(id.toLowerCase())) }));
  },
});

function foundOf(raw: Found | undefined): FoundCase | null {
  if (raw === undefined) return null;
  return {
    row: revived(disputeCase, raw.found),
    clocks: (raw.clocks ?? []).map((clock) => revived(caseClock, clock)),
    wrapped: raw.wrapped,
    seated: (raw.seated ?? []).map(({ mediator: seat, naming }) => ({
      mediator: revived(mediator, seat),
      naming: naming === null ? null : revived(caseMediator, naming),
    })),
  };
}

/** The case of the park with this id, or null; whether the caller stands in it is a rule's to say. */
export async function findOptionalCase(db: Database, park: string, id: string): Promise<FoundCase | null> {
  return findTogether(db, park, id);
}
