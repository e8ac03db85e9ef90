/** What a park states of its indicators, as versions. */
import type { DbOrTx, Tx } from '@qinwu/platform/db/database';
import { and, asc, eq, gt, isNull, lte, or } from 'drizzle-orm';
import { indicatorValue } from '../value-table.ts';
import { type IndicatorRow, indicator } from './indicator-table.ts';

/** The definitions of a park as they were known at an instant (null: as they are), in the order of their slots. */
export async function listStated(db: DbOrTx, park: string, knownOn: Date | null): Promise<IndicatorRow[]> {
  const known =
    knownOn === null
      ? isNull(indicator.supersededAt)
      : and(
          lte(indicator.knownAt, knownOn),
          or(isNull(indicator.supersededAt), gt(indicator.supersededAt, knownOn)),
        );
  return db
    .select()
    .from(indicator)
    .where(and(eq(indicator.parkId, park), known))
    .orderBy(asc(indicator.slot));
}

/** Every definition the park has given of a code, the first one first. */
export async function listDefinitions(db: DbOrTx, park: string, code: string): Promise<IndicatorRow[]> {
  return db
    .select()
    .from(indicator)
    .where(and(eq(indicator.parkId, park), eq(indicator.code, code)))
    .orderBy(asc(indicator.version));
}

/** Writes a definition in place of the one before; under the lock of the park's catalogue. */
export async function writeDefinition(tx: Tx, row: IndicatorRow): Promise<void> {
  const { parkId, code, knownAt } = row;
  await tx
    .update(indicator)
    .set({ supersededAt: knownAt })
    .where(and(eq(indicator.parkId, parkId), eq(indicator.code, code), isNull(indicator.supersededAt)));
  await tx.insert(indicator).values(row);
}

/** True where any value of the indicator was ever entered. */
export async function hasValues(tx: Tx, park: string, code: string): Promise<boolean> {
  const found = await tx
    .select({ id: indicatorValue.id })
    .from(indicatorValue)
    .where(and(eq(indicatorValue.parkId, park), eq(indicatorValue.code, code)))
    .limit(1);
  return found.length > 0;
}
