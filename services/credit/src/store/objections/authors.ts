import type { DbOrTx } from '@qinwu/platform/db/database';
import { sql } from 'drizzle-orm';

/** Who entered or verified values and documents, in any of their versions; by the id of the value or document. */
export async function listAuthors(
  db: DbOrTx,
  park: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  if (ids.length === 0) return new Map();
  const { rows } = await db.execute<{ id: string; author: string }>(sql`
    with given as (select unnest(${sql.param(ids)}::uuid[]) as id)
    select series_id as id, unnest(array[declared_by, verified_by]) as author from indicator_value
    where park_id = ${park} and series_id in (select id from given)
    union
    select series_id, entered_by from adverse_document
    where park_id = ${park} and series_id in (select id from given)`);
  const byId = Map.groupBy(rows, ({ id }) => id);
  return new Map([...byId].map(([id, own]) => [id, new Set(own.map(({ author }) => author))]));
}
