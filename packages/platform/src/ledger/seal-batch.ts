import type { KeyObject } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import { FIRST_PREVIOUS, lineHash, signCheckpoint } from './checkpoint.ts';
import { packLeaves } from './leaf-list.ts';
import { leafHash, merkleRoot } from './merkle.ts';
import { type SealingStart, sealingStart } from './sealing-start.ts';

/** Entries in one checkpoint; predecessors of the same cases may come on top. */
export const BATCH_ENTRIES = 10_000;

interface UnsealedEntry {
  caseId: string;
  seq: number;
  hash: string;
}

export interface SealOptions {
  service: string;
  privateKey: KeyObject;
  now: Date;
}

/**
 * Seals up to 10,000 entries into the next checkpoint and returns how many; 0 where there are none. Nothing that
 * commits late is skipped: the watermark never passes a transaction that is still under way.
 */
export async function sealBatch(tx: Tx, { service, privateKey, now }: SealOptions): Promise<number> {
  const start = await sealingStart(tx);
  const { entries, watermark } = await unsealed(tx, start);
  if (entries.length === 0) return 0;
  const number = start.number + 1;
  const root = merkleRoot(entries.map(({ caseId, seq, hash }) => leafHash(caseId, seq, hash))).toString(
    'hex',
  );
  const line = signCheckpoint(
    {
      service,
      number,
      sealedAt: now.toISOString(),
      entries: entries.length,
      root,
      leaves: packLeaves(entries),
      previous: start.lastLine === null ? FIRST_PREVIOUS : lineHash(start.lastLine),
    },
    privateKey,
  );
  await tx.execute(sql`
    insert into ledger_checkpoint (number, entries, root, watermark, line, sealed_at) values (${number},
      ${entries.length}, ${root}, ${watermark.toString()}::xid8, ${line}, ${now.toISOString()}::timestamptz)`);
  await tx.execute(sql`
    insert into ledger_leaf (case_id, seq, checkpoint, position)
    select e.case_id, e.seq, ${number}, e.position - 1
    from unnest(${sql.param(entries.map((entry) => entry.caseId))}::uuid[],
      ${sql.param(entries.map((entry) => entry.seq))}::int[]) with ordinality as e (case_id, seq, position)`);
  return entries.length;
}

/**
 * The oldest unsealed entries, per case in sequence. A later entry can carry an older transaction number than its
 * predecessor, so the predecessors of what was picked are taken along: no case is ever sealed out of order.
 */
async function unsealed(
  tx: Tx,
  start: SealingStart,
): Promise<{ entries: UnsealedEntry[]; watermark: bigint }> {
  const open = sql`not exists (select from ledger_leaf f where f.case_id = l.case_id and f.seq = l.seq)`;
  const { rows } = await tx.execute<UnsealedRow>(sql`
    with picked as (
      select l.case_id, l.seq, l.xid from ledger l
      where l.xid >= ${start.from.toString()}::xid8 and ${open}
      order by l.xid, l.case_id, l.seq limit ${BATCH_ENTRIES}
    ), tops as (
      select case_id, max(seq) as top from picked group by case_id
    )
    select l.case_id, l.seq, l.hash, (select count(*)::int from picked) as picked,
      (select max(xid)::text from picked) as last_xid
    from tops join ledger l on l.case_id = tops.case_id and l.seq <= tops.top
    where ${open} order by l.case_id, l.seq`);
  const entries = rows.map((row) => ({ caseId: row.case_id, seq: row.seq, hash: row.hash }));
  const last = rows[0];
  if (!last || last.picked < BATCH_ENTRIES) return { entries, watermark: start.horizon };
  const lastXid = BigInt(last.last_xid);
  return { entries, watermark: lastXid < start.horizon ? lastXid : start.horizon };
}

interface UnsealedRow extends Record<string, unknown> {
  case_id: string;
  seq: number;
  hash: string;
  picked: number;
  last_xid: string;
}
