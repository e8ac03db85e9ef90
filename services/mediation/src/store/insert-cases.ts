import type { Tx } from '@qinwu/platform/db/database';
import { and, eq, inArray } from 'drizzle-orm';
import { type CaseRow, type ClockRow, caseClock, disputeCase } from './case-table.ts';

/** Writes a case with its clocks inside a transaction that also writes its ledger entry, key and events. */
export async function insertCaseRow(tx: Tx, row: CaseRow, clocks: readonly ClockRow[]): Promise<void> {
  await tx.insert(disputeCase).values(row);
  if (clocks.length > 0) await tx.insert(caseClock).values([...clocks]);
}

/** Which of these grievances have led to a case already. */
export async function findReferred(
  tx: Tx,
  park: string,
  grievances: readonly string[],
): Promise<Set<string>> {
  const rows = await tx
    .select({ id: disputeCase.grievanceId })
    .from(disputeCase)
    .where(and(eq(disputeCase.parkId, park), inArray(disputeCase.grievanceId, [...grievances])));
  return new Set(rows.flatMap(({ id }) => id ?? []));
}
