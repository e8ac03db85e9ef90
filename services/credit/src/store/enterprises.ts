import { defineCommit } from '@qinwu/platform/db/commit';
import type { Database } from '@qinwu/platform/db/database';
import { placeholders } from '@qinwu/platform/db/row';
import { statements } from '@qinwu/platform/db/statements';
import { and, asc, eq, gt, placeholder } from 'drizzle-orm';
import { type EnterpriseRow, enterprise } from './enterprise-table.ts';

/** A new enterprise. */
export const insertEnterprise = defineCommit('insert-enterprise', {
  guard: statements
    .insert(enterprise)
    .values(placeholders(enterprise) as never)
    .returning({ id: enterprise.id }),
});

/** An enterprise as a change left it; writes nothing where `expectedVersion` is no longer its version. */
export const saveEnterprise = defineCommit('save-enterprise', {
  guard: statements
    .update(enterprise)
    .set(placeholders(enterprise, { except: ['id', 'parkId', 'uscc', 'recordedAt'] }) as never)
    .where(
      and(
        eq(enterprise.id, placeholder('id')),
        eq(enterprise.parkId, placeholder('parkId')),
        eq(enterprise.version, placeholder('expectedVersion')),
      ),
    )
    .returning({ id: enterprise.id }),
});

/** The enterprise of the park with this code, or null. */
export async function findOptionalEnterprise(
  { orm }: Database,
  park: string,
  uscc: string,
): Promise<EnterpriseRow | null> {
  const [row] = await orm
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
