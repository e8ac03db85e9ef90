import type { Database } from '@qinwu/platform/db/database';
import { and, asc, isNotNull, lte } from 'drizzle-orm';
import { grievanceClock } from './clock-table.ts';

/** Grievances with a light due by `now`, at most `limit`, the most overdue first. */
export async function listDueLights(
  db: Database,
  now: Date,
  limit: number,
): Promise<{ park: string; id: string }[]> {
  const rows = await db.orm
    .select({ park: grievanceClock.parkId, id: grievanceClock.grievanceId })
    .from(grievanceClock)
    .where(and(isNotNull(grievanceClock.nextLightAt), lte(grievanceClock.nextLightAt, now)))
    .orderBy(asc(grievanceClock.nextLightAt))
    .limit(limit);
  const unique = new Map(rows.map((row) => [row.id, row]));
  return [...unique.values()];
}
