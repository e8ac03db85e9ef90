import type { DbOrTx, Tx } from '@qinwu/platform/db/database';
import { and, eq, gt, inArray, isNull, lte, ne, or } from 'drizzle-orm';
import type { Condition } from '../records.ts';
import { adverseDocument, type DocumentRow } from './document-table.ts';

/** A new version, known from the instant of its enterprise's lock. */
export async function insertDocument(tx: Tx, row: DocumentRow): Promise<void> {
  await tx.insert(adverseDocument).values(row);
}

/** Ends a version; false where it is no longer the current one. */
export async function supersedeDocument(tx: Tx, { id, parkId }: DocumentRow, at: Date): Promise<boolean> {
  const ended = await tx
    .update(adverseDocument)
    .set({ supersededAt: at })
    .where(
      and(
        eq(adverseDocument.id, id),
        eq(adverseDocument.parkId, parkId),
        isNull(adverseDocument.supersededAt),
      ),
    )
    .returning({ id: adverseDocument.id });
  return ended.length === 1;
}

/** The current version of a document, or null. */
export async function findDocument(db: DbOrTx, park: string, series: string): Promise<DocumentRow | null> {
  const [row] = await db
    .select()
    .from(adverseDocument)
    .where(
      and(
        eq(adverseDocument.parkId, park),
        eq(adverseDocument.seriesId, series),
        isNull(adverseDocument.supersededAt),
      ),
    );
  return row ?? null;
}

/** What stands against enterprises, as it was known at an instant (null: as it is); what was withdrawn is left out. */
export async function listStandingDocuments(
  db: DbOrTx,
  { park, usccs, knownOn }: { park: string; usccs: readonly string[]; knownOn: Date | null },
): Promise<DocumentRow[]> {
  return db
    .select()
    .from(adverseDocument)
    .where(
      and(
        eq(adverseDocument.parkId, park),
        inArray(adverseDocument.uscc, [...usccs]),
        ne(adverseDocument.state, 'WITHDRAWN'),
        knownOn === null
          ? isNull(adverseDocument.supersededAt)
          : and(
              lte(adverseDocument.knownAt, knownOn),
              or(isNull(adverseDocument.supersededAt), gt(adverseDocument.supersededAt, knownOn)),
            ),
      ),
    );
}

/** Limits a list to the documents against an enterprise, in their current versions. */
export function documentsWhere(uscc: string): Condition {
  return and(eq(adverseDocument.uscc, uscc), isNull(adverseDocument.supersededAt));
}
