import type { Tx } from '@qinwu/platform/db/database';
import { and, asc, eq } from 'drizzle-orm';
import { type ContractRow, techContract } from './tables.ts';

/** The valid contracts of a seller, in the order of registration. */
export async function listValidContracts(
  tx: Tx,
  { park, uscc }: { park: string; uscc: string },
): Promise<Pick<ContractRow, 'number' | 'amount' | 'registeredOn'>[]> {
  return tx
    .select({
      number: techContract.number,
      amount: techContract.amount,
      registeredOn: techContract.registeredOn,
    })
    .from(techContract)
    .where(and(eq(techContract.parkId, park), eq(techContract.seller, uscc), eq(techContract.valid, true)))
    .orderBy(asc(techContract.registeredOn), asc(techContract.id));
}
