import type { DbOrTx, Tx } from '@qinwu/platform/db/database';
import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { type NewRescore, type RescoreRow, rescore } from './rescore-table.ts';

/** Writes scores that are not there yet; returns the enterprises and schemes of those that were written. */
export async function insertRescores(
  tx: Tx,
  rows: readonly NewRescore[],
): Promise<Pick<RescoreRow, 'uscc' | 'scheme'>[]> {
  if (rows.length === 0) return [];
  return tx
    .insert(rescore)
    .values(rows.map((row) => ({ ...row, scoredAt: sql`now()` })))
    .onConflictDoNothing()
    .returning({ uscc: rescore.uscc, scheme: rescore.scheme });
}

/** The score of an enterprise alone for a day, as it was known at an instant; null where it was not scored then. */
export async function findRescore(
  db: DbOrTx,
  {
    park,
    uscc,
    scheme,
    asOf,
    knownOn,
  }: { park: string; uscc: string; scheme: string; asOf: string; knownOn: Date },
): Promise<RescoreRow | null> {
  const [row] = await db
    .select()
    .from(rescore)
    .where(
      and(
        eq(rescore.parkId, park),
        eq(rescore.uscc, uscc),
        eq(rescore.scheme, scheme),
        eq(rescore.knownOn, knownOn),
        eq(rescore.asOf, asOf),
      ),
    );
  return row ?? null;
}

/** The last score of each enterprise under each scheme. */
export async function listLastRescores(
  db: DbOrTx,
  park: string,
  usccs: readonly string[],
): Promise<RescoreRow[]> {
  return db
    .selectDistinctOn([rescore.uscc, rescore.scheme])
    .from(rescore)
    .where(and(eq(rescore.parkId, park), inArray(rescore.uscc, [...usccs])))
    .orderBy(rescore.uscc, rescore.scheme, desc(rescore.asOf), desc(rescore.knownOn));
}
