/** The scores of a park as they stand: its run, and over it what was scored anew since. */
import type { Database } from '@qinwu/platform/db/database';
import { type SQL, sql } from 'drizzle-orm';
import type { RunRow } from './runs/run-table.ts';

export interface ParkScores {
  readonly park: string;
  readonly scheme: string;
  /** The run whose scores are the park's, null before the first. */
  readonly run: Pick<RunRow, 'id' | 'asOf' | 'knownOn'> | null;
}

const COLUMNS = sql.raw('uscc, stage, total, grade, division');

function standing({ park, scheme, run }: ParkScores): SQL {
  const later =
    run === null
      ? sql`true`
      : sql`(as_of, known_on) > (${run.asOf}::date, ${run.knownOn.toISOString()}::timestamptz)`;
  return sql`
    since as materialized (
      select distinct on (uscc) ${COLUMNS}, as_of, known_on, null::uuid as run_id from rescore
      where park_id = ${park} and scheme = ${scheme} and ${later} order by uscc, as_of desc, known_on desc),
    standing as (
      select * from since union all
      select ${COLUMNS}, ${run?.asOf ?? null}::date, ${run?.knownOn.toISOString() ?? null}::timestamptz, run_id
      from run_score where run_id = ${run?.id ?? null}::uuid
        and not exists (select from since where since.uscc = run_score.uscc))`;
}

export interface StandingRow {
  readonly uscc: string;
  readonly stage: string;
  readonly total: number;
  readonly grade: string;
  readonly division: string | null;
  readonly asOf: string;
  readonly knownOn: Date;
  /** Null where the enterprise was scored alone since. */
  readonly runId: string | null;
}

export interface StandingQuery extends ParkScores {
  readonly grade: string | undefined;
  readonly stage: string | undefined;
  readonly division: string | undefined;
  readonly atLeast: number | undefined;
  /** Total and code of the last one of the page before. */
  readonly after: { readonly total: number; readonly uscc: string } | null;
  readonly limit: number;
}

/** Scores, the highest first; those without one are left out. */
export async function listStanding({ orm }: Database, query: StandingQuery): Promise<StandingRow[]> {
  const { grade, stage, division, atLeast, after, limit } = query;
  const is = (column: string, value: string | undefined): SQL =>
    value === undefined ? sql`` : sql`and ${sql.identifier(column)} = ${value}`;
  const { rows } = await orm.execute<
    Record<string, unknown> & Omit<StandingRow, 'knownOn'> & { known_on: string }
  >(
    sql`
    with ${standing(query)}
    select ${COLUMNS}, to_char(as_of, 'YYYY-MM-DD') as "asOf", known_on, run_id as "runId" from standing
    where total is not null ${is('grade', grade)} ${is('stage', stage)} ${is('division', division)}
      ${atLeast === undefined ? sql`` : sql`and total >= ${atLeast}::bigint`}
      ${after === null ? sql`` : sql`and (total < ${after.total} or total = ${after.total} and uscc > ${after.uscc})`}
    order by total desc, uscc limit ${limit}`,
  );
  return rows.map(({ known_on, ...row }) => ({ ...row, knownOn: new Date(known_on) }));
}

/** How many have a score, and how many of them a higher and a lower one. */
export interface Place {
  readonly of: number;
  readonly above: number;
  readonly below: number;
}

export interface Ranked {
  readonly own: StandingRow;
  readonly park: Place;
  readonly stage: Place;
  /** Null where the division is not known. */
  readonly division: Place | null;
}

/** Where the score of an enterprise stands; null where it has none. */
export async function findRank({ orm }: Database, scores: ParkScores, uscc: string): Promise<Ranked | null> {
  const place = (among: SQL): SQL => sql`json_build_object(
    'of', count(*) filter (where ${among}), 'above', count(*) filter (where ${among} and other.total > own.total),
    'below', count(*) filter (where ${among} and other.total < own.total))`;
  const { rows } = await orm.execute<{
    own: Omit<StandingRow, 'knownOn'> & { knownOn: string };
    park: Place;
    stage: Place;
    division: Place;
  }>(sql`
    with ${standing(scores)}, own as (select * from standing where uscc = ${uscc} and total is not null)
    select json_build_object('uscc', own.uscc, 'stage', own.stage, 'total', own.total, 'grade', own.grade,
        'division', own.division, 'asOf', own.as_of, 'knownOn', own.known_on, 'runId', own.run_id) as own,
      ${place(sql`true`)} as park, ${place(sql`other.stage = own.stage`)} as stage,
      ${place(sql`other.division = own.division`)} as division
    from own cross join standing other where other.total is not null
    group by own.uscc, own.stage, own.total, own.grade, own.division, own.as_of, own.known_on, own.run_id`);
  const [row] = rows;
  if (row === undefined) return null;
  const own = { ...row.own, knownOn: new Date(row.own.knownOn) };
  return { own, park: row.park, stage: row.stage, division: own.division === null ? null : row.division };
}

/** A score an enterprise had, as it is kept. */
export interface PastRow extends Omit<StandingRow, 'stage' | 'total' | 'grade'> {
  readonly stage: string | null;
  readonly total: number | null;
  readonly grade: string | null;
  readonly modelId: string;
  readonly inputHash: string;
  /** The run whose percentiles were there to be read, null where there was none. */
  readonly readRun: string | null;
  /** By the rules of the model, then its negative items. */
  readonly parts: readonly number[];
}

/** Those of some runs that percentiles were read from: a run's own model says of how many peers they have to be. */
export async function listReadRuns({ orm }: Database, runIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await orm.execute<{ id: string }>(sql`
    select used.id from score_run used where used.id = any(${sql.param([...runIds])}::uuid[]) and exists (
      select from run_statistic where run_id = used.id
        and peers >= (used.document::jsonb ->> 'minimumPeers')::int)`);
  return new Set(rows.map(({ id }) => id));
}

/** The scores an enterprise has had, the last first: those of the park's runs, and of its own between them. */
export async function listPastScores(
  { orm }: Database,
  {
    park,
    scheme,
    uscc,
    after,
    limit,
  }: {
    park: string;
    scheme: string;
    uscc: string;
    after: { asOf: string; knownOn: string } | null;
    limit: number;
  },
): Promise<PastRow[]> {
  const { rows } = await orm.execute<
    Record<string, unknown> & Omit<PastRow, 'knownOn'> & { known_on: string }
  >(sql`
    with past as (
      select s.uscc, s.stage, s.total, s.grade, s.division, r.as_of, r.known_on, r.id as run_id, r.model_id,
        encode(s.input_hash, 'hex') as input_hash, r.id as read_run, s.parts
      from score_run r join run_score s on s.run_id = r.id and s.uscc = ${uscc}
      where r.park_id = ${park} and r.scheme = ${scheme} and r.current_at is not null
      union all
      select uscc, stage, total, grade, division, as_of, known_on, null, model_id, input_hash,
        statistics_run, parts
      from rescore where park_id = ${park} and uscc = ${uscc} and scheme = ${scheme})
    select ${COLUMNS}, to_char(as_of, 'YYYY-MM-DD') as "asOf", known_on, run_id as "runId",
      model_id as "modelId", input_hash as "inputHash",
      read_run as "readRun", parts from past
    where ${after === null ? sql`true` : sql`(as_of, known_on) < (${after.asOf}::date, ${after.knownOn}::timestamptz)`}
    order by as_of desc, known_on desc, run_id nulls last limit ${limit}`);
  return rows.map(({ known_on, ...row }) => ({ ...row, knownOn: new Date(known_on) }));
}
