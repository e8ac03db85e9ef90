import type { Database } from '@qinwu/platform/db/database';
import { sql } from 'drizzle-orm';

export interface ScoredOutcome extends Record<string, unknown> {
  readonly total: number;
  readonly happened: boolean;
}

/** Scores of a run beside what became of the enterprises since, as the caller says; who has no score is left out. */
export async function listGivenOutcomes(
  { orm }: Database,
  run: string,
  outcomes: readonly { uscc: string; happened: boolean }[],
): Promise<ScoredOutcome[]> {
  const { rows } = await orm.execute<ScoredOutcome>(sql`
    select total, happened from run_score join unnest(
      ${sql.param(outcomes.map(({ uscc }) => uscc))}::text[],
      ${sql.param(outcomes.map(({ happened }) => happened))}::boolean[]) as given (code, happened)
      on code = uscc where run_id = ${run} and total is not null order by uscc`);
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
