import type { Database } from '@qinwu/platform/db/database';
import { and, eq } from 'drizzle-orm';
import { bank } from './tables.ts';

/** Codes of the banks and branches somebody speaks for. */
export async function listBankCodes({ orm }: Database, park: string, org: string): Promise<string[]> {
  const rows = await orm
    .select({ code: bank.code })
    .from(bank)
    .where(and(eq(bank.parkId, park), eq(bank.org, org)));
  return rows.map(({ code }) => code);
}
