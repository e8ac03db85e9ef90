import type { Tx } from '@qinwu/platform/db/database';
import { and, eq, inArray } from 'drizzle-orm';
import { grievance } from './grievance-table.ts';

/** Which of these case numbers the park has. */
export async function findNumbers(
  tx: Tx,
  park: string,
  numbers: readonly string[],
): Promise<ReadonlySet<string>> {
  if (numbers.length === 0) return new Set();
  const rows = await tx
    .select({ number: grievance.number })
    .from(grievance)
    .where(and(eq(grievance.parkId, park), inArray(grievance.number, [...numbers])));
  return new Set(rows.map(({ number }) => number));
}
