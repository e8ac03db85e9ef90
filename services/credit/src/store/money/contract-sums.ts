import type { Tx } from '@qinwu/platform/db/database';
import { and, between, eq, isNull, sql } from 'drizzle-orm';
import { indicatorValue, type ValueRow } from '../value-table.ts';
import { techContract } from './tables.ts';

/** What the valid contracts of a seller, registered between two days, add up to in fen. */
export async function contractSum(
  tx: Tx,
  { park, uscc, from, until }: { park: string; uscc: string; from: string; until: string },
): Promise<bigint> {
  const [row] = await tx
    .select({ sum: sql<string>`coalesce(sum(${techContract.amount}), 0)` })
    .from(techContract)
    .where(
      and(
        eq(techContract.parkId, park),
        eq(techContract.seller, uscc),
        eq(techContract.valid, true),
        between(techContract.registeredOn, from, until),
      ),
    );
  return BigInt(row?.sum ?? 0);
}

/** The current value of an indicator that events made, of the period that begins on a day; or null. */
export async function findEventValue(
  tx: Tx,
  { park, uscc, code, from }: { park: string; uscc: string; code: string; from: string },
): Promise<ValueRow | null> {
  const [row] = await tx
    .select()
    .from(indicatorValue)
    .where(
      and(
        eq(indicatorValue.parkId, park),
        eq(indicatorValue.uscc, uscc),
        eq(indicatorValue.code, code),
        eq(indicatorValue.source, 'event'),
        eq(indicatorValue.periodFrom, from),
        isNull(indicatorValue.supersededAt),
      ),
    );
  return row ?? null;
}
