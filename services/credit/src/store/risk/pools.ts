import type { Database, DbOrTx, Tx } from '@qinwu/platform/db/database';
import { and, asc, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import { RISK_ACCOUNTS, type RiskAccount } from '../../money-words.ts';
import { type PoolRow, type PostingRow, riskAccount, riskEntry, riskPool, riskPosting } from './tables.ts';

/** The pool of the park with this code, or null. */
export async function findPool(db: DbOrTx, park: string, code: string): Promise<PoolRow | null> {
  const [row] = await db
    .select()
    .from(riskPool)
    .where(and(eq(riskPool.parkId, park), eq(riskPool.code, code)));
  return row ?? null;
}

/** The same, held: postings of a pool come one after the other. */
export async function lockPool(tx: Tx, park: string, code: string): Promise<PoolRow | null> {
  const [row] = await tx
    .select()
    .from(riskPool)
    .where(and(eq(riskPool.parkId, park), eq(riskPool.code, code)))
    .for('update');
  return row ?? null;
}

/** The accounts of a new pool, with nothing on them. */
export async function openAccounts(tx: Tx, pool: string): Promise<void> {
  const rows = RISK_ACCOUNTS.map((account) => ({ poolId: pool, account, balance: 0n }));
  await tx.insert(riskAccount).values(rows).onConflictDoNothing();
}

/** What stands on the accounts of a pool. */
export async function readBalances(db: DbOrTx, pool: string): Promise<Map<RiskAccount, bigint>> {
  const rows = await db.select().from(riskAccount).where(eq(riskAccount.poolId, pool));
  return new Map(rows.map(({ account, balance }) => [account, balance]));
}

/** What a pool paid out and has not got back, of all and for one line; in fen. */
export async function readUnrecovered(
  tx: Tx,
  pool: string,
  line: string | null,
): Promise<{ ofPool: bigint; ofLine: bigint | null }> {
  const balances = await readBalances(tx, pool);
  const ofPool = (balances.get('losses') ?? 0n) + (balances.get('recovered') ?? 0n);
  if (line === null) return { ofPool, ofLine: null };
  const [row] = await tx
    .select({ sum: sql<string>`coalesce(sum(${riskEntry.amount}), 0)` })
    .from(riskEntry)
    .innerJoin(riskPosting, eq(riskPosting.id, riskEntry.postingId))
    .where(
      and(
        eq(riskPosting.poolId, pool),
        eq(riskPosting.lineId, line),
        inArray(riskEntry.account, ['losses', 'recovered']),
      ),
    );
  return { ofPool, ofLine: BigInt(row?.sum ?? 0) };
}

interface Entry {
  readonly account: RiskAccount;
  readonly amount: bigint;
}

/** Writes a posting with its entries and what stands on the accounts then; the database keeps the pool above zero. */
export async function insertPosting(tx: Tx, row: PostingRow, entries: readonly Entry[]): Promise<void> {
  await tx.insert(riskPosting).values(row);
  await tx.insert(riskEntry).values(entries.map((entry) => ({ ...entry, postingId: row.id })));
  for (const { account, amount } of entries) {
    await tx
      .update(riskAccount)
      .set({ balance: sql`${riskAccount.balance} + ${amount}` })
      .where(and(eq(riskAccount.poolId, row.poolId), eq(riskAccount.account, account)));
  }
}

/** A posting of a pool with its entries, or null. */
export async function findPosting(
  tx: Tx,
  pool: string,
  id: string,
): Promise<{ posting: PostingRow; entries: Entry[] } | null> {
  const [posting] = await tx
    .select()
    .from(riskPosting)
    .where(and(eq(riskPosting.poolId, pool), eq(riskPosting.id, id)));
  if (posting === undefined) return null;
  const entries = await tx
    .select()
    .from(riskEntry)
    .where(eq(riskEntry.postingId, id))
    .orderBy(asc(riskEntry.account));
  return { posting, entries };
}

/** Postings of a pool, the newest first. */
export async function listPostings(
  { orm }: Database,
  { pool, after, limit }: { pool: string; after: string | null; limit: number },
): Promise<PostingRow[]> {
  return orm
    .select()
    .from(riskPosting)
    .where(
      and(eq(riskPosting.poolId, pool), after === null ? undefined : lt(riskPosting.id, sql`${after}::uuid`)),
    )
    .orderBy(desc(riskPosting.id))
    .limit(limit);
}
