import type { Database } from '@qinwu/platform/db/database';
import { and, asc, eq, sql } from 'drizzle-orm';
import { type CaseRow, type ClockRow, caseClock, disputeCase } from './case-table.ts';

/** A case with its clocks and the wrapped key of what is sealed in it (null once destroyed). */
export interface FoundCase {
  row: CaseRow;
  clocks: ClockRow[];
  wrapped: string | null;
}

/** The case of the park with this id, or null; whether the caller stands in it is a rule's to say. */
export async function findOptionalCase(db: Database, park: string, id: string): Promise<FoundCase | null> {
  const [rows, clocks] = await Promise.all([
    db.orm
      .select({ row: disputeCase, wrapped: sql<string | null>`k.wrapped` })
      .from(disputeCase)
      .leftJoin(sql`record_key k`, sql`k.record_id = ${disputeCase.id}`)
      .where(and(eq(disputeCase.id, id), eq(disputeCase.parkId, park))),
    db.orm.select().from(caseClock).where(eq(caseClock.caseId, id)).orderBy(asc(caseClock.dueAt)),
  ]);
  const [found] = rows;
  return found === undefined ? null : { row: found.row, clocks, wrapped: found.wrapped };
}
