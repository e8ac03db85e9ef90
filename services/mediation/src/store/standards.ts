import { defineCommit } from '@qinwu/platform/db/commit';
import type { Database, DbOrTx } from '@qinwu/platform/db/database';
import { statements } from '@qinwu/platform/db/statements';
import { and, eq, placeholder, sql } from 'drizzle-orm';
import { bigint, boolean, date, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { Standard, StandardKind } from '../standard.ts';
import { placeholders } from './row.ts';

export const standard = pgTable('standard', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  kind: text('kind').$type<StandardKind>().notNull(),
  region: text('region').notNull(),
  validFrom: date('valid_from').notNull(),
  validUntil: date('valid_until'),
  value: bigint('value', { mode: 'bigint' }).notNull(),
  source: text('source').notNull(),
  official: boolean('official').notNull(),
  recordedOn: date('recorded_on').notNull(),
  version: integer('version').notNull(),
  ledgerHash: text('ledger_hash').notNull(),
});

export type StandardRow = typeof standard.$inferSelect;

/** What names a standard within its park. */
export interface StandardKey {
  kind: StandardKind;
  region: string;
  validFrom: string;
}

/** One statement for a new standard (`expectedVersion` 0) and for a changed one; the day of its entry stays. */
export const saveStandard = defineCommit('save-standard', {
  guard: statements
    .insert(standard)
    .values(placeholders(standard) as never)
    .onConflictDoUpdate({
      target: [standard.parkId, standard.kind, standard.region, standard.validFrom],
      set: {
        validUntil: sql`excluded.valid_until`,
        value: sql`excluded.value`,
        source: sql`excluded.source`,
        official: sql`excluded.official`,
        version: sql`excluded.version`,
        ledgerHash: sql`excluded.ledger_hash`,
      },
      setWhere: eq(standard.version, placeholder('expectedVersion')),
    })
    .returning({ id: standard.id }),
});

/** The standard of this key, or null. */
export async function findOptionalStandard(
  { orm }: Database,
  park: string,
  { kind, region, validFrom }: StandardKey,
): Promise<StandardRow | null> {
  const [row] = await orm
    .select()
    .from(standard)
    .where(
      and(
        eq(standard.parkId, park),
        eq(standard.kind, kind),
        eq(standard.region, region),
        eq(standard.validFrom, validFrom),
      ),
    )
    .limit(1);
  return row ?? null;
}

/** Every standard of a park. */
export async function standardsOf(db: DbOrTx, park: string): Promise<StandardRow[]> {
  return db.select().from(standard).where(eq(standard.parkId, park));
}

/** Every standard of a park as it was entered by then; the ledger keeps each version. */
export async function standardsKnown(db: Database, park: string, on: Date): Promise<Standard[]> {
  const { rows } = await db.pool.query<{ seq: number; change: Omit<Standard, 'value'> & { value: string } }>({
    name: 'standards-known',
    text: `select distinct on (s.id) l.seq, l.body::jsonb -> 'change' as change
      from standard s join ledger l on l.case_id = s.id and l.park_id = s.park_id
      where s.park_id = $1 and l.at <= $2 order by s.id, l.seq desc`,
    values: [park, on],
  });
  return rows.map(({ seq, change }) => ({ ...change, value: BigInt(change.value), version: seq }));
}

const key = sql`(${standard.kind}, ${standard.region}, ${standard.validFrom}::text)`;

/** A page of a park's standards in the order of their keys. */
export async function listStandards(
  { orm }: Database,
  { park, after, limit }: { park: string; after: readonly (string | number)[] | null; limit: number },
): Promise<StandardRow[]> {
  const values = sql.join(
    (after ?? []).map((value) => sql`${value}`),
    sql`, `,
  );
  return orm
    .select()
    .from(standard)
    .where(and(eq(standard.parkId, park), after === null ? undefined : sql`${key} > (${values})`))
    .orderBy(standard.kind, standard.region, standard.validFrom)
    .limit(limit);
}
