/** What the enterprises of a run are scored on, read by the ten thousand. */
import { copyOut } from '@qinwu/platform/db/copy';
import type { Tx } from '@qinwu/platform/db/database';
import { longStatement } from '@qinwu/platform/db/long-statement';
import { type SQL, sql } from 'drizzle-orm';
import { type CodeRange, knownAtCut, type RunCut } from './slices.ts';

/** Which codes are meant, by the column they stand in. */
type Codes = (column: SQL) => SQL;

/** A cut with the order of sources that applied at its instant. */
export type InputsCut = RunCut & { readonly precedence: number };

const ALL: Codes = () => sql`true`;

/**
 * The enterprises of the cut with their inputs: those kept ready where they hold for its day, its instant and its order of sources, else those
 * laid out for the run, else null. One statement sees each enterprise once, whatever changes meanwhile. The codes are
 * named for every table: PostgreSQL then merges three ranges, and does not look up each enterprise by itself.
 */
function inputsAtCut(cut: InputsCut, codes: Codes): SQL {
  return sql`
    select known.uscc, known.industry,
      coalesce(kept.slots, laid.slots) as slots, coalesce(kept.negatives, laid.negatives) as negatives
    from (select uscc, industry from enterprise_industry where ${knownAtCut(cut)} and ${codes(sql`uscc`)}) known
    left join input_vector kept on kept.park_id = ${cut.parkId} and kept.uscc = known.uscc
      and ${codes(sql`kept.uscc`)} and kept.updated_at <= ${cut.knownOn.toISOString()}::timestamptz
      and kept.precedence = ${cut.precedence}::int
      and kept.exact_from <= ${cut.asOf}::date and (kept.exact_until is null or ${cut.asOf}::date < kept.exact_until)
    left join run_vector laid on laid.run_id = ${cut.id}::uuid and laid.uscc = known.uscc
      and ${codes(sql`laid.uscc`)} and kept.uscc is null`;
}

/** The inputs of a slice in the order of the codes: code, division, slots, documents (null for none). */
export function copySliceInputs(cut: InputsCut, { from, to }: CodeRange): Promise<Buffer> {
  const range: Codes = (column) => sql`${column} between ${from} and ${to}`;
  return copyOut(sql`
    select uscc, industry, slots, nullif(negatives, '{}')::text from (${inputsAtCut(cut, range)}) input order by uscc`);
}

/** Some enterprises of the cut without inputs, after a code. */
export async function listWithoutInputs(
  tx: Tx,
  cut: InputsCut,
  { after, limit }: { after: string; limit: number },
): Promise<string[]> {
  const { rows } = await tx.execute<{ uscc: string }>(sql`
    select uscc from (${inputsAtCut(cut, (column) => sql`${column} > ${after}`)}) input
    where slots is null order by uscc limit ${limit}`);
  return rows.map(({ uscc }) => uscc);
}

export interface LaidOut {
  readonly uscc: string;
  readonly slots: readonly (number | null)[];
  readonly negatives: Readonly<Record<string, number>>;
}

/** Lays inputs down for a run. */
export async function insertRunVectors(tx: Tx, run: string, laid: readonly LaidOut[]): Promise<void> {
  const column = (of: (one: LaidOut) => string) => sql.param(laid.map(of));
  await tx.execute(sql`
    insert into run_vector (run_id, uscc, slots, negatives)
    select ${run}::uuid, uscc, slots::bigint[], negatives::jsonb
    from unnest(${column((one) => one.uscc)}::text[],
      ${column((one) => `{${one.slots.map((value) => value ?? 'NULL').join()}}`)}::text[],
      ${column((one) => JSON.stringify(one.negatives))}::text[]) as laid (uscc, slots, negatives)`);
}

/** What percentiles are taken of: places of indicators and of the stage's, counted from 1, and where stages begin. */
export interface StatisticsAsked {
  readonly indicators: readonly { readonly code: string; readonly slot: number }[];
  readonly stageSlot: number;
  readonly stages: readonly string[];
  /** Lower bounds of the stages above the first. */
  readonly stageFrom: readonly number[];
}

const STATISTICS_SECONDS = 600;

/**
 * Takes the percentiles of the whole park at a cut and lays them down for the run, unless inputs were missing; returns
 * how many were. The n-th point is the least value that is not below n per cent of the peers.
 */
export async function writeStatistics(tx: Tx, cut: InputsCut, asked: StatisticsAsked): Promise<number> {
  const wholePark = { ...cut, division: null };
  const bounds = `{${asked.stageFrom.join()}}`;
  const stages = sql.param([...asked.stages]);
  // Less by a hair: 0.07 * 100 is above 7 in floating point, and would take the 8th of 100 for the 7th.
  const fractions = `{${Array.from({ length: 100 }, (_, n) => (n + 1) / 100 - 1e-10).join()}}`;
  const [row] = await longStatement<{ missing: number }>(
    tx,
    sql`
    with input as materialized (${inputsAtCut(wholePark, ALL)}),
    value as (
      select code, industry, slots[slot] as value,
        (${stages}::text[])[width_bucket(slots[${asked.stageSlot}::int], ${bounds}::bigint[]) + 1] as stage
      from input cross join unnest(${sql.param(asked.indicators.map(({ code }) => code))}::text[],
        ${sql.param(asked.indicators.map(({ slot }) => slot))}::int[]) as asked (code, slot)
      where slots[slot] is not null and slots[${asked.stageSlot}::int] is not null),
    written as (
      insert into run_statistic (run_id, indicator, stage, division, peers, points)
      select ${cut.id}::uuid, code, stage, coalesce(industry, ''), count(*),
        percentile_disc(${fractions}::float8[]) within group (order by value)
      from value where not exists (select from input where slots is null)
      group by grouping sets ((code, stage, industry), (code, stage))
      having grouping(industry) = 1 or industry is not null
      returning 1)
    select count(*)::int as missing from input where slots is null`,
    { seconds: STATISTICS_SECONDS },
  );
  return row?.missing ?? 0;
}
