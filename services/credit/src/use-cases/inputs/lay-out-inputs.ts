import type { LocalDate } from '@qinwu/domain/local-date';
import type { Tx } from '@qinwu/platform/db/database';
import type { ParkCatalogue } from '../../rules/catalogue/park-catalogue.ts';
import { inputVector } from '../../rules/inputs/input-vector.ts';
import { type LockedInputs, lockInputs, type NewInputs, saveInputs } from '../../store/input-vectors.ts';
import { listCounting } from '../../store/value-writes.ts';
import { catalogueOf } from '../catalogue/catalogue-of.ts';
import { documentsOf } from './documents-of.ts';

export interface LayOut {
  readonly park: string;
  readonly catalogue: ParkCatalogue;
  readonly day: LocalDate;
}

/** What was laid out of an enterprise: by slot, in the version of its row, known from an instant on. */
export interface LaidOut extends Pick<LockedInputs, 'uscc' | 'knownAt'>, Pick<NewInputs, 'slots'> {
  readonly version: number;
}

/** Lays out anew what counts of locked enterprises on a day. */
export async function layOutInputs(
  tx: Tx,
  { park, catalogue, day }: LayOut,
  locked: readonly LockedInputs[],
): Promise<LaidOut[]> {
  const usccs = locked.map(({ uscc }) => uscc);
  const values = Map.groupBy(await listCounting(tx, park, usccs), ({ uscc }) => uscc);
  const documents = await documentsOf(tx, { park, usccs, knownOn: null });
  const inputs = locked.map((one) => {
    const counting = { values: values.get(one.uscc) ?? [], documents: documents.get(one.uscc) ?? [] };
    return { ...one, ...inputVector(counting, catalogue.indicators, day) };
  });
  const versions = await saveInputs(tx, { park, precedence: catalogue.precedence }, inputs);
  return inputs.map(({ uscc, knownAt, slots }) => ({
    uscc,
    knownAt,
    slots,
    version: versions.get(uscc) ?? 0,
  }));
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
