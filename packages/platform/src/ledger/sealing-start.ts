import { sql } from 'drizzle-orm';
import type { DbOrTx } from '../db/database.ts';

/** From where unsealed entries are looked for, and up to where all of them are known to be visible. */
export interface SealingStart {
  /** Number of the last checkpoint, 0 before the first. */
  number: number;
  lastLine: string | null;
  /** Every entry written by an older transaction is sealed. */
  from: bigint;
  /** Every transaction older than this has ended: none of its entries can still appear. */
  horizon: bigint;
}

/**
 * Reads the last checkpoint and the horizon. The horizon is read before the entries are, in an earlier statement:
 * whatever is older than it is committed and visible to the later one. Where the horizon lies before the last
 * watermark, the database was restored into a cluster that counts its transactions anew: look from the start.
 */
export async function sealingStart(db: DbOrTx): Promise<SealingStart> {
  const { rows } = await db.execute<StartRow>(sql`
    select pg_snapshot_xmin(pg_current_snapshot())::text as horizon, c.number, c.line, c.watermark::text as watermark
    from (values (1)) as one (n)
    left join (select * from ledger_checkpoint order by number desc limit 1) c on true`);
  const row = rows[0];
  const horizon = BigInt(row?.horizon ?? 0);
  const watermark = BigInt(row?.watermark ?? 0);
  const from = horizon < watermark ? 0n : watermark;
  return { number: Number(row?.number ?? 0), lastLine: row?.line ?? null, from, horizon };
}

interface StartRow extends Record<string, unknown> {
  horizon: string;
  number: string | null;
  line: string | null;
  watermark: string | null;
}
