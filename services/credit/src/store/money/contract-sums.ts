import type { Tx } from '@qinwu/platform/db/database';
import { and, between, eq, sql } from 'drizzle-orm';
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
