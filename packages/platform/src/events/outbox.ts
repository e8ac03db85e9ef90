import type { Pool } from 'pg';

/** A delivery the relay has taken for a while. */
export interface Claimed {
  readonly event_id: string;
  readonly listener: string;
  readonly envelope: string;
}

/** Which listeners may be sent something new, and which also again what they did not acknowledge. */
export interface Openings {
  readonly fresh: readonly string[];
  readonly again: readonly string[];
}

/** Deliveries of one listener that are due, the oldest first; by the index of those sent already or of those not. */
const dueOf = (listeners: '$1' | '$2', sent: '= 0' | '> 0'): string => `
  select due.* from unnest(${listeners}::text[]) as one (listener) cross join lateral (
    select event_id, listener from outbox
    where outbox.listener = one.listener and publishes ${sent} and due_at <= now()
    order by due_at limit $3 for update skip locked) as due`;

/**
 * Takes up to `limit` due deliveries of each listener: those never sent, then those sent before. Each is due again after
 * 5 s, then 10, 20 and at most 30 s, unless its listener acknowledges it. The commit is not waited for on disk: a lost
 * claim only means a delivery is sent twice.
 */
export async function claim(pool: Pool, { fresh, again }: Openings, limit: number): Promise<Claimed[]> {
  const answer = await pool.query<Claimed>({
    name: 'outbox-claim',
    text: `with hurry as materialized (select set_config('synchronous_commit', 'off', true)),
      due as materialized (${dueOf('$1', '= 0')} union all ${dueOf('$2', '> 0')})
      update outbox o set publishes = o.publishes + 1,
        due_at = now() + least(5 * 2 ^ least(o.publishes, 8), 30) * interval '1 second'
      from due, hurry where o.event_id = due.event_id and o.listener = due.listener
      returning o.event_id, o.listener, o.envelope`,
    values: [fresh, again, limit],
  });
  return answer.rows;
}

/** Gives deliveries back that did not reach the queue, so that they are due at once. */
export async function release(pool: Pool, rows: readonly Claimed[]): Promise<void> {
  await pool.query(
    `update outbox o set publishes = greatest(o.publishes - 1, 0), due_at = now()
     from unnest($1::uuid[], $2::text[]) as r(event_id, listener)
     where o.event_id = r.event_id and o.listener = r.listener`,
    [rows.map((row) => row.event_id), rows.map((row) => row.listener)],
  );
}

/** Makes everything that one listener has not acknowledged due at once: the queue lost what it held. */
export async function owe(pool: Pool, listener: string): Promise<void> {
  await pool.query(`update outbox set due_at = now() where listener = $1 and due_at > now()`, [listener]);
}

/** Closes the deliveries a listener acknowledged; closing one twice, or one that was never open, does nothing. */
export async function closeDeliveries(
  pool: Pool,
  listener: string,
  eventIds: readonly string[],
): Promise<number> {
  const answer = await pool.query({
    name: 'outbox-close',
    text: `with hurry as materialized (select set_config('synchronous_commit', 'off', true)),
      gone as (delete from outbox using hurry where listener = $1 and event_id = any($2::uuid[]) returning 1)
      select count(*)::int as closed from gone`,
    values: [listener, eventIds],
  });
  return Number(answer.rows[0]?.closed ?? 0);
}

/** Deliveries still open, by listener. */
export async function openDeliveries(pool: Pool): Promise<ReadonlyMap<string, number>> {
  const answer = await pool.query<{ listener: string; open: number }>(
    'select listener, count(*)::int as open from outbox group by listener',
  );
  return new Map(answer.rows.map((row) => [row.listener, row.open]));
}
