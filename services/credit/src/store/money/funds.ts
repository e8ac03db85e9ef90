import type { DbOrTx, Tx } from '@qinwu/platform/db/database';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { type FundRow, fund, fundEvent, fundInvestment } from './tables.ts';

/** The fund of the park with this code, held until the transaction ends; null where there is none. */
export async function lockFund(tx: Tx, park: string, code: string): Promise<FundRow | null> {
  const [row] = await tx
    .select()
    .from(fund)
    .where(and(eq(fund.parkId, park), eq(fund.code, code)))
    .for('update');
  return row ?? null;
}

interface Sums {
  readonly called: bigint;
  readonly paid: bigint;
  readonly invested: bigint;
}

const NOTHING: Sums = { called: 0n, paid: 0n, invested: 0n };

/** What the valid events and investments of funds add up to, by the code of the fund. */
export async function sumFunds(
  db: DbOrTx,
  park: string,
  codes: readonly string[],
): Promise<(code: string) => Sums> {
  const sumOf = (kind: string) =>
    sql<string>`coalesce(sum(${fundEvent.amount}) filter (where ${fundEvent.kind} = ${kind}), 0)`;
  const events = await db
    .select({ code: fundEvent.fund, called: sumOf('capital-call'), paid: sumOf('capital-paid') })
    .from(fundEvent)
    .where(and(eq(fundEvent.parkId, park), inArray(fundEvent.fund, [...codes]), eq(fundEvent.valid, true)))
    .groupBy(fundEvent.fund);
  const investments = await db
    .select({ code: fundInvestment.fund, invested: sql<string>`sum(${fundInvestment.amount})` })
    .from(fundInvestment)
    .where(
      and(
        eq(fundInvestment.parkId, park),
        inArray(fundInvestment.fund, [...codes]),
        eq(fundInvestment.valid, true),
      ),
    )
    .groupBy(fundInvestment.fund);
  const sums = new Map<string, Sums>();
  for (const { code, called, paid } of events) {
    sums.set(code, { ...NOTHING, called: BigInt(called), paid: BigInt(paid) });
  }
  for (const { code, invested } of investments) {
    sums.set(code, { ...(sums.get(code) ?? NOTHING), invested: BigInt(invested) });
  }
  return (code) => sums.get(code) ?? NOTHING;
}
