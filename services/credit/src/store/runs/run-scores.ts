/** The scores of a run: written by COPY, compared with those before, read one at a time. */
import { hash } from 'node:crypto';
import { RowWriter } from '@qinwu/platform/db/binary-rows';
import { copyIn } from '@qinwu/platform/db/copy';
import type { DbOrTx, Tx } from '@qinwu/platform/db/database';
import { longStatement } from '@qinwu/platform/db/long-statement';
import { type SQL, sql } from 'drizzle-orm';
import type { GradeMove, RunMoves } from '../../run-shapes.ts';
import type { CodeRange } from './slices.ts';

/** Whose score a row is. */
export interface Scored {
  readonly uscc: string;
  readonly industry: string | null;
}

/** What a score comes to, as it is written; of somebody without a stage nothing does. */
export interface NewRunScore {
  readonly total: number;
  readonly grade: string;
  readonly parts: readonly number[];
  readonly missing: readonly number[];
}

const COLUMNS = ['run_id', 'uscc', 'stage', 'total', 'grade', 'division', 'parts', 'missing', 'input_hash'];
const NONE: readonly number[] = [];
const ID_BYTES = 16;
const ROW_BYTES = 350;

/** Scores of a run on their way to the database. */
export interface RunScores {
  /** Codes are of ASCII letters, the hash SHA-256 in hex. Called a million times in a row: it makes no object. */
  add(of: Scored, inputHash: string, stage: string | null, score: NewRunScore | null): void;
  /** SHA-256 in hex over all of them, the same whichever run worked them out; then puts them down. */
  write(run: string): Promise<string>;
}

/** Takes scores in the order of their codes; room for so many. */
export function openRunScores(room: number): RunScores {
  const rows = new RowWriter(room * ROW_BYTES);
  const ids: number[] = [];
  return {
    add({ uscc, industry }, inputHash, stage, score) {
      rows.row(COLUMNS.length);
      ids.push(rows.blank(ID_BYTES));
      rows.ascii(uscc);
      rows.ascii(stage);
      rows.int4(score?.total ?? null);
      rows.ascii(score?.grade ?? null);
      rows.ascii(industry);
      rows.int4Array(score?.parts ?? NONE);
      rows.int2Array(score?.missing ?? NONE);
      rows.hex(inputHash);
    },
    async write(run) {
      const bytes = rows.end();
      const digest = hash('sha256', bytes, 'hex');
      // The run's id goes in only now: the hash is over what was scored.
      const id = Buffer.from(run.replaceAll('-', ''), 'hex');
      for (const at of ids) id.copy(bytes, at);
      await copyIn(`run_score (${COLUMNS.join()})`, bytes);
      rows.close();
      return digest;
    },
  };
}

/** Takes away what a slice of a run that was cancelled has put down. */
export async function deleteScores(tx: Tx, run: string, { from, to }: CodeRange): Promise<void> {
  await tx.execute(sql`delete from run_score where run_id = ${run} and uscc between ${from} and ${to}`);
}

export interface RunScoreRow extends Record<string, unknown> {
  readonly run: string;
  readonly uscc: string;
  readonly stage: string | null;
  readonly total: number | null;
  readonly grade: string | null;
  readonly division: string | null;
  readonly parts: readonly number[];
  readonly missing: readonly number[];
  readonly inputHash: string;
}

/** What a run says of enterprises. */
export async function listRunScores(
  db: DbOrTx,
  runs: readonly string[],
  usccs: readonly string[],
): Promise<RunScoreRow[]> {
  if (runs.length === 0 || usccs.length === 0) return [];
  const { rows } = await db.execute<RunScoreRow>(sql`
    select run_id as run, uscc, stage, total, grade, division, parts, missing, encode(input_hash, 'hex') as "inputHash"
    from run_score where run_id = any(${sql.param([...runs])}::uuid[]) and uscc = any(${sql.param([...usccs])}::text[])`);
  return rows;
}

const COMPARED_SECONDS = 600;
const MOVERS = 20;

/** How the scores of a run differ from those of another. */
export async function compareRuns(
  tx: Tx,
  { run, before, ranked }: { run: string; before: string; ranked: boolean },
): Promise<Omit<RunMoves, 'stability'>> {
  const pairs = sql`
    (select uscc, total, grade from run_score where run_id = ${before} and total is not null) was
    full join (select uscc, total, grade from run_score where run_id = ${run} and total is not null) now using (uscc)`;
  const both = sql`was.total is not null and now.total is not null`;
  const limit = { seconds: COMPARED_SECONDS };
  const grades = await longStatement<GradeMove>(
    tx,
    sql`
    select was.grade as before, now.grade as after, count(*)::int as enterprises,
      count(*) filter (where now.total > was.total)::int as up,
      count(*) filter (where now.total < was.total)::int as down
    from ${pairs} group by was.grade, now.grade order by was.grade, now.grade`,
    limit,
  );
  const movers = await longStatement<RunMoves['movers'][number]>(
    tx,
    sql`
    select uscc, was.total as before, now.total as after from ${pairs}
    where ${both} and was.total <> now.total order by abs(now.total - was.total) desc, uscc limit ${MOVERS}`,
    limit,
  );
  const rankCorrelation = ranked ? await correlate(tx, pairs, both) : null;
  const sum = (of: (move: GradeMove) => number): number => grades.reduce((all, move) => all + of(move), 0);
  const [up, down] = [sum((move) => move.up), sum((move) => move.down)];
  const stayed = (move: GradeMove) => move.before !== null && move.after !== null;
  return {
    run: before,
    up,
    down,
    same: sum((move) => (stayed(move) ? move.enterprises : 0)) - up - down,
    entered: sum((move) => (move.before === null ? move.enterprises : 0)),
    left: sum((move) => (move.after === null ? move.enterprises : 0)),
    grades,
    rankCorrelation,
    movers,
  };
}

/** Spearman's rank correlation; equal totals share the mean of their ranks. Two sorts of a whole park: for trials. */
async function correlate(tx: Tx, pairs: SQL, both: SQL): Promise<number | null> {
  const [ranks] = await longStatement<{ correlation: number | null }>(
    tx,
    sql`
    select corr(x, y) as correlation from (
      select rank() over (order by was.total) + (count(*) over (partition by was.total) - 1) / 2.0 as x,
        rank() over (order by now.total) + (count(*) over (partition by now.total) - 1) / 2.0 as y
      from ${pairs} where ${both}) ranked`,
    { seconds: COMPARED_SECONDS },
  );
  return ranks?.correlation ?? null;
}

/** A score of a run that is another than the one that stood, or none where one stood. */
export interface ChangedScore extends Record<string, unknown> {
  readonly uscc: string;
  readonly total: number | null;
  readonly grade: string | null;
  readonly previousTotal: number | null;
  readonly previousGrade: string | null;
}

export interface AnnouncedRun {
  readonly id: string;
  readonly parkId: string;
  readonly scheme: string;
  readonly asOf: string;
  readonly knownOn: Date;
  readonly previousRun: string | null;
}

/**
 * The scores of a slice that changed: against the newest of the run before and a rescore up to this run. Where a
 * rescore is newer than the run, it was announced and the run's score is old news.
 */
export async function listChanged(
  tx: Tx,
  run: AnnouncedRun,
  { from, to, after, limit }: CodeRange & { after: string; limit: number },
): Promise<ChangedScore[]> {
  const { rows } = await tx.execute<ChangedScore>(sql`
    with compared as (
      select now.uscc, now.total, now.grade,
        case when rescored.as_of is not null and (before.run_id is null or
            (rescored.as_of, rescored.known_on) > (run_before.as_of, run_before.known_on))
          then rescored.total else before.total end as previous_total,
        case when rescored.as_of is not null and (before.run_id is null or
            (rescored.as_of, rescored.known_on) > (run_before.as_of, run_before.known_on))
          then rescored.grade else before.grade end as previous_grade
      from run_score now
      left join score_run run_before on run_before.id = ${run.previousRun}::uuid
      left join run_score before on before.run_id = run_before.id and before.uscc = now.uscc
      left join lateral (
        select as_of, known_on, total, grade from rescore
        where park_id = ${run.parkId} and uscc = now.uscc and scheme = ${run.scheme}
        order by as_of desc, known_on desc limit 1) rescored on true
      where now.run_id = ${run.id} and now.uscc between ${from} and ${to} and now.uscc > ${after}
        and (rescored.as_of is null or
          (rescored.as_of, rescored.known_on) <= (${run.asOf}::date, ${run.knownOn.toISOString()}::timestamptz)))
    select uscc, total, grade, previous_total as "previousTotal", previous_grade as "previousGrade" from compared
    where (total, grade) is distinct from (previous_total, previous_grade)
    order by uscc limit ${limit}`);
  return rows;
}
