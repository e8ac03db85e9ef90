import type { Database, DbOrTx, Tx } from '@qinwu/platform/db/database';
import { and, asc, eq, gt } from 'drizzle-orm';
import { type EnterpriseRow, enterprise } from './enterprise-table.ts';

/** A new enterprise. */
export async function insertEnterprise(tx: Tx, row: EnterpriseRow): Promise<void> {
  await tx.insert(enterprise).values(row);
}

/** An enterprise as a change left it; false where `version` is no longer its version. */
export async function saveEnterprise(tx: Tx, row: EnterpriseRow, version: number): Promise<boolean> {
  const { id, parkId, uscc: _, recordedAt: __, ...fields } = row;
  const saved = await tx
    .update(enterprise)
    .set(fields)
    .where(and(eq(enterprise.id, id), eq(enterprise.parkId, parkId), eq(enterprise.version, version)))
    .returning({ id: enterprise.id });
  return saved.length === 1;
}

/** The enterprise of the park with this code, or null. */
export async function findOptionalEnterprise(
  db: DbOrTx,
  park: string,
  uscc: string,
): Promise<EnterpriseRow | null> {
  const [row] = await db
    .select()
    .from(enterprise)
    .where(and(eq(enterprise.parkId, park), eq(enterprise.uscc, uscc)));
  return row ?? null;
}

export interface EnterpriseQuery {
  park: string;
  /** The one enterprise the reader speaks for; null for all. */
  only: string | null;
  industry: string | undefined;
  active: boolean | undefined;
  /** Code of the last enterprise of the page before. */
  after: string | null;
  limit: number;
}

/** Enterprises in the order of their codes. */
export async function listEnterprises({ orm }: Database, query: EnterpriseQuery): Promise<EnterpriseRow[]> {
  const { park, only, industry, active, after, limit } = query;
  return orm
    .select()
    .from(enterprise)
    .where(
      and(
        eq(enterprise.parkId, park),
        only === null ? undefined : eq(enterprise.uscc, only),
        industry === undefined ? undefined : eq(enterprise.industry, industry),
        active === undefined ? undefined : eq(enterprise.active, active),
        after === null ? undefined : gt(enterprise.uscc, after),
      ),
    )
    .orderBy(asc(enterprise.uscc))
    .limit(limit);
}
