import type { Tx } from '@qinwu/platform/db/database';
import { and, asc, eq, sql } from 'drizzle-orm';
import type { ClosedReason, InjuryState } from '../injury-vocabulary.ts';
import { type CaseRow, disputeCase } from './case-table.ts';
import { injuryApplication } from './injury-table.ts';

/** Where an application of a case stands. */
interface Course {
  id: string;
  number: string;
  state: InjuryState;
  party: string | null;
  /** Why it was not transferred. */
  reason: ClosedReason | null;
  /** Version of the application. */
  sequence: number;
}

/** The case of a transaction that is about to change it, kept from others until then; null where there is none. */
export async function lockCase(tx: Tx, park: string, id: string): Promise<CaseRow | null> {
  const [row] = await tx
    .select()
    .from(disputeCase)
    .where(and(eq(disputeCase.parkId, park), eq(disputeCase.id, id)))
    .for('update');
  return row ?? null;
}

/** The case of a transaction with the wrapped key of its content; null where there is none. */
export async function readCaseIn(
  tx: Tx,
  park: string,
  id: string,
): Promise<{ row: CaseRow; wrapped: string | null } | null> {
  const [found] = await tx
    .select({ row: disputeCase, wrapped: sql<string | null>`k.wrapped` })
    .from(disputeCase)
    .leftJoin(sql`record_key k`, sql`k.record_id = ${disputeCase.id}`)
    .where(and(eq(disputeCase.parkId, park), eq(disputeCase.id, id)));
  return found ?? null;
}

/** The applications of a case and where they stand by now, oldest first; before them what was closed for one of them. */
export async function listCourses(tx: Tx, park: string, caseId: string): Promise<Course[]> {
  const { id, number, state, partyId: party, version: sequence, duplicateOf } = injuryApplication;
  const reason = injuryApplication.notTransferredReason;
  return tx
    .select({ id, number, state, party, reason, sequence })
    .from(injuryApplication)
    .where(and(eq(injuryApplication.parkId, park), eq(injuryApplication.caseId, caseId)))
    .orderBy(sql`${duplicateOf} is null`, asc(id));
}

/** Writes the course of an application into its locked case, with the place its ledger entry takes. */
export async function saveInjuryCourse(
  tx: Tx,
  { id, parkId, version, ledgerHash, injuryApplication: course }: CaseRow,
): Promise<void> {
  await tx
    .update(disputeCase)
    .set({ version, ledgerHash, injuryApplication: course })
    .where(and(eq(disputeCase.id, id), eq(disputeCase.parkId, parkId), eq(disputeCase.version, version - 1)));
}
