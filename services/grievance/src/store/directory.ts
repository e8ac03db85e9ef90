import type { Database } from '@qinwu/platform/db/database';
import { and, desc, eq, gte, isNull, lte, or } from 'drizzle-orm';
import { category, clockProfile, grid, officer, serving, unit } from './directory-tables.ts';

export type CategoryRow = typeof category.$inferSelect;
export type UnitRow = typeof unit.$inferSelect;
export type GridRow = typeof grid.$inferSelect;
export type OfficerRow = typeof officer.$inferSelect;
export type ServingRow = typeof serving.$inferSelect;
export type ClockProfileRow = typeof clockProfile.$inferSelect;

/** The whole directory of a park except who serves which enterprise. */
export interface DirectoryRows {
  categories: CategoryRow[];
  units: UnitRow[];
  grids: GridRow[];
  officers: OfficerRow[];
  profiles: ClockProfileRow[];
}

/** Reads the directory of a park. */
export async function readDirectory({ orm }: Database, park: string): Promise<DirectoryRows> {
  const [categories, units, grids, officers, profiles] = await Promise.all([
    orm.select().from(category).where(eq(category.parkId, park)).orderBy(category.code),
    orm.select().from(unit).where(eq(unit.parkId, park)).orderBy(unit.code),
    orm.select().from(grid).where(eq(grid.parkId, park)).orderBy(grid.code),
    orm.select().from(officer).where(eq(officer.parkId, park)).orderBy(officer.code),
    orm
      .select()
      .from(clockProfile)
      .where(eq(clockProfile.parkId, park))
      .orderBy(clockProfile.code, clockProfile.validFrom),
  ]);
  return { categories, units, grids, officers, profiles };
}

/** Who serves the enterprise on the day: the latest row in force, or null. */
export async function findOptionalServing(
  { orm }: Database,
  park: string,
  uscc: string,
  on: string,
): Promise<ServingRow | null> {
  const [row] = await orm
    .select()
    .from(serving)
    .where(
      and(
        eq(serving.parkId, park),
        eq(serving.uscc, uscc),
        lte(serving.validFrom, on),
        or(isNull(serving.validUntil), gte(serving.validUntil, on)),
      ),
    )
    .orderBy(desc(serving.validFrom))
    .limit(1);
  return row ?? null;
}
