/** Who rests on a park's catalogue holds it for the length of a transaction; who changes it waits for them. */
import type { Tx } from '@qinwu/platform/db/database';
import { sql } from 'drizzle-orm';

/** Tells these locks from others on the name of a park. */
const CATALOGUE = 1811;

/** Keeps the catalogue as it is until the transaction ends: it is read after this, not before. */
export async function holdCatalogue(tx: Tx, park: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(hashtextextended(${park}, ${CATALOGUE}))`);
}

/**
 * Locks the catalogue for a change; returns the instant from which the change is known, later than any before. The
 * transaction takes its id first: a run waits for whoever has one and began by its cut.
 */
export async function lockCatalogue(tx: Tx, park: string): Promise<Date> {
  await tx.execute(
    sql`select pg_current_xact_id(), pg_advisory_xact_lock(hashtextextended(${park}, ${CATALOGUE}))`,
  );
  const { rows } = await tx.execute<{ known_at: string }>(sql`
    select greatest(date_trunc('milliseconds', clock_timestamp()), max(known_at)) + interval '1 millisecond' as known_at
    from indicator where park_id = ${park}`);
  return new Date(rows[0]?.known_at ?? Number.NaN);
}
