import type { Tx } from '@qinwu/platform/db/database';
import { and, arrayOverlaps, eq, sql } from 'drizzle-orm';
import type { SampleRatio } from '../vocabulary.ts';
import { upsertRows } from './import-rows.ts';
import { type SampleRow, verificationSample } from './visit-tables.ts';

/** A sample, locked until the transaction ends; null where the park has none of this id. */
export async function lockSample(tx: Tx, park: string, id: string): Promise<SampleRow | null> {
  const [row] = await tx
    .select()
    .from(verificationSample)
    .where(and(eq(verificationSample.parkId, park), eq(verificationSample.id, id)))
    .for('update');
  return row ?? null;
}

/** Of the failed samples that spoke for any of these, the one that was the largest share of its batch; null for none. */
export async function findStrictestFailure(
  tx: Tx,
  park: string,
  batch: readonly string[],
): Promise<SampleRatio | null> {
  if (batch.length === 0) return null;
  const [row] = await tx
    .select({
      sampled: sql<number>`cardinality(${verificationSample.sampled})`,
      batch: sql<number>`cardinality(${verificationSample.batch})`,
    })
    .from(verificationSample)
    .where(
      and(
        eq(verificationSample.parkId, park),
        eq(verificationSample.outcome, 'failed'),
        arrayOverlaps(verificationSample.batch, [...batch]),
      ),
    )
    .orderBy(
      sql`cardinality(${verificationSample.sampled})::float / cardinality(${verificationSample.batch}) desc`,
    )
    .limit(1);
  return row ?? null;
}

/** Writes a new sample, or a locked one as it stands now. */
export async function saveSample(tx: Tx, row: SampleRow): Promise<void> {
  await upsertRows(tx, verificationSample, [row], { key: ['id'] });
}
