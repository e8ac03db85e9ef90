import type { LocalDate } from '@qinwu/domain/local-date';
import type { Tx } from '@qinwu/platform/db/database';
import type { ParkCatalogue } from '../../rules/catalogue/park-catalogue.ts';
import { type InputVector, inputVector } from '../../rules/inputs/input-vector.ts';
import { listEffective } from '../../store/values.ts';
import { documentsOf } from '../inputs/documents-of.ts';

export interface KnownInputs {
  readonly park: string;
  readonly usccs: readonly string[];
  readonly asOf: LocalDate;
  readonly knownOn: Date;
  /** As it was known at the instant, too. */
  readonly catalogue: ParkCatalogue;
}

/** Lays out the inputs of enterprises for a day as they were known at an instant, from the versions of their values. */
export async function inputsAsKnown(
  tx: Tx,
  { catalogue, ...of }: KnownInputs,
): Promise<Map<string, InputVector>> {
  const values = Map.groupBy(await listEffective(tx, of), ({ uscc }) => uscc);
  const documents = await documentsOf(tx, of);
  return new Map(
    of.usccs.map((uscc) => {
      const counting = { values: values.get(uscc) ?? [], documents: documents.get(uscc) ?? [] };
      return [uscc, inputVector(counting, catalogue.indicators, of.asOf)];
    }),
  );
}
