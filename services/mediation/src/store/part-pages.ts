import type { Database } from '@qinwu/platform/db/database';
import { and, asc, eq, gt, type InferSelectModel, or, type SQL } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';

/** A table of things inside a case. */
type PartTable = PgTable & { id: PgColumn; parkId: PgColumn; caseId: PgColumn; at: PgColumn };

export interface PartPage {
  park: string;
  caseId: string;
  after: { at: Date; id: string } | null;
  limit: number;
  /** What may be seen of them; without it, all. */
  where?: SQL | undefined;
}

/** A page of the rows of one case, the first first. */
export async function listPart<T extends PartTable>(
  db: Database,
  table: T,
  { park, caseId, after, limit, where }: PartPage,
): Promise<InferSelectModel<T>[]> {
  const rows = await db.orm
    .select()
    .from(table as PgTable)
    .where(
      and(
        eq(table.parkId, park),
        eq(table.caseId, caseId),
        where,
        after === null
          ? undefined
          : or(gt(table.at, after.at), and(eq(table.at, after.at), gt(table.id, after.id))),
      ),
    )
    .orderBy(asc(table.at), asc(table.id))
    .limit(limit);
  return rows as InferSelectModel<T>[];
}
