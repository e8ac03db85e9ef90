import type { DbOrTx } from '@qinwu/platform/db/database';
import { laidOver, type ParkCatalogue } from '../../rules/catalogue/park-catalogue.ts';
import { shippedCatalogue } from '../../rules/model/shipped-indicators.ts';
import { listStated } from '../../store/catalogue/indicators.ts';

/** The catalogue of a park as it was known at an instant (null: as it is). */
export async function catalogueOf(
  db: DbOrTx,
  park: string,
  knownOn: Date | null = null,
): Promise<ParkCatalogue> {
  return laidOver(shippedCatalogue, await listStated(db, park, knownOn));
}
