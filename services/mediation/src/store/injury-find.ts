import type { Database, Tx } from '@qinwu/platform/db/database';
import { and, asc, desc, eq, inArray, isNotNull, lte, sql } from 'drizzle-orm';
import { type InjuryClockRow, type InjuryRow, injuryApplication, injuryClock } from './injury-table.ts';

/** An application with its clocks and the wrapped key of what is sealed in it (null once destroyed). */
export interface FoundInjury {
  row: InjuryRow;
  clocks: InjuryClockRow[];
  wrapped: string | null;
  /** The case it came of is sealed 封存, and the application with it. */
  sealed: boolean;
}

/** True of an application that stands for its accident and in its case, word for word as the indexes of migration 0028 say. */
export const isStanding = sql<boolean>`${injuryApplication.state} not in ('NOT_TRANSFERRED', 'NOT_ACCEPTED', 'WITHDRAWN')`;

/** True of an application whose case is sealed. */
export const isOfSealedCase = sql<boolean>`exists (
  select from dispute_case c
  where c.id = injury_application.case_id and c.park_id = injury_application.park_id and c.sealed)`;

/** The application of the park with this id, or null; whether the caller stands in it is a rule's to say. */
export async function findOptionalInjury(
  db: Database,
  park: string,
  id: string,
): Promise<FoundInjury | null> {
  const [rows, clocks] = await Promise.all([
    db.orm
      .select({ row: injuryApplication, wrapped: sql<string | null>`k.wrapped`, sealed: isOfSealedCase })
      .from(injuryApplication)
      .leftJoin(sql`record_key k`, sql`k.record_id = ${injuryApplication.id}`)
      .where(and(eq(injuryApplication.id, id), eq(injuryApplication.parkId, park))),
    db.orm
      .select()
      .from(injuryClock)
      .where(and(eq(injuryClock.applicationId, id), eq(injuryClock.parkId, park)))
      .orderBy(asc(injuryClock.dueAt)),
  ]);
  const [found] = rows;
  return found === undefined ? null : { ...found, clocks };
}

/** The applications a case has led to, those that stand before the others and the last first, kept from others until the transaction ends. */
export async function lockInjuriesOfCase(tx: Tx, park: string, caseId: string): Promise<FoundInjury[]> {
  const rows = await tx
    .select()
    .from(injuryApplication)
    .where(and(eq(injuryApplication.parkId, park), eq(injuryApplication.caseId, caseId)))
    .orderBy(desc(isStanding), desc(injuryApplication.id))
    .for('update');
  const found: FoundInjury[] = [];
  for (const row of rows) found.push(await withItsClocks(tx, row));
  return found;
}

/** Applications kept from others until the transaction ends, with the version of each. */
export async function lockVersions(
  tx: Tx,
  park: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { id, version, parkId } = injuryApplication;
  const rows = await tx
    .select({ id, version })
    .from(injuryApplication)
    .where(and(eq(parkId, park), inArray(id, [...ids])))
    .orderBy(asc(id))
    .for('update');
  return new Map(rows.map((row) => [row.id, row.version]));
}

/** Whose applications of a case stand; null of one that names nobody of it. */
export async function listStandingParties(
  { orm }: Database,
  park: string,
  caseId: string,
): Promise<(string | null)[]> {
  const { partyId, parkId } = injuryApplication;
  const rows = await orm
    .select({ partyId })
    .from(injuryApplication)
    .where(and(eq(parkId, park), eq(injuryApplication.caseId, caseId), isStanding));
  return rows.map((row) => row.partyId);
}

/** A locked application with its clocks and its key. */
export async function withItsClocks(tx: Tx, row: InjuryRow): Promise<FoundInjury> {
  const { rows } = await tx.execute<{ wrapped: string }>(
    sql`select wrapped from record_key where record_id = ${row.id}`,
  );
  const clocks = await tx.select().from(injuryClock).where(eq(injuryClock.applicationId, row.id));
  return { row, clocks, wrapped: rows[0]?.wrapped ?? null, sealed: false };
}

/** Applications with a light due by `now`, at most `limit`, the most overdue first. */
export async function listDueInjuries(
  db: Database,
  now: Date,
  limit: number,
): Promise<{ park: string; id: string }[]> {
  const rows = await db.orm
    .select({ park: injuryClock.parkId, id: injuryClock.applicationId })
    .from(injuryClock)
    .where(and(isNotNull(injuryClock.nextLightAt), lte(injuryClock.nextLightAt, now)))
    .orderBy(asc(injuryClock.nextLightAt))
    .limit(limit);
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}
