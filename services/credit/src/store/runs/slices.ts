/** Who is scored by a run, shared out into slices, and what each slice came to. */
import type { DbOrTx, Tx } from '@qinwu/platform/db/database';
import { type SQL, sql } from 'drizzle-orm';
import type { SliceTally } from '../../run-shapes.ts';
import type { RunRow } from './run-table.ts';

export type RunCut = Pick<RunRow, 'id' | 'parkId' | 'asOf' | 'knownOn' | 'division'>;

/** The enterprises that stood in the park's list at the instant of the cut. */
export function knownAtCut({ parkId, knownOn, division }: Omit<RunCut, 'id' | 'asOf'>): SQL {
  const cut = knownOn.toISOString();
  return sql`park_id = ${parkId} and known_at <= ${cut}::timestamptz
    and (superseded_at is null or superseded_at > ${cut}::timestamptz) and active
    ${division === null ? sql`` : sql`and industry = ${division}`}`;
}

/**
 * True once no transaction is open that may yet commit something known by the cut. A change takes its instant while it
 * holds the lock of its enterprise, and who holds a lock has a transaction id: one without takes a later instant.
 */
export async function isSettled(tx: Tx, knownOn: Date): Promise<boolean> {
  await tx.execute(sql`select pg_stat_clear_snapshot()`);
  const { rows } = await tx.execute<{ open: number }>(sql`
    select count(*)::int as open from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and usename = current_user
      and xact_start <= ${knownOn.toISOString()}::timestamptz and backend_xid is not null`);
  return rows[0]?.open === 0;
}

/** Cuts the enterprises of a run into slices of a size; returns how many there are of both. */
export async function planSlices(
  tx: Tx,
  cut: RunCut,
  size: number,
): Promise<{ enterprises: number; slices: number }> {
  const { rows } = await tx.execute<{ enterprises: number; slices: number }>(sql`
    with numbered as (
      select uscc, (row_number() over (order by uscc) - 1) / ${size}::int as number
      from enterprise_industry where ${knownAtCut(cut)}),
    cut as (
      insert into score_slice (run_id, number, from_uscc, to_uscc, enterprises)
      select ${cut.id}::uuid, number, min(uscc), max(uscc), count(*) from numbered group by number
      returning enterprises)
    select coalesce(sum(enterprises), 0)::int as enterprises, count(*)::int as slices from cut`);
  return rows[0] ?? { enterprises: 0, slices: 0 };
}

export interface CodeRange {
  readonly from: string;
  readonly to: string;
}

export interface SliceRow extends CodeRange {
  readonly enterprises: number;
  readonly done: boolean;
}

/** The range of a slice. */
export async function findSlice(tx: Tx, run: string, number: number): Promise<SliceRow> {
  const { rows } = await tx.execute<{ from: string; to: string; enterprises: number; done: boolean }>(sql`
    select from_uscc as from, to_uscc as to, enterprises, tally is not null as done from score_slice
    where run_id = ${run} and number = ${number}`);
  const [row] = rows;
  if (row === undefined) throw new Error(`Run ${run} has no slice ${number}.`);
  return row;
}

/** Lays down what a slice came to. */
export async function saveTally(tx: Tx, run: string, number: number, tally: SliceTally): Promise<void> {
  await tx.execute(sql`
    update score_slice set tally = ${JSON.stringify(tally)}::jsonb where run_id = ${run} and number = ${number}`);
}

/** What the slices of a run came to, in their order. */
export async function listTallies(db: DbOrTx, run: string): Promise<SliceTally[]> {
  const { rows } = await db.execute<{ tally: SliceTally }>(sql`
    select tally from score_slice where run_id = ${run} and tally is not null order by number`);
  return rows.map(({ tally }) => tally);
}
