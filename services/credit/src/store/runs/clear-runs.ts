import type { Tx } from '@qinwu/platform/db/database';
import { sql } from 'drizzle-orm';

/** What a run leaves that nobody reads: inputs laid out for it, and the scores of one that came to nothing. */
export const CLEARED = ['run_vector', 'run_score'] as const;

/** Takes away up to `limit` rows of a run; returns how many there were. */
export async function clearRows(
  tx: Tx,
  table: (typeof CLEARED)[number],
  { run, limit }: { run: string; limit: number },
): Promise<number> {
  const name = sql.identifier(table);
  const { rowCount } = await tx.execute(sql`
    delete from ${name} where ctid = any(array(select ctid from ${name} where run_id = ${run} limit ${limit}))`);
  return rowCount ?? 0;
}
