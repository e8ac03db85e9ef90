import type { LocalDate } from '@qinwu/domain/local-date';
import type { Tx } from '@qinwu/platform/db/database';
import { inputVector } from '../../rules/inputs/input-vector.ts';
import { shippedCatalogue } from '../../rules/model/shipped-indicators.ts';
import { type LockedInputs, lockInputs, saveInputs } from '../../store/input-vectors.ts';
import { listCounting } from '../../store/value-writes.ts';
import { documentsOf } from './documents-of.ts';

/** Lays out anew what counts of locked enterprises on a day; returns the versions of their rows. */
export async function layOutInputs(
  tx: Tx,
  park: string,
  locked: readonly LockedInputs[],
  day: LocalDate,
): Promise<Map<string, number>> {
  const usccs = locked.map(({ uscc }) => uscc);
  const values = Map.groupBy(await listCounting(tx, park, usccs), ({ uscc }) => uscc);
  const documents = await documentsOf(tx, { park, usccs, knownOn: null });
  const inputs = locked.map((one) => {
    const counting = { values: values.get(one.uscc) ?? [], documents: documents.get(one.uscc) ?? [] };
    return { ...one, ...inputVector(counting, shippedCatalogue, day) };
  });
  return saveInputs(tx, park, inputs);
}

/** Lays out for a day what was laid out for another: a value has begun or ended since, and nothing else is known. */
export async function refreshInputs(
  tx: Tx,
  park: string,
  usccs: readonly string[],
  day: LocalDate,
): Promise<void> {
  const locked = await lockInputs(tx, park, usccs);
  const asBefore = Array.from(locked.values(), (one) => ({ ...one, knownAt: one.updatedAt }));
  await layOutInputs(tx, park, asBefore, day);
}
