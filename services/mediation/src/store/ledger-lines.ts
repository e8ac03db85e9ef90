import type { Database, Tx } from '@qinwu/platform/db/database';
import { sql } from 'drizzle-orm';

/** One entry of a case's ledger as it is stored. */
export interface LedgerLine {
  seq: number;
  at: Date;
  actor: string;
  action: string;
  body: string;
  prevHash: string;
  hash: string;
}

/** The ledger of one case, in order. */
export async function listLedgerLines(db: Database, park: string, caseId: string): Promise<LedgerLine[]> {
  const { rows } = await db.pool.query<LedgerLine>({
    name: 'list-ledger-lines',
    text: `select seq, at, actor, action, body, prev_hash as "prevHash", hash from ledger
      where park_id = $1 and case_id = $2 order by seq`,
    values: [park, caseId],
  });
  return rows;
}

/** True of a record that somebody corrected. */
export async function isAmendedIn(tx: Tx, park: string, id: string): Promise<boolean> {
  const { rows } = await tx.execute(
    sql`select 1 from ledger where park_id = ${park} and case_id = ${id} and action = 'amended' limit 1`,
  );
  return rows.length > 0;
}
