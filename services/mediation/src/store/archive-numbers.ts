import { defineCommit } from '@qinwu/platform/db/commit';
import type { Database, Tx } from '@qinwu/platform/db/database';
import { placeholder, sql } from 'drizzle-orm';
import { changedCase, clocksPart } from './case-commits.ts';

/** A case that is archived, its number taken in the same commit (as `archiveKey`); of two that come for one number one is written. */
export const saveArchivedCase = defineCommit('save-case-archived', {
  guard: changedCase,
  also: {
    clocks: clocksPart,
    archive: sql`
      insert into archive_number (park_id, number, case_id)
      select ${placeholder('parkId')}::text, ${placeholder('archiveKey')}::text, "guard".id from "guard"`,
  },
});

/** The case that has the archive number, or null. */
export async function findArchived(db: Database, park: string, key: string): Promise<string | null> {
  const { rows } = await db.pool.query<{ id: string }>({
    name: 'find-archived',
    text: 'select case_id as id from archive_number where park_id = $1 and number = $2',
    values: [park, key],
  });
  return rows[0]?.id ?? null;
}

/** Takes a number for a case in the transaction that writes it; false where it stands on another one. */
export async function insertArchiveNumber(
  tx: Tx,
  { park, key, caseId }: { park: string; key: string; caseId: string },
): Promise<boolean> {
  const { rowCount } = await tx.execute(sql`
    insert into archive_number (park_id, number, case_id) values (${park}, ${key}, ${caseId})
    on conflict do nothing`);
  return rowCount === 1;
}
