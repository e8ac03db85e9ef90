import type { Actor } from '@qinwu/domain/actor';
import { refuse } from '@qinwu/domain/errors';
import type { Deps } from '../../deps.ts';
import type { CatalogueIndicator } from '../../rules/model/shipped-indicators.ts';
import type { IndicatorRow } from '../../store/catalogue/indicator-table.ts';
import { listDefinitions } from '../../store/catalogue/indicators.ts';
import { catalogueOf } from './catalogue-of.ts';

/** The indicators of the actor's park, in the order of their slots. */
export async function listIndicators({ db }: Deps, { park }: Actor): Promise<readonly CatalogueIndicator[]> {
  return (await catalogueOf(db.orm, park)).indicators;
}

export interface IndicatorHistory {
  readonly indicator: CatalogueIndicator;
  /** What the park has stated of it, the first definition first; none of one that is as it was shipped. */
  readonly definitions: readonly IndicatorRow[];
}

/** An indicator of the actor's park with the park's definitions; refuses `indicator-missing`. */
export async function getIndicator({ db }: Deps, { park }: Actor, code: string): Promise<IndicatorHistory> {
  const definitions = await listDefinitions(db.orm, park, code);
  const found =
    definitions.at(-1) ?? (await catalogueOf(db.orm, park)).indicators.find((one) => one.code === code);
  if (found === undefined) throw indicatorMissing();
  return { indicator: found, definitions };
}

export function indicatorMissing(): Error {
  return refuse('missing', 'indicator-missing', {
    zh: '指标目录中没有这个指标',
    en: 'The catalogue has no such indicator',
  });
}
