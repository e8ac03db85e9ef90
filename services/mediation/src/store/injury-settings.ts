import { defineCommit } from '@qinwu/platform/db/commit';
import type { Database, Tx } from '@qinwu/platform/db/database';
import { statements } from '@qinwu/platform/db/statements';
import { and, desc, eq, lte, placeholder, sql } from 'drizzle-orm';
import { boolean, date, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { placeholders } from './row.ts';

/** What parks set for themselves; columns as in migrations/0006-injury.sql and after. */
export const injurySetting = pgTable('injury_setting', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  validFrom: date('valid_from').notNull(),
  transferDays: integer('transfer_days').notNull(),
  supplyDays: integer('supply_days').notNull(),
  nearDays: integer('near_days').notNull(),
  materials: jsonb('materials').$type<{ code: string; name: string; required: boolean }[]>().notNull(),
  source: text('source').notNull(),
  official: boolean('official').notNull(),
  version: integer('version').notNull(),
  ledgerHash: text('ledger_hash').notNull(),
});
export type InjurySettingRow = typeof injurySetting.$inferSelect;

/** New settings (`expectedVersion` 0), or those of a day changed. */
export const saveInjurySetting = defineCommit('save-injury-setting', {
  guard: statements
    .insert(injurySetting)
    .values(placeholders(injurySetting) as never)
    .onConflictDoUpdate({
      target: [injurySetting.parkId, injurySetting.validFrom],
      set: {
        transferDays: sql`excluded.transfer_days`,
        supplyDays: sql`excluded.supply_days`,
        nearDays: sql`excluded.near_days`,
        materials: sql`excluded.materials`,
        source: sql`excluded.source`,
        official: sql`excluded.official`,
        version: sql`excluded.version`,
        ledgerHash: sql`excluded.ledger_hash`,
      },
      setWhere: eq(injurySetting.version, placeholder('expectedVersion')),
    })
    .returning({ id: injurySetting.id }),
});

/** The settings that hold on a day: those that began last; null where the park has none. */
export async function findInjurySetting(
  orm: Database['orm'] | Tx,
  park: string,
  on: string,
): Promise<InjurySettingRow | null> {
  const [row] = await orm
    .select()
    .from(injurySetting)
    .where(and(eq(injurySetting.parkId, park), lte(injurySetting.validFrom, on)))
    .orderBy(desc(injurySetting.validFrom))
    .limit(1);
  return row ?? null;
}

/** The settings that begin on that very day, or null. */
export async function findSettingOfDay(
  { orm }: Database,
  park: string,
  validFrom: string,
): Promise<InjurySettingRow | null> {
  const [row] = await orm
    .select()
    .from(injurySetting)
    .where(and(eq(injurySetting.parkId, park), eq(injurySetting.validFrom, validFrom)));
  return row ?? null;
}
