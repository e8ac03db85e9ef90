import type { Database, Tx } from '@qinwu/platform/db/database';
import { and, asc, eq, ne, or, type SQL, sql } from 'drizzle-orm';
import { type FoundInjury, isOfSealedCase, isStanding, withItsClocks } from './injury-find.ts';
import { type InjuryRow, injuryApplication } from './injury-table.ts';

/** An accident of a worker as keyed hashes; null where it cannot be told. */
export type AccidentKeys = Pick<InjuryRow, 'accidentIdIndex' | 'accidentPhoneIndex'>;

const table = injuryApplication;

/** An application that stands for the accident, as the unique indexes of migration 0027 say it. */
function standsFor(park: string, { accidentIdIndex, accidentPhoneIndex }: AccidentKeys): SQL | undefined {
  const keys = [
    accidentIdIndex === null ? undefined : eq(table.accidentIdIndex, accidentIdIndex),
    accidentPhoneIndex === null ? undefined : eq(table.accidentPhoneIndex, accidentPhoneIndex),
  ];
  // An `or` of nothing would leave the whole park.
  if (keys.every((key) => key === undefined)) return sql`false`;
  return and(eq(table.parkId, park), isStanding, or(...keys));
}

/** The application of the accident other than that of `except`, the first where there are several; null for none. */
export async function findFiledInjury(
  orm: Database['orm'] | Tx,
  park: string,
  keys: AccidentKeys,
  except: string,
): Promise<{ row: InjuryRow; sealed: boolean } | null> {
  const [found] = await orm
    .select({ row: table, sealed: isOfSealedCase })
    .from(table)
    .where(and(standsFor(park, keys), ne(table.id, except)))
    .orderBy(asc(table.id))
    .limit(1);
  return found ?? null;
}

/** What stands where this application would, for its accident or in its place of the case; null for none. */
export async function findStandingBeside(
  orm: Database['orm'] | Tx,
  { id, parkId, caseId, partyId, ...keys }: InjuryRow,
): Promise<{ row: InjuryRow; sealed: boolean } | null> {
  const hasItsPlace =
    caseId === null
      ? sql`false`
      : and(eq(table.caseId, caseId), sql`${table.partyId} is not distinct from ${partyId}::uuid`);
  const [found] = await orm
    .select({ row: table, sealed: isOfSealedCase })
    .from(table)
    .where(
      and(eq(table.parkId, parkId), isStanding, ne(table.id, id), or(standsFor(parkId, keys), hasItsPlace)),
    )
    .orderBy(asc(table.id))
    .limit(1);
  return found ?? null;
}

/** The application of the accident, kept from others until the transaction ends; null where there is none. */
export async function lockFiledInjury(tx: Tx, park: string, keys: AccidentKeys): Promise<FoundInjury | null> {
  const [row] = await tx
    .select()
    .from(table)
    .where(standsFor(park, keys))
    .orderBy(asc(table.id))
    .limit(1)
    .for('update');
  return row === undefined ? null : withItsClocks(tx, row);
}
