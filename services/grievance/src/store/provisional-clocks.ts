import type { Database } from '@qinwu/platform/db/database';
import { and, asc, gt, isNull, ne, sql } from 'drizzle-orm';
import { grievanceClock } from './clock-table.ts';

/** Where a search goes on: after this id, the lowest at first. */
export const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** Grievances with an open clock whose due date another calendar left provisional, by id after `after`. */
export async function listProvisional(
  db: Database,
  calendar: string,
  { after, limit }: { after: string; limit: number },
): Promise<{ park: string; id: string }[]> {
  return db.orm
    .selectDistinctOn([grievanceClock.grievanceId], {
      park: grievanceClock.parkId,
      id: grievanceClock.grievanceId,
    })
    .from(grievanceClock)
    .where(
      and(
        // Spelt as the partial index has it.
        sql`${grievanceClock.provisional}`,
        isNull(grievanceClock.stoppedAt),
        ne(grievanceClock.calendar, calendar),
        gt(grievanceClock.grievanceId, after),
      ),
    )
    .orderBy(asc(grievanceClock.grievanceId))
    .limit(limit);
}
