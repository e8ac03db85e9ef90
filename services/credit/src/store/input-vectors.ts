/** The row of an enterprise's inputs: the lock under which they change, and what was made of them last. */
import type { Database, DbOrTx, Tx } from '@qinwu/platform/db/database';
import { sql } from 'drizzle-orm';

/** What a change of an enterprise's inputs begins with. */
export interface LockedInputs {
  readonly uscc: string;
  readonly industry: string | null;
  /** The order of sources it was laid out by. */
  readonly precedence: number;
  /** The instant of the change before. */
  readonly updatedAt: Date;
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
  const { rows } = await tx.execute<{
    uscc: string;
    industry: string | null;
    precedence: number;
    updated_at: string;
    known_at: string;
  }>(sql`
    with locked as materialized (
      select uscc, industry, precedence, updated_at from input_vector
      where park_id = ${park} and uscc = any(${sql.param(usccs)}::text[])
      order by uscc for update
    )
    select uscc, industry, precedence, updated_at,
      greatest(date_trunc('milliseconds', clock_timestamp()), updated_at) + interval '1 millisecond' as known_at
    from locked`);
  return new Map(
    rows.map(({ updated_at, known_at, ...row }) => [
      row.uscc,
      { ...row, updatedAt: new Date(updated_at), knownAt: new Date(known_at) },
    ]),
  );
}

/** Which of some enterprises are entered, in the order of their codes. */
export async function listEntered(tx: Tx, park: string, usccs: readonly string[]): Promise<string[]> {
  const { rows } = await tx.execute<{ uscc: string }>(sql`
    select uscc from input_vector where park_id = ${park} and uscc = any(${sql.param(usccs)}::text[])
    order by uscc`);
  return rows.map(({ uscc }) => uscc);
}

/**
 * Held while enterprises are entered, by many at a time, or alone by whoever found one not entered: so that what was
 * announced of it before is counted by the one or by the other. Before any row is locked.
 */
export async function holdEntering(tx: Tx, park: string, mode: 'entering' | 'alone'): Promise<void> {
  const lock = sql.raw(mode === 'alone' ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared');
  await tx.execute(sql`select ${lock}(hashtextextended(${JSON.stringify(['entering', park])}, 0))`);
}

/** The row of an enterprise that is entered in the same transaction. */
export async function openInputs(tx: Tx, park: string, uscc: string): Promise<void> {
  await tx.execute(sql`
    insert into input_vector (park_id, uscc, version, updated_at)
    values (${park}, ${uscc}, 0, date_trunc('milliseconds', clock_timestamp()))`);
}

/** The division and standing from an instant on; what was known before stays known as it was. */
export async function saveIndustry(
  tx: Tx,
  park: string,
  {
    uscc,
    industry,
    active,
    knownAt,
  }: Pick<LockedInputs, 'uscc' | 'industry' | 'knownAt'> & { active: boolean },
): Promise<void> {
  await tx.execute(sql`
    update enterprise_industry set superseded_at = ${knownAt.toISOString()}
    where park_id = ${park} and uscc = ${uscc} and superseded_at is null`);
  await tx.execute(sql`
    insert into enterprise_industry (park_id, uscc, industry, active, known_at)
    values (${park}, ${uscc}, ${industry}, ${active}, ${knownAt.toISOString()})`);
}

/** The division of an enterprise as it was known at an instant (null: as it is). */
export async function findIndustry(
  { orm }: Database,
  { park, uscc, knownOn }: { park: string; uscc: string; knownOn: Date | null },
): Promise<string | null> {
  const at = knownOn?.toISOString() ?? null;
  const { rows } = await orm.execute<{ industry: string | null }>(sql`
    select industry from enterprise_industry where park_id = ${park} and uscc = ${uscc}
      and (superseded_at is null or superseded_at > ${at}::timestamptz)
      and (${at}::timestamptz is null or known_at <= ${at}::timestamptz)
    order by known_at desc limit 1`);
  return rows[0]?.industry ?? null;
}

/** What counts of an enterprise, by slot from 0 on, and the days for which it is exact (null: without end). */
export interface NewInputs {
  readonly slots: readonly (number | null)[];
  readonly negatives: Readonly<Record<string, number>>;
  readonly exactFrom: string | null;
  /** The first day no longer. */
  readonly exactUntil: string | null;
}

/** Lays down what the inputs of locked enterprises have become by an order of sources; returns the versions of their rows. */
export async function saveInputs(
  tx: Tx,
  { park, precedence }: { park: string; precedence: number },
  inputs: readonly (LockedInputs & NewInputs)[],
): Promise<Map<string, number>> {
  const column = (of: (one: LockedInputs & NewInputs) => string | null) => sql.param(inputs.map(of));
  const { rows } = await tx.execute<{ uscc: string; version: number }>(sql`
    update input_vector set version = input_vector.version + 1, industry = laid.industry,
      slots = laid.slots::bigint[], precedence = ${precedence}, negatives = laid.negatives::jsonb,
      exact_from = coalesce(laid.exact_from, '-infinity'), exact_until = laid.exact_until,
      updated_at = laid.known_at
    from unnest(${column((one) => one.uscc)}::text[], ${column((one) => one.industry)}::text[],
      ${column((one) => `{${one.slots.map((value) => value ?? 'NULL').join()}}`)}::text[],
      ${column((one) => JSON.stringify(one.negatives))}::text[], ${column((one) => one.exactFrom)}::date[],
      ${column((one) => one.exactUntil)}::date[], ${column((one) => one.knownAt.toISOString())}::timestamptz[]
    ) as laid (uscc, industry, slots, negatives, exact_from, exact_until, known_at)
    where park_id = ${park} and input_vector.uscc = laid.uscc
    returning input_vector.uscc, version`);
  return new Map(rows.map(({ uscc, version }) => [uscc, version]));
}

export interface KeptInputs {
  readonly uscc: string;
  readonly version: number;
  readonly industry: string | null;
  /** By slot, the first one at 0. */
  readonly slots: readonly (number | null)[];
  readonly negatives: Readonly<Record<string, number>>;
  /** Holds for the day that was asked for, by the order of sources that was asked for. */
  readonly exact: boolean;
  readonly updatedAt: Date;
}

/** The inputs of enterprises as they stand now. */
export async function readInputs(
  db: DbOrTx,
  {
    park,
    usccs,
    asOf,
    precedence,
  }: { park: string; usccs: readonly string[]; asOf: string; precedence: number },
): Promise<KeptInputs[]> {
  const { rows } = await db.execute<{
    uscc: string;
    version: number;
    industry: string | null;
    slots: (string | null)[];
    negatives: Record<string, number>;
    exact: boolean;
    updated_at: string;
  }>(sql`
    select uscc, version, industry, slots, negatives, updated_at,
      exact_from <= ${asOf}::date and (exact_until is null or ${asOf}::date < exact_until)
        and precedence = ${precedence} as exact
    from input_vector
    where park_id = ${park} and uscc = any(${sql.param(usccs)}::text[])
    order by uscc`);
  return rows.map(({ slots, updated_at, ...row }) => ({
    ...row,
    slots: slots.map((value) => (value === null ? null : Number(value))),
    updatedAt: new Date(updated_at),
  }));
}

/** Enterprises whose laid out inputs hold no longer on a day, some of them. */
export async function listRunOut(
  { orm }: Database,
  day: string,
  limit: number,
): Promise<{ park: string; uscc: string }[]> {
  const { rows } = await orm.execute<{ park: string; uscc: string }>(sql`
    select park_id as park, uscc from input_vector where exact_until <= ${day}::date
    order by exact_until, park_id, uscc limit ${limit}`);
  return rows;
}

/** Enterprises laid out by an order of sources their park has changed since, some of them. */
export async function listReordered(
  { orm }: Database,
  limit: number,
): Promise<{ park: string; uscc: string }[]> {
  const { rows } = await orm.execute<{ park: string; uscc: string }>(sql`
    select laid.park_id as park, laid.uscc from input_vector laid
    join (
      select park_id, max(precedence) as precedence from indicator where superseded_at is null group by park_id
    ) stated on stated.park_id = laid.park_id and laid.precedence < stated.precedence
    limit ${limit}`);
  return rows;
}
