import type { Database, Tx } from '@qinwu/platform/db/database';
import { and, eq } from 'drizzle-orm';
import { type CaseRow, disputeCase } from './case-table.ts';

/** A number under which its source files; null both where it gave none. */
export type ExternalRef = Pick<CaseRow, 'parkId' | 'source' | 'externalRef'>;

/** The case its source filed under this number, by whatever way it came; null where there is none. */
export async function findBySource(
  orm: Database['orm'] | Tx,
  { parkId, source, externalRef }: ExternalRef,
): Promise<string | null> {
  if (source === null || externalRef === null) return null;
  const [found] = await orm
    .select({ id: disputeCase.id })
    .from(disputeCase)
    .where(
      and(
        eq(disputeCase.parkId, parkId),
        eq(disputeCase.source, source),
        eq(disputeCase.externalRef, externalRef),
      ),
    );
  return found?.id ?? null;
}
