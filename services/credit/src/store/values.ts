import type { Database, DbOrTx } from '@qinwu/platform/db/database';
import { and, asc, desc, eq, gt, gte, inArray, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import type { Source, ValueState } from '../vocabulary.ts';
import { indicatorValue, type NewValueRow, type ValueRow } from './value-table.ts';

/** The day values count for, and the instant they had to be known at; null: as it stands now. */
export interface Sight {
  asOf: string | null;
  knownOn: Date | null;
}

/** One version of a series at most: the one that stood at the instant. */
function known(knownOn: Date | null): SQL | undefined {
  if (knownOn === null) return isNull(indicatorValue.supersededAt);
  return and(
    lte(indicatorValue.knownAt, knownOn),
    or(isNull(indicatorValue.supersededAt), gt(indicatorValue.supersededAt, knownOn)),
  );
}

function covering(asOf: string): SQL | undefined {
  return and(
    lte(indicatorValue.validFrom, asOf),
    or(isNull(indicatorValue.validUntil), gte(indicatorValue.validUntil, asOf)),
  );
}

/** The current version of a value of the park, or null. */
export async function findOptionalValue(
  { orm }: Database,
  park: string,
  series: string,
): Promise<ValueRow | null> {
  const [row] = await orm
    .select()
    .from(indicatorValue)
    .where(
      and(
        eq(indicatorValue.parkId, park),
        eq(indicatorValue.seriesId, series),
        isNull(indicatorValue.supersededAt),
      ),
    );
  return row ?? null;
}

/** Every version of a value, the first one first. */
export async function listVersions({ orm }: Database, park: string, series: string): Promise<ValueRow[]> {
  return orm
    .select()
    .from(indicatorValue)
    .where(and(eq(indicatorValue.parkId, park), eq(indicatorValue.seriesId, series)))
    .orderBy(asc(indicatorValue.version));
}

/** What takes the days of a value that could not be entered: the current one of the same source, or null. */
export async function findOverlapping(
  db: DbOrTx,
  { parkId, uscc, code, source, validFrom, validUntil }: NewValueRow,
): Promise<ValueRow | null> {
  const days = sql`daterange(${validFrom}::date, ${validUntil}::date, '[]')`;
  const [row] = await db
    .select()
    .from(indicatorValue)
    .where(
      and(
        eq(indicatorValue.parkId, parkId),
        eq(indicatorValue.uscc, uscc),
        eq(indicatorValue.code, code),
        eq(indicatorValue.source, source satisfies Source),
        isNull(indicatorValue.supersededAt),
        sql`${indicatorValue.state} in ('DECLARED', 'VERIFIED')`,
        sql`daterange(${indicatorValue.validFrom}, ${indicatorValue.validUntil}, '[]') && ${days}`,
      ),
    )
    .limit(1);
  return row ?? null;
}

export interface ValueQuery extends Sight {
  park: string;
  uscc: string;
  code: string | undefined;
  state: ValueState | undefined;
  /** Id of the last version of the page before. */
  after: string | null;
  limit: number;
}

/** Values of an enterprise in the versions of the instant asked for, the newest first. */
export async function listValues({ orm }: Database, query: ValueQuery): Promise<ValueRow[]> {
  const { park, uscc, code, state, asOf, knownOn, after, limit } = query;
  return orm
    .select()
    .from(indicatorValue)
    .where(
      and(
        eq(indicatorValue.parkId, park),
        eq(indicatorValue.uscc, uscc),
        code === undefined ? undefined : eq(indicatorValue.code, code),
        state === undefined ? undefined : eq(indicatorValue.state, state),
        asOf === null ? undefined : covering(asOf),
        known(knownOn),
        after === null ? undefined : lt(indicatorValue.id, sql`${after}::uuid`),
      ),
    )
    .orderBy(desc(indicatorValue.id))
    .limit(limit);
}

/** The verified values of enterprises that count for a day, as they were known at an instant; of every source. */
export async function listEffective(
  db: DbOrTx,
  {
    park,
    usccs,
    asOf,
    knownOn,
  }: { park: string; usccs: readonly string[]; asOf: string; knownOn: Date | null },
): Promise<ValueRow[]> {
  return db
    .select()
    .from(indicatorValue)
    .where(
      and(
        eq(indicatorValue.parkId, park),
        inArray(indicatorValue.uscc, [...usccs]),
        eq(indicatorValue.state, 'VERIFIED'),
        covering(asOf),
        known(knownOn),
      ),
    );
}
