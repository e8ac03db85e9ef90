import type { Database } from '@qinwu/platform/db/database';
import { and, eq } from 'drizzle-orm';
import { type BankRow, bank } from './tables.ts';

/** Codes of the banks and branches somebody speaks for. */
export async function listBankCodes({ orm }: Database, park: string, org: string): Promise<string[]> {
  const rows = await orm
    .select({ code: bank.code })
    .from(bank)
    .where(and(eq(bank.parkId, park), eq(bank.org, org)));
  return rows.map(({ code }) => code);
}

/** The institutions somebody speaks for that are at work. */
export async function listBanksOf({ orm }: Database, park: string, org: string): Promise<BankRow[]> {
  return orm
    .select()
    .from(bank)
    .where(and(eq(bank.parkId, park), eq(bank.org, org), eq(bank.active, true)));
}
