import type { DbOrTx } from '@qinwu/platform/db/database';
import { type SQL, sql } from 'drizzle-orm';

/** The dim with the day from which a row counts in a ratio. */
const MET_ON = 'metOn';

/** Which facts belong to a figure: its code, its park, its days and the instant up to which they are known. */
export interface FactSelection {
  readonly park: string;
  readonly figure: string;
  /** Null for a level: what holds on `to`. */
  readonly from: string | null;
  readonly to: string;
  /** Null: everything known by now. */
  readonly knownAt: Date | null;
}

/**
 * What to make of the facts: how many rows, how many distinct keys, the sum of amounts (`average` is one as well), or
 * how many had met by the last day what their `metOn` dates.
 */
export type Measure = 'count' | 'distinct' | 'sum' | 'average' | 'ratio';

/** What the facts of a selection add up to, and the instant up to which the park's facts were known. */
export interface FactTotal {
  /** Amounts in the smallest unit of the figure. */
  readonly total: bigint;
  /** How many rows it is over; of an average, those with an amount. */
  readonly over: bigint;
  /** Null where the park has no facts at all. */
  readonly knownAt: Date | null;
}

/** A fact behind a figure. */
export interface FactRow {
  readonly recordService: string;
  readonly recordKind: string;
  readonly recordId: string;
  readonly on: string;
  readonly until: string | null;
  readonly amount: string | null;
  readonly distinctKey: string | null;
  readonly dims: Record<string, string>;
  readonly recordedAt: Date;
}

const columns = sql`record_service, record_kind, record_id, on_date, until_date, amount, distinct_key, dims, recorded_at`;

/**
 * The rows that stood at the instant of the selection; today's alone where none is given. `tail` ends each branch, so
 * that a page reads its own rows by the index and not all that match.
 */
function versions({ park, figure, from, to, knownAt }: FactSelection, tail: SQL = sql``): SQL {
  const days =
    from === null
      ? sql`on_date <= ${to}::date and (until_date is null or until_date >= ${to}::date)`
      : sql`on_date between ${from}::date and ${to}::date`;
  const mine = sql`park_id = ${park} and figure_code = ${figure} and not withdrawn and ${days}`;
  if (knownAt === null) return sql`select ${columns} from fact where ${mine} ${tail}`;
  const at = sql`${knownAt.toISOString()}::timestamptz`;
  return sql`(select ${columns} from fact where ${mine} and recorded_at <= ${at} ${tail})
    union all
    (select ${columns} from fact_history where ${mine} and recorded_at <= ${at} and superseded_at > ${at} ${tail})`;
}

const rows = sql`count(*)`;
const sum = sql`coalesce(sum(amount), 0)`;

/** The two aggregates of a measure. */
function aggregates(measure: Measure, { to }: FactSelection): { total: SQL; over: SQL } {
  switch (measure) {
    case 'count':
      return { total: rows, over: rows };
    case 'distinct':
      return { total: sql`count(distinct distinct_key)`, over: rows };
    case 'sum':
      return { total: sum, over: rows };
    case 'average':
      return { total: sum, over: sql`count(amount)` };
    case 'ratio':
      // Days as text compare as days.
      return { total: sql`count(*) filter (where dims ->> ${MET_ON} <= ${to})`, over: rows };
  }
}

/** The total and its instant in one statement, so that both come from one snapshot. */
export async function readTotal(db: DbOrTx, selection: FactSelection, measure: Measure): Promise<FactTotal> {
  const { total, over } = aggregates(measure, selection);
  const result = await db.execute<{ total: string; over: string; known_at: Date | null }>(sql`
    select (${total})::text as total, (${over})::text as over,
      (select known_at from fact_clock where park_id = ${selection.park}) as known_at
    from (${versions(selection)}) as known`);
  const row = result.rows[0];
  if (row === undefined) throw new Error('An aggregate without a row.');
  return {
    total: BigInt(row.total),
    over: BigInt(row.over),
    knownAt: row.known_at === null ? null : new Date(row.known_at),
  };
}

/** What the facts with one value of a dim add up to. */
export interface GroupTotal extends Omit<FactTotal, 'knownAt'> {
  /** Null: those that do not state it. */
  readonly key: string | null;
}

/** The total taken apart by a dim, in the order of its values. */
export async function readGroups(
  db: DbOrTx,
  selection: FactSelection,
  { measure, group }: { readonly measure: Measure; readonly group: string },
): Promise<GroupTotal[]> {
  const { total, over } = aggregates(measure, selection);
  const result = await db.execute<{ key: string | null; total: string; over: string }>(sql`
    select key, (${total})::text as total, (${over})::text as over
    from (select known.*, dims ->> ${group} as key from (${versions(selection)}) as known) as grouped
    group by key order by key collate "C" nulls last`);
  return result.rows.map((row) => ({ key: row.key, total: BigInt(row.total), over: BigInt(row.over) }));
}

/** The instant up to which a park's facts are known; null where it has none. */
export async function readKnownAt(db: DbOrTx, park: string): Promise<Date | null> {
  const result = await db.execute<{ known_at: Date }>(
    sql`select known_at from fact_clock where park_id = ${park}`,
  );
  const at = result.rows[0]?.known_at;
  return at === undefined ? null : new Date(at);
}

/** The first and the last business day of the park's facts of these figures; null where it has none. */
export async function readCovered(
  db: DbOrTx,
  park: string,
  figures: readonly string[],
): Promise<{ from: string; to: string } | null> {
  const end = (
    order: SQL,
  ): SQL => sql`(select on_date from fact where park_id = ${park} and figure_code = code
    and not withdrawn order by on_date ${order} limit 1)`;
  const result = await db.execute<{ first: string | null; last: string | null }>(sql`
    select min(${end(sql`asc`)})::text as first, max(${end(sql`desc`)})::text as last
    from unnest(${sql.param([...figures])}::text[]) as code`);
  const { first, last } = result.rows[0] ?? { first: null, last: null };
  return first === null || last === null ? null : { from: first, to: last };
}

/** One page of the rows, oldest business date first, after the given position. */
export async function readFactPage(
  db: DbOrTx,
  selection: FactSelection,
  page: { readonly after: { on: string; recordId: string } | null; readonly limit: number },
): Promise<FactRow[]> {
  const position =
    page.after === null
      ? sql``
      : sql`and (on_date, record_id) > (${page.after.on}::date, ${page.after.recordId}::text)`;
  const tail = sql`${position} order by on_date, record_id limit ${page.limit}`;
  const result = await db.execute<{
    record_service: string;
    record_kind: string;
    record_id: string;
    on_date: string;
    until_date: string | null;
    amount: string | null;
    distinct_key: string | null;
    dims: Record<string, string>;
    recorded_at: Date;
  }>(sql`
    select record_service, record_kind, record_id, on_date::text, until_date::text, amount::text, distinct_key, dims,
      recorded_at
    from (${versions(selection, tail)}) as known
    order by known.on_date, known.record_id
    limit ${page.limit}`);
  return result.rows.map((row) => ({
    recordService: row.record_service,
    recordKind: row.record_kind,
    recordId: row.record_id,
    on: row.on_date,
    until: row.until_date,
    amount: row.amount,
    distinctKey: row.distinct_key,
    dims: row.dims,
    recordedAt: new Date(row.recorded_at),
  }));
}
