import type { Database, DbOrTx } from '@qinwu/platform/db/database';
import { and, asc, desc, eq, gt, gte, inArray, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import type { ValueState } from '../vocabulary.ts';
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

/** The current versions of values of the park, as many as there are. */
export async function listCurrent(db: DbOrTx, park: string, series: readonly string[]): Promise<ValueRow[]> {
  return db
    .select()
    .from(indicatorValue)
    .where(
      and(
        eq(indicatorValue.parkId, park),
        inArray(indicatorValue.seriesId, [...series]),
        isNull(indicatorValue.supersededAt),
      ),
    );
}

/** Every version of a value, the first one first. */
export async function listVersions({ orm }: Database, park: string, series: string): Promise<ValueRow[]> {
  return orm
    .select()
    .from(indicatorValue)
    .where(and(eq(indicatorValue.parkId, park), eq(indicatorValue.seriesId, series)))
    .orderBy(asc(indicatorValue.version));
}

/** The days a source has a value for. */
type Days = Pick<NewValueRow, 'uscc' | 'code' | 'source' | 'validFrom' | 'validUntil'>;

/**
 * Of each of those given the current value of the same source that takes days of its own and begins first, where one
 * does; in the order of their days. Looked up one by one inside the database: joined, a large park would be read whole.
 */
export async function listOverlapping(db: DbOrTx, park: string, given: readonly Days[]): Promise<ValueRow[]> {
  const column = (of: (row: Days) => string | null) => sql.param(given.map(of));
  const standing = sql`(
    select standing.id
    from unnest(${column((row) => row.uscc)}::text[], ${column((row) => row.code)}::text[],
      ${column((row) => row.source)}::text[], ${column((row) => row.validFrom)}::date[],
      ${column((row) => row.validUntil)}::date[]) as given (uscc, code, source, valid_from, valid_until)
    cross join lateral (
      select id from indicator_value
      where park_id = ${park} and uscc = given.uscc and code = given.code and source = given.source
        and superseded_at is null and state in ('DECLARED', 'VERIFIED')
        and daterange(valid_from, valid_until, '[]') && daterange(given.valid_from, given.valid_until, '[]')
      order by valid_from limit 1
    ) as standing)`;
  return db
    .select()
    .from(indicatorValue)
    .where(inArray(indicatorValue.id, standing))
    .orderBy(asc(indicatorValue.validFrom));
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
