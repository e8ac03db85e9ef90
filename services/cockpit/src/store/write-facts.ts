import type { Tx } from '@qinwu/platform/db/database';
import { sql } from 'drizzle-orm';

/** One version of a fact as an event states it. */
export interface FactVersion {
  readonly park: string;
  readonly figure: string;
  readonly service: string;
  readonly kind: string;
  readonly recordId: string;
  readonly on: string;
  readonly until: string | null;
  readonly amount: bigint | null;
  readonly distinctKey: string | null;
  readonly dims: Readonly<Record<string, string>>;
  readonly withdrawn: boolean;
  readonly sourceEvent: string;
  readonly sequence: number;
}

/** How the row type below is spelled in SQL. */
function asRow(version: FactVersion): Record<string, unknown> {
  return {
    park_id: version.park,
    figure_code: version.figure,
    record_id: version.recordId,
    record_service: version.service,
    record_kind: version.kind,
    on_date: version.on,
    until_date: version.until,
    amount: version.amount === null ? null : version.amount.toString(),
    distinct_key: version.distinctKey,
    dims: version.dims,
    withdrawn: version.withdrawn,
    source_event: version.sourceEvent,
    sequence: version.sequence,
  };
}

/**
 * Writes all versions in one statement. Of several versions of a record the highest sequence stands, whichever
 * arrives last; what it replaces moves to the history. The park's clock is advanced first: its row lock makes the
 * order of `recorded_at` the order of the commits.
 */
export async function writeFacts(tx: Tx, versions: readonly FactVersion[]): Promise<void> {
  if (versions.length === 0) return;
  const parks = [...new Set(versions.map((version) => version.park))].sort();
  const rows = JSON.stringify(versions.map(asRow));
  await tx.execute(sql`
    with clock as (
      insert into fact_clock (park_id, known_at)
      select park, date_trunc('milliseconds', clock_timestamp())
      from unnest(${sql.param(parks)}::text[]) as park
      order by park
      on conflict (park_id) do update
        set known_at = greatest(excluded.known_at, fact_clock.known_at + interval '1 millisecond')
      returning park_id, known_at
    ), newest as (
      select distinct on (v.park_id, v.figure_code, v.record_id) v.*, clock.known_at
      from jsonb_to_recordset(${rows}::jsonb) as v(
        park_id text, figure_code text, record_id text, record_service text, record_kind text, on_date date,
        until_date date, amount bigint, distinct_key text, dims jsonb, withdrawn boolean, source_event uuid,
        sequence bigint)
      join clock using (park_id)
      order by v.park_id, v.figure_code, v.record_id, v.sequence desc
    ), written as (
      insert into fact (park_id, figure_code, record_id, record_service, record_kind, on_date, until_date, amount,
        distinct_key, dims, withdrawn, source_event, sequence, recorded_at)
      select park_id, figure_code, record_id, record_service, record_kind, on_date, until_date, amount,
        distinct_key, dims, withdrawn, source_event, sequence, known_at
      from newest
      on conflict (park_id, figure_code, record_id) do update
        set record_service = excluded.record_service, record_kind = excluded.record_kind,
          on_date = excluded.on_date, until_date = excluded.until_date, amount = excluded.amount,
          distinct_key = excluded.distinct_key, dims = excluded.dims, withdrawn = excluded.withdrawn,
          source_event = excluded.source_event, sequence = excluded.sequence, recorded_at = excluded.recorded_at
        where fact.sequence < excluded.sequence
      returning old.*, new.recorded_at as superseded_at
    )
    insert into fact_history (park_id, figure_code, record_id, record_service, record_kind, on_date, until_date,
      amount, distinct_key, dims, withdrawn, source_event, sequence, recorded_at, superseded_at)
    select park_id, figure_code, record_id, record_service, record_kind, on_date, until_date, amount,
      distinct_key, dims, withdrawn, source_event, sequence, recorded_at, superseded_at
    from written
    where park_id is not null`);
}
