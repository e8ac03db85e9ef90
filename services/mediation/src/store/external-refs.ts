import type { Database, Tx } from '@qinwu/platform/db/database';
import { and, eq, or } from 'drizzle-orm';
import { type CaseRow, disputeCase } from './case-table.ts';

/** A number under which its source files, with its keyed hash; all null where it gave none. */
export type ExternalRef = Pick<CaseRow, 'parkId' | 'source' | 'externalRef' | 'externalRefIndex'>;

/** The case its source filed under this number, by whatever way it came, one that was erased too; null where there is none. */
export async function findBySource(
  orm: Database['orm'] | Tx,
  { parkId, source, externalRef, externalRefIndex }: ExternalRef,
): Promise<string | null> {
  if (source === null || externalRef === null || externalRefIndex === null) return null;
  const [found] = await orm
    .select({ id: disputeCase.id })
    .from(disputeCase)
    .where(
      and(
        eq(disputeCase.parkId, parkId),
        eq(disputeCase.source, source),
        or(eq(disputeCase.externalRef, externalRef), eq(disputeCase.externalRefIndex, externalRefIndex)),
      ),
    );
  return found?.id ?? null;
}
