import type { Database, DbOrTx, Tx } from '@qinwu/platform/db/database';
import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import {
  type ConsentRow,
  consent,
  type DeliveryRow,
  delivery,
  type PortraitReadRow,
  portraitRead,
} from './tables.ts';

/**
 * The consents of an enterprise to readers, the newest first, held: who revokes one waits until the reading under way is
 * written down, and no reading after that finds it.
 */
export async function holdConsents(
  tx: Tx,
  { park, uscc, grantees }: { park: string; uscc: string; grantees: readonly string[] },
): Promise<ConsentRow[]> {
  if (grantees.length === 0) return [];
  return tx
    .select()
    .from(consent)
    .where(and(eq(consent.parkId, park), eq(consent.uscc, uscc), inArray(consent.grantee, [...grantees])))
    .orderBy(desc(consent.id))
    .for('share');
}

/** How the park hands scores on; null where nobody has said. */
export async function findDelivery(db: DbOrTx, park: string): Promise<DeliveryRow | null> {
  const [row] = await db.select().from(delivery).where(eq(delivery.parkId, park));
  return row ?? null;
}

/** Writes down that somebody read a portrait, or was refused. */
export async function insertRead(tx: DbOrTx, row: Omit<PortraitReadRow, 'readAt'>): Promise<void> {
  await tx.insert(portraitRead).values({ ...row, readAt: sql`clock_timestamp()` });
}

/** Who looked at an enterprise, the last first. */
export async function listReads(
  { orm }: Database,
  { park, uscc, after, limit }: { park: string; uscc: string; after: string | null; limit: number },
): Promise<PortraitReadRow[]> {
  return orm
    .select()
    .from(portraitRead)
    .where(
      and(
        eq(portraitRead.parkId, park),
        eq(portraitRead.uscc, uscc),
        after === null ? undefined : lt(portraitRead.id, sql`${after}::uuid`),
      ),
    )
    .orderBy(desc(portraitRead.id))
    .limit(limit);
}

/** Which consents a list shows. */
export function consentsOf(uscc: string) {
  return eq(consent.uscc, uscc);
}
