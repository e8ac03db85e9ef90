/** The row of an enterprise's inputs: the lock under which they change, and what was made of them last. */
import type { Tx } from '@qinwu/platform/db/database';
import { sql } from 'drizzle-orm';

/** What a change of an enterprise's inputs begins with. */
export interface LockedInputs {
  readonly uscc: string;
  readonly industry: string | null;
  /** The instant from which the change is known: whole milliseconds, later than any before of this enterprise. */
  readonly knownAt: Date;
}

/**
 * Locks the inputs of enterprises for a change, in the order of their codes so that no two changes wait for each
 * other. The instant is rounded up: a transaction that began after a cut never dates what it knows before the cut.
 */
export async function lockInputs(
  tx: Tx,
  park: string,
  usccs: readonly string[],
): Promise<Map<string, LockedInputs>> {
  const { rows } = await tx.execute<{ uscc: string; industry: string | null; known_at: string }>(sql`
    with locked as materialized (
      select uscc, industry, updated_at from input_vector
      where park_id = ${park} and uscc = any(${sql.param(usccs)}::text[])
      order by uscc for update
    )
    select uscc, industry,
      greatest(date_trunc('milliseconds', clock_timestamp()), updated_at) + interval '1 millisecond' as known_at
    from locked`);
  return new Map(
    rows.map(({ uscc, industry, known_at }) => [uscc, { uscc, industry, knownAt: new Date(known_at) }]),
  );
}

/** The row of an enterprise that is entered in the same transaction. */
export async function openInputs(tx: Tx, park: string, uscc: string): Promise<void> {
  await tx.execute(sql`
    insert into input_vector (park_id, uscc, version, updated_at)
    values (${park}, ${uscc}, 0, date_trunc('milliseconds', clock_timestamp()))`);
}

/** The division from an instant on; what was known before stays known as it was. */
export async function saveIndustry(
  tx: Tx,
  park: string,
  { uscc, industry, knownAt }: LockedInputs,
): Promise<void> {
  await tx.execute(sql`
    update enterprise_industry set superseded_at = ${knownAt.toISOString()}
    where park_id = ${park} and uscc = ${uscc} and superseded_at is null`);
  await tx.execute(sql`
    insert into enterprise_industry (park_id, uscc, industry, known_at)
    values (${park}, ${uscc}, ${industry}, ${knownAt.toISOString()})`);
}

/** What counts of an enterprise, by slot from 0 on, and the days for which it is exact (null: without end). */
export interface NewInputs {
  readonly slots: readonly (number | null)[];
  readonly negatives: Readonly<Record<string, number>>;
  readonly exactFrom: string | null;
  /** The first day no longer. */
  readonly exactUntil: string | null;
}

/** Lays down what the inputs of an enterprise have become; returns the version of the row. */
export async function saveInputs(
  tx: Tx,
  park: string,
  { uscc, industry, knownAt }: LockedInputs,
  vector: NewInputs,
): Promise<number> {
  const { rows } = await tx.execute<{ version: number }>(sql`
    update input_vector set version = version + 1, industry = ${industry},
      slots = ${sql.param(vector.slots)}::bigint[], negatives = ${JSON.stringify(vector.negatives)}::jsonb,
      exact_from = coalesce(${vector.exactFrom}::date, '-infinity'), exact_until = ${vector.exactUntil}::date,
      updated_at = ${knownAt.toISOString()}
    where park_id = ${park} and uscc = ${uscc}
    returning version`);
  return rows[0]?.version ?? 0;
}
