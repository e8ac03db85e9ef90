import type { Database } from '@qinwu/platform/db/database';
import { and, asc, isNotNull, lte, ne } from 'drizzle-orm';
import { caseClock } from './case-table.ts';

/** Cases with a light due by `now`, at most `limit`, the most overdue first; instalments have a sweep of their own. */
export async function listDueClocks(
  db: Database,
  now: Date,
  limit: number,
): Promise<{ park: string; id: string }[]> {
  const rows = await db.orm
    .select({ park: caseClock.parkId, id: caseClock.caseId })
    .from(caseClock)
    .where(
      and(
        isNotNull(caseClock.nextLightAt),
        lte(caseClock.nextLightAt, now),
        ne(caseClock.kind, 'instalment'),
      ),
    )
    .orderBy(asc(caseClock.nextLightAt))
    .limit(limit);
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}
