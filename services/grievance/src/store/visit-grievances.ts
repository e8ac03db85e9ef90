import type { Tx } from '@qinwu/platform/db/database';
import { and, asc, eq, gte, inArray, lte, sql } from 'drizzle-orm';
import { grievanceClock } from './clock-table.ts';
import type { FoundGrievance } from './find-grievance.ts';
import { grievance } from './grievance-table.ts';
import { visit, visitProblem } from './visit-tables.ts';

/** The grievances with their clocks and keys, locked until the transaction ends; in the order of ids, lest two wait. */
export async function lockGrievances(
  tx: Tx,
  park: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, FoundGrievance>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({
      row: grievance,
      wrapped: sql<string | null>`(select wrapped from record_key where record_id = ${grievance.id})`,
    })
    .from(grievance)
    .where(and(eq(grievance.parkId, park), inArray(grievance.id, [...ids])))
    .orderBy(asc(grievance.id))
    .for('update', { of: grievance });
  const clocks = await tx
    .select()
    .from(grievanceClock)
    .where(inArray(grievanceClock.grievanceId, [...ids]));
  return new Map(
    rows.map(({ row, wrapped }) => [
      row.id,
      { row, wrapped, clocks: clocks.filter(({ grievanceId }) => grievanceId === row.id) },
    ]),
  );
}

/** What was put right on the spot in these days, waits for verification, and somebody else handled. */
export async function listUnverified(
  tx: Tx,
  query: { park: string; from: string; to: string; verifier: string; limit: number },
): Promise<string[]> {
  const rows = await tx
    .select({ id: grievance.id })
    .from(visitProblem)
    .innerJoin(visit, eq(visit.id, visitProblem.visitId))
    .innerJoin(grievance, eq(grievance.id, visitProblem.grievanceId))
    .where(
      and(
        eq(visit.parkId, query.park),
        gte(visit.visitedOn, query.from),
        lte(visit.visitedOn, query.to),
        eq(visitProblem.fixed, true),
        eq(grievance.state, 'CLOSED'),
        sql`not ${query.verifier} = any(${grievance.handlers})`,
      ),
    )
    .orderBy(asc(grievance.id))
    .limit(query.limit);
  return rows.map(({ id }) => id);
}
