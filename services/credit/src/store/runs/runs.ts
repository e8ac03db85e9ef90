import type { Database, DbOrTx, Tx } from '@qinwu/platform/db/database';
import { and, desc, eq, inArray, isNotNull, lte, or, sql } from 'drizzle-orm';
import type { RunState } from '../../vocabulary.ts';
import { type Condition, findById } from '../records.ts';
import { type RunRow, scoreRun } from './run-table.ts';

/** The instant of a cut: now by the database's clock, which dates what is known, in whole milliseconds. */
export async function databaseNow(tx: Tx): Promise<Date> {
  const { rows } = await tx.execute<{ now: string }>(
    sql`select date_trunc('milliseconds', clock_timestamp()) as now`,
  );
  return new Date(rows[0]?.now ?? Number.NaN);
}

/** A new run; false where its period has one already. */
export async function insertRun(tx: Tx, row: RunRow): Promise<boolean> {
  const inserted = await tx.insert(scoreRun).values(row).onConflictDoNothing().returning({ id: scoreRun.id });
  return inserted.length === 1;
}

const ENDED_WITHOUT: readonly RunState[] = ['CANCELLED', 'FAILED'];

/** The run that has the period of another, or null. */
export async function findRunOfPeriod(
  tx: Tx,
  row: Pick<RunRow, 'parkId' | 'modelId' | 'modelHash' | 'asOf' | 'division' | 'askedKnownOn' | 'trial'>,
): Promise<RunRow | null> {
  const { parkId, modelId, modelHash, asOf, division, askedKnownOn, trial } = row;
  const [found] = await tx
    .select()
    .from(scoreRun)
    .where(
      and(
        eq(scoreRun.parkId, parkId),
        eq(scoreRun.modelId, modelId),
        eq(scoreRun.modelHash, modelHash),
        eq(scoreRun.asOf, asOf),
        eq(scoreRun.trial, trial),
        sql`${scoreRun.division} is not distinct from ${division}`,
        sql`${scoreRun.askedKnownOn} is not distinct from ${askedKnownOn?.toISOString() ?? null}::timestamptz`,
        sql`${scoreRun.state} not in (${sql.join(
          ENDED_WITHOUT.map((state) => sql`${state}`),
          sql`, `,
        )})`,
      ),
    );
  return found ?? null;
}

/** A run, held until the transaction ends: its state moves under this lock alone. */
export async function lockRun(tx: Tx, id: string): Promise<RunRow> {
  const [row] = await tx.select().from(scoreRun).where(eq(scoreRun.id, id)).for('update');
  if (row === undefined) throw new Error(`There is no run ${id}.`);
  return row;
}

/** What a step leaves of a run that is held. */
export async function saveRun(tx: Tx, id: string, fields: Partial<RunRow>): Promise<void> {
  await tx.update(scoreRun).set(fields).where(eq(scoreRun.id, id));
}

/**
 * Counts a slice as done; null where the run is not scoring any more. Called last in the slice's transaction: until
 * it commits, no other slice of the run can.
 */
export async function countSlice(tx: Tx, id: string, scored: number): Promise<{ isLast: boolean } | null> {
  const [row] = await tx
    .update(scoreRun)
    .set({
      slicesDone: sql`${scoreRun.slicesDone} + 1`,
      scored: sql`${scoreRun.scored} + ${scored}`,
      state: sql`case when ${scoreRun.slicesDone} + 1 = ${scoreRun.slices} then 'PUBLISHING' else 'SCORING' end`,
    })
    .where(and(eq(scoreRun.id, id), eq(scoreRun.state, 'SCORING')))
    .returning({ state: scoreRun.state });
  return row === undefined ? null : { isLast: row.state === 'PUBLISHING' };
}

/** Which runs a list shows. */
export function runsWhere({
  scheme,
  state,
}: {
  scheme?: string | undefined;
  state?: RunState | undefined;
}): Condition {
  return and(
    scheme === undefined ? undefined : eq(scoreRun.scheme, scheme),
    state === undefined ? undefined : eq(scoreRun.state, state),
  );
}

/** The finished runs of a model; only what tells whether it was tried. */
export async function listTrials(
  { orm }: Database,
  { parkId, id }: { parkId: string; id: string },
): Promise<Pick<RunRow, 'modelHash' | 'division' | 'scored' | 'previousRun'>[]> {
  const { modelHash, division, scored, previousRun } = scoreRun;
  return orm
    .select({ modelHash, division, scored, previousRun })
    .from(scoreRun)
    .where(and(eq(scoreRun.parkId, parkId), eq(scoreRun.modelId, id), eq(scoreRun.state, 'PUBLISHED')));
}

/** Runs under way of which a job was given up. */
export async function listStranded({ orm }: Database): Promise<{ id: string; error: string | null }[]> {
  const { rows } = await orm.execute<{ id: string; error: string | null }>(sql`
    select distinct on (score_run.id) score_run.id, job.error from score_run
    join job on job.park_id = score_run.park_id and job.state = 'FAILED'
      and job.kind like 'credit.%' and job.input ->> 'run' = score_run.id::text
    where score_run.state in ('PLANNING', 'SCORING', 'PUBLISHING')`);
  return rows;
}

/**
 * The run whose percentiles count for a day as it was known at an instant (null: as it is), or null: the one whose cut
 * is that instant, which was published later, else the last whose scores were the park's by then.
 */
export async function findStatisticsRun(
  { orm }: Database,
  { park, scheme, asOf, knownOn }: { park: string; scheme: string; asOf: string; knownOn: Date | null },
): Promise<RunRow | null> {
  const [row] = await orm
    .select()
    .from(scoreRun)
    .where(
      and(
        eq(scoreRun.parkId, park),
        eq(scoreRun.scheme, scheme),
        isNotNull(scoreRun.currentAt),
        sql`${scoreRun.asOf} <= ${asOf}::date`,
        knownOn === null ? undefined : or(lte(scoreRun.currentAt, knownOn), eq(scoreRun.knownOn, knownOn)),
      ),
    )
    .orderBy(desc(scoreRun.asOf), desc(scoreRun.knownOn))
    .limit(1);
  return row ?? null;
}

/** The runs whose scores are a park's, by scheme. */
export async function listCurrentRuns(
  db: DbOrTx,
  park: string,
  schemes: readonly string[],
): Promise<Map<string, RunRow>> {
  if (schemes.length === 0) return new Map();
  const rows = await db
    .select()
    .from(scoreRun)
    .where(
      and(
        sql`${scoreRun.id} in (select run_id from current_run where park_id = ${park})`,
        inArray(scoreRun.scheme, [...schemes]),
      ),
    );
  return new Map(rows.map((row) => [row.scheme, row]));
}

/** The run whose scores are the park's under a scheme, held where there is one. */
export async function standingRun(tx: Tx, { parkId, scheme }: RunRow): Promise<RunRow | null> {
  const { rows } = await tx.execute<{ run_id: string }>(sql`
    select run_id from current_run where park_id = ${parkId} and scheme = ${scheme} for update`);
  const [held] = rows;
  return held === undefined ? null : findById(tx, scoreRun, parkId, held.run_id);
}

/** Makes a run the park's in place of the one that stands, unless that is of a later day or knew more. */
export async function flipCurrent(tx: Tx, run: RunRow, standing: RunRow | null): Promise<boolean> {
  if (standing !== null && !isLater(run, standing)) return false;
  const { rowCount } = await tx.execute(sql`
    insert into current_run (park_id, scheme, run_id) values (${run.parkId}, ${run.scheme}, ${run.id})
    on conflict (park_id, scheme) do update set run_id = excluded.run_id
      where current_run.run_id = ${standing?.id ?? null}`);
  // Two first runs of a scheme: the second one is published again, and then meets the first.
  if (rowCount === 0) throw new Error('Another run became the first of the scheme meanwhile.');
  return true;
}

/** What a score tells of: its day, and the instant it was known at. */
export interface Dated {
  readonly asOf: string;
  readonly knownOn: Date;
}

/** True where the one is of a later day, or of the same day and knew more. */
export function isLater(one: Dated, other: Dated): boolean {
  return one.asOf === other.asOf ? one.knownOn > other.knownOn : one.asOf > other.asOf;
}
