import { sql } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import type { LedgerEntry } from './entry.ts';

/** The constraint that keeps one entry per place in a case's chain. */
export const LEDGER_KEY = 'ledger_pkey';

/** Appends entries inside a transaction; a place already taken breaks `ledger_pkey`. */
export async function writeEntries(tx: Tx, entries: readonly LedgerEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const column = (value: (entry: LedgerEntry) => string | number) => sql.param(entries.map(value));
  await tx.execute(sql`
    insert into ledger (park_id, case_kind, case_id, seq, at, actor, action, body, prev_hash, hash)
    select * from unnest(${column((e) => e.park)}::text[], ${column((e) => e.caseKind)}::text[],
      ${column((e) => e.caseId)}::uuid[], ${column((e) => e.seq)}::int[],
      ${column((e) => e.at.toISOString())}::timestamptz[], ${column((e) => e.actor)}::text[],
      ${column((e) => e.action)}::text[], ${column((e) => e.body)}::text[],
      ${column((e) => e.prevHash)}::text[], ${column((e) => e.hash)}::text[])`);
}
