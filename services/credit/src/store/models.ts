import type { Database, DbOrTx } from '@qinwu/platform/db/database';
import { and, asc, desc, eq, gt, gte, isNotNull, isNull, lte, ne, notExists, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { ModelState } from '../vocabulary.ts';
import { type ModelRow, scoreModel } from './model-table.ts';
import type { Condition } from './records.ts';

/** How many other published models of the scheme apply on a day. */
export async function countOthersInForce(
  { orm }: Database,
  { parkId, scheme, id }: Pick<ModelRow, 'parkId' | 'scheme' | 'id'>,
  on: string,
): Promise<number> {
  return orm.$count(
    scoreModel,
    and(
      eq(scoreModel.parkId, parkId),
      eq(scoreModel.scheme, scheme),
      ne(scoreModel.id, id),
      eq(scoreModel.state, 'PUBLISHED'),
      lte(scoreModel.effectiveFrom, on),
      or(isNull(scoreModel.effectiveTo), gte(scoreModel.effectiveTo, on)),
    ),
  );
}

/** What a list of models is limited to. */
export function modelsWhere({
  scheme,
  state,
}: {
  scheme: string | undefined;
  state: ModelState | undefined;
}): Condition {
  return and(
    scheme === undefined ? undefined : eq(scoreModel.scheme, scheme),
    state === undefined ? undefined : eq(scoreModel.state, state),
  );
}

/** The models that apply on a day, one for each scheme. */
export async function listInForce(db: DbOrTx, park: string, asOf: string): Promise<ModelRow[]> {
  return db
    .selectDistinctOn([scoreModel.scheme])
    .from(scoreModel)
    .where(
      and(
        eq(scoreModel.parkId, park),
        eq(scoreModel.state, 'PUBLISHED'),
        lte(scoreModel.effectiveFrom, asOf),
        or(isNull(scoreModel.effectiveTo), gte(scoreModel.effectiveTo, asOf)),
      ),
    )
    .orderBy(
      asc(scoreModel.scheme),
      desc(scoreModel.effectiveFrom),
      desc(scoreModel.publishedAt),
      desc(scoreModel.id),
    );
}

/** The models that were ever published. */
export async function listEverPublished(db: DbOrTx, park: string): Promise<ModelRow[]> {
  return db
    .select()
    .from(scoreModel)
    .where(and(eq(scoreModel.parkId, park), isNotNull(scoreModel.publishedAt)));
}

/** The codes under which the park's models take points off: of those in review, published or retired. */
export async function listNegativeCodes(db: DbOrTx, park: string): Promise<string[]> {
  const { rows } = await db.execute<{ code: string }>(sql`
    select distinct item ->> 'code' as code
    from score_model, jsonb_array_elements(document::jsonb -> 'negative') item
    where park_id = ${park} and state <> 'DRAFT' order by 1`);
  return rows.map(({ code }) => code);
}

/** The models that apply on a day or may on a later one: all but those another has taken the place of to their end. */
export async function listInForceFrom(db: DbOrTx, park: string, day: string): Promise<ModelRow[]> {
  const later = alias(scoreModel, 'later');
  const replacing = db
    .select({ id: later.id })
    .from(later)
    .where(
      and(
        eq(later.parkId, park),
        eq(later.scheme, scoreModel.scheme),
        eq(later.state, 'PUBLISHED'),
        lte(later.effectiveFrom, day),
        or(isNull(later.effectiveTo), gte(later.effectiveTo, scoreModel.effectiveTo)),
        sql`(${later.effectiveFrom}, ${later.publishedAt}, ${later.id}) >
          (${scoreModel.effectiveFrom}, ${scoreModel.publishedAt}, ${scoreModel.id})`,
      ),
    );
  return db
    .select()
    .from(scoreModel)
    .where(
      and(
        eq(scoreModel.parkId, park),
        eq(scoreModel.state, 'PUBLISHED'),
        or(isNull(scoreModel.effectiveTo), gte(scoreModel.effectiveTo, day)),
        notExists(replacing),
      ),
    );
}

/** The model of a scheme that applies on a day, as it was published by an instant (null: as it stands now), or null. */
export async function findInForce(
  { orm }: Database,
  { park, scheme, asOf, knownOn }: { park: string; scheme: string; asOf: string; knownOn: Date | null },
): Promise<ModelRow | null> {
  const [row] = await orm
    .select()
    .from(scoreModel)
    .where(
      and(
        eq(scoreModel.parkId, park),
        eq(scoreModel.scheme, scheme),
        knownOn === null
          ? eq(scoreModel.state, 'PUBLISHED')
          : and(
              lte(scoreModel.publishedAt, knownOn),
              or(isNull(scoreModel.retiredAt), gt(scoreModel.retiredAt, knownOn)),
            ),
        lte(scoreModel.effectiveFrom, asOf),
        or(isNull(scoreModel.effectiveTo), gte(scoreModel.effectiveTo, asOf)),
      ),
    )
    .orderBy(desc(scoreModel.effectiveFrom), desc(scoreModel.publishedAt), desc(scoreModel.id))
    .limit(1);
  return row ?? null;
}

/** The parks that have published models. */
export async function listModelParks({ orm }: Database): Promise<string[]> {
  const rows = await orm
    .selectDistinct({ park: scoreModel.parkId })
    .from(scoreModel)
    .where(eq(scoreModel.state, 'PUBLISHED'))
    .orderBy(asc(scoreModel.parkId));
  return rows.map(({ park }) => park);
}
