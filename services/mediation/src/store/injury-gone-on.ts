import type { Database } from '@qinwu/platform/db/database';
import { and, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { isOfSealedCase } from './injury-find.ts';
import { type InjuryRow, injuryApplication } from './injury-table.ts';

/** An application that went on, with the one that was closed for it. */
export interface GoneOn {
  closed: string;
  row: InjuryRow;
  sealed: boolean;
}

/** What went on in place of these applications, of those that were closed as duplicates. */
export async function listGoneOn({ orm }: Database, park: string, ids: readonly string[]): Promise<GoneOn[]> {
  const closed = alias(injuryApplication, 'closed');
  return orm
    .select({ closed: closed.id, row: getTableColumns(injuryApplication), sealed: isOfSealedCase })
    .from(injuryApplication)
    .innerJoin(closed, eq(injuryApplication.id, sql`(${closed.duplicateOf} ->> 'id')::uuid`))
    .where(and(eq(closed.parkId, park), eq(injuryApplication.parkId, park), inArray(closed.id, [...ids])));
}
