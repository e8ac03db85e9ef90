import type { Database } from '@qinwu/platform/db/database';
import { and, arrayOverlaps, desc, eq, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import { isOfSealedCase, isStanding } from './injury-find.ts';
import { type InjuryRow, injuryApplication } from './injury-table.ts';

const table = injuryApplication;

/** An application that may be about the same accident, as far as a query can tell: names are ciphertext. */
export interface Alike {
  row: InjuryRow;
  wrapped: string | null;
  sealed: boolean;
}

/** Of the same day, or of the same employer where one of the two tells no day. */
function isAlike(baseOn: string | null, employer: string | null): SQL | undefined {
  const isItsOwn = employer === null ? sql`false` : arrayOverlaps(table.members, [`e:${employer}`]);
  return baseOn === null ? isItsOwn : or(eq(table.baseOn, baseOn), and(isNull(table.baseOn), isItsOwn));
}

/** Applications that stand and may be about the accident of this one, at most `limit`, the last received first. */
export async function listAlike(
  { orm }: Database,
  { id, parkId, baseOn, employerUscc }: Pick<InjuryRow, 'id' | 'parkId' | 'baseOn' | 'employerUscc'>,
  limit: number,
): Promise<Alike[]> {
  return orm
    .select({ row: table, wrapped: sql<string | null>`k.wrapped`, sealed: isOfSealedCase })
    .from(table)
    .leftJoin(sql`record_key k`, sql`k.record_id = ${table.id}`)
    .where(and(eq(table.parkId, parkId), ne(table.id, id), isStanding, isAlike(baseOn, employerUscc)))
    .orderBy(desc(table.receivedAt), desc(table.id))
    .limit(limit);
}
