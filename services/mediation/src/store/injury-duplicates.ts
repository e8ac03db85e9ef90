import type { Tx } from '@qinwu/platform/db/database';
import { and, eq } from 'drizzle-orm';
import type { NamedInjury } from '../injury-vocabulary.ts';
import { type InjuryRow, injuryApplication } from './injury-table.ts';

const { id, parkId } = injuryApplication;

/** An application of the park as it stands, held until the transaction ends. */
export async function lockInjury(tx: Tx, park: string, of: string): Promise<InjuryRow | undefined> {
  const [found] = await tx
    .select()
    .from(injuryApplication)
    .where(and(eq(id, of), eq(parkId, park)))
    .for('update');
  return found;
}

/** A locked application with one more that was closed for it. */
export async function addDuplicate(
  tx: Tx,
  other: InjuryRow,
  { duplicate, ...head }: Pick<InjuryRow, 'version' | 'ledgerHash'> & { duplicate: NamedInjury },
): Promise<void> {
  await tx
    .update(injuryApplication)
    .set({ ...head, duplicates: [...other.duplicates, duplicate] })
    .where(and(eq(id, other.id), eq(parkId, other.parkId)));
}
