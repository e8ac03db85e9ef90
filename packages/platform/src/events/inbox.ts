import { sql } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';

/** An event about to be applied. */
export interface Arrival {
  readonly id: string;
  readonly producer: string;
}

/** What is to be done with the arrivals of one message. */
export interface Admission {
  /** New here: their inbox rows are written, their effect is due in this transaction. */
  readonly fresh: ReadonlySet<string>;
  /** Applied or put aside before. */
  readonly repeated: ReadonlySet<string>;
  /** Failed lately; their time has not come. */
  readonly held: ReadonlySet<string>;
}

/**
 * Writes the inbox rows of the arrivals that are new and whose time has come. Two transactions with the same event
 * wait for one another here, so that one of them applies it. Rows are inserted in order of id against deadlocks.
 */
export async function admit(tx: Tx, arrivals: readonly Arrival[]): Promise<Admission> {
  const ids = sql.param(arrivals.map((arrival) => arrival.id));
  const producers = sql.param(arrivals.map((arrival) => arrival.producer));
  const admitted = await tx.execute<{ event_id: string }>(sql`
    with held as (select event_id from delivery_attempt where event_id = any(${ids}::uuid[]) and next_at > now()),
      cleared as (delete from delivery_attempt where event_id = any(${ids}::uuid[]) and next_at <= now())
    insert into inbox (event_id, producer)
    select a.event_id, a.producer from unnest(${ids}::uuid[], ${producers}::text[]) as a (event_id, producer)
    where not exists (select from held where held.event_id = a.event_id)
    order by a.event_id
    on conflict do nothing
    returning event_id`);
  const fresh = new Set(admitted.rows.map((row) => row.event_id));
  if (fresh.size === arrivals.length) return { fresh, repeated: new Set(), held: new Set() };
  const rest = arrivals.map((arrival) => arrival.id).filter((id) => !fresh.has(id));
  const known = await tx.execute<{ event_id: string }>(
    sql`select event_id from inbox where event_id = any(${sql.param(rest)}::uuid[])`,
  );
  const repeated = new Set(known.rows.map((row) => row.event_id));
  return { fresh, repeated, held: new Set(rest.filter((id) => !repeated.has(id))) };
}
