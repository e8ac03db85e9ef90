import type { LocalDate } from '@qinwu/domain/local-date';
import type { Tx } from '@qinwu/platform/db/database';
import type { ParkCatalogue } from '../../rules/catalogue/park-catalogue.ts';
import { inputVector } from '../../rules/inputs/input-vector.ts';
import { type LockedInputs, lockInputs, saveInputs } from '../../store/input-vectors.ts';
import { listCounting } from '../../store/value-writes.ts';
import { catalogueOf } from '../catalogue/catalogue-of.ts';
import { documentsOf } from './documents-of.ts';

export interface LayOut {
  readonly park: string;
  readonly catalogue: ParkCatalogue;
  readonly day: LocalDate;
}

/** Lays out anew what counts of locked enterprises on a day; returns the versions of their rows. */
export async function layOutInputs(
  tx: Tx,
  { park, catalogue, day }: LayOut,
  locked: readonly LockedInputs[],
): Promise<Map<string, number>> {
  const usccs = locked.map(({ uscc }) => uscc);
  const values = Map.groupBy(await listCounting(tx, park, usccs), ({ uscc }) => uscc);
  const documents = await documentsOf(tx, { park, usccs, knownOn: null });
  const inputs = locked.map((one) => {
    const counting = { values: values.get(one.uscc) ?? [], documents: documents.get(one.uscc) ?? [] };
    return { ...one, ...inputVector(counting, catalogue.indicators, day) };
  });
  return saveInputs(tx, { park, precedence: catalogue.precedence }, inputs);
}

/**
 * Lays out for a day what was laid out for another: a value has begun or ended since, and nothing else is known. What
 * was laid out by another order of sources is known anew from now on.
 */
export async function refreshInputs(
  tx: Tx,
  park: string,
  usccs: readonly string[],
  day: LocalDate,
): Promise<void> {
  const locked = await lockInputs(tx, park, usccs);
  const catalogue = await catalogueOf(tx, park);
  const dated = Array.from(locked.values(), (one) =>
    one.precedence === catalogue.precedence ? { ...one, knownAt: one.updatedAt } : one,
  );
  await layOutInputs(tx, { park, catalogue, day }, dated);
}
