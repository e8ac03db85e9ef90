import type { Database, DbOrTx, Tx } from '@qinwu/platform/db/database';
import { and, desc, eq, gt, gte, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import { type TitleRow, title } from './title-table.ts';

/** A title that was just granted. */
export async function insertTitle(tx: Tx, row: TitleRow): Promise<void> {
  await tx.insert(title).values(row);
}

/** A title as a step left it; false where `version` is no longer its version. */
export async function saveTitle(tx: Tx, row: TitleRow, version: number): Promise<boolean> {
  const { id, parkId, ...fields } = row;
  const saved = await tx
    .update(title)
    .set(fields)
    .where(and(eq(title.id, id), eq(title.parkId, parkId), eq(title.version, version)))
    .returning({ id: title.id });
  return saved.length === 1;
}

/** The title of the park with this id, or null. */
export async function findTitle({ orm }: Database, park: string, id: string): Promise<TitleRow | null> {
  const [row] = await orm
    .select()
    .from(title)
    .where(and(eq(title.parkId, park), eq(title.id, id)));
  return row ?? null;
}

/** What takes the days of a title that could not be granted, or null. */
export async function findOverlapping(
  db: DbOrTx,
  {
    parkId,
    uscc,
    titleCode,
    from,
    until,
  }: Pick<TitleRow, 'parkId' | 'uscc' | 'titleCode' | 'from' | 'until'>,
): Promise<TitleRow | null> {
  const [row] = await db
    .select()
    .from(title)
    .where(
      and(
        eq(title.parkId, parkId),
        eq(title.uscc, uscc),
        eq(title.titleCode, titleCode),
        sql`daterange(${title.from}, least(${title.until} + 1, ${title.revokedOn}), '[)')
          && daterange(${from}::date, ${until}::date, '[]')`,
      ),
    )
    .limit(1);
  return row ?? null;
}

/** Which titles a list shows. */
export interface TitleFilter {
  readonly uscc?: string | undefined;
  readonly titleCode?: string | undefined;
  /** In force on this day. */
  readonly on?: string | undefined;
}

function inForce(day: string): SQL | undefined {
  return and(
    lte(title.from, day),
    or(isNull(title.until), gte(title.until, day)),
    or(isNull(title.revokedOn), gt(title.revokedOn, day)),
  );
}

/** Titles of the park, the newest first. */
export async function listTitles(
  { orm }: Database,
  {
    park,
    filter: { uscc, titleCode, on },
    after,
    limit,
  }: { park: string; filter: TitleFilter; after: string | null; limit: number },
): Promise<TitleRow[]> {
  return orm
    .select()
    .from(title)
    .where(
      and(
        eq(title.parkId, park),
        uscc === undefined ? undefined : eq(title.uscc, uscc),
        titleCode === undefined ? undefined : eq(title.titleCode, titleCode),
        on === undefined ? undefined : inForce(on),
        after === null ? undefined : lt(title.id, sql`${after}::uuid`),
      ),
    )
    .orderBy(desc(title.id))
    .limit(limit);
}
