import type { Database } from '@qinwu/platform/db/database';
import { sql } from 'drizzle-orm';

export interface ScoredOutcome extends Record<string, unknown> {
  readonly total: number;
  readonly happened: boolean;
}

export interface GivenOutcome extends Record<string, unknown> {
  readonly uscc: string;
  readonly total: number | null;
  readonly happened: boolean;
}

/** What became of enterprises, as the caller says, beside their scores of a run; null for who has none. */
export async function listGivenOutcomes(
  { orm }: Database,
  run: string,
  outcomes: readonly { uscc: string; happened: boolean }[],
): Promise<GivenOutcome[]> {
  const { rows } = await orm.execute<GivenOutcome>(sql`
    select code as uscc, total, happened from unnest(
      ${sql.param(outcomes.map(({ uscc }) => uscc))}::text[],
      ${sql.param(outcomes.map(({ happened }) => happened))}::boolean[]) as given (code, happened)
    left join run_score on uscc = code and run_id = ${run} order by code`);
  return rows;
}

/** Scores of a run beside whether a bank reported anything overdue after its day, of enterprises that had a line by then. */
export async function listOverdueOutcomes(
  { orm }: Database,
  { id, parkId, asOf }: { id: string; parkId: string; asOf: string },
): Promise<ScoredOutcome[]> {
  const { rows } = await orm.execute<ScoredOutcome>(sql`
    select s.total, coalesce(bool_or(r.on_day > ${asOf}::date), false) as happened
    from run_score s
    join credit_line l on l.park_id = ${parkId} and l.uscc = s.uscc and l.amount_approved is not null
      and l.state <> 'REVOKED' and l.decided_on <= ${asOf}::date
    left join line_report r on r.line_id = l.id and r.kind = 'overdue'
    where s.run_id = ${id} and s.total is not null group by s.uscc, s.total order by s.uscc`);
  return rows;
}
