/** A park's catalogue of indicators: the shipped one, with what the park states laid over it. */
import type { CatalogueIndicator } from '../model/shipped-indicators.ts';

export interface ParkCatalogue {
  /** By slot, the first one at 0. */
  readonly indicators: readonly CatalogueIndicator[];
  /** How many times the park has put the sources of any indicator in another order. */
  readonly precedence: number;
}

/** A definition of the park. */
export interface StatedIndicator extends CatalogueIndicator {
  /** From 1 on. */
  readonly slot: number;
  /** The count of the park when it was stated. */
  readonly precedence: number;
}

/** Lays a park's definitions over the shipped ones: of a known code in its slot, of a new one behind the last. */
export function laidOver(
  shipped: readonly CatalogueIndicator[],
  stated: readonly StatedIndicator[],
): ParkCatalogue {
  const indicators = [...shipped];
  for (const indicator of stated) indicators[indicator.slot - 1] = indicator;
  return { indicators, precedence: Math.max(0, ...stated.map(({ precedence }) => precedence)) };
}

/** True where the park has done with an indicator: nothing is counted for it any more. */
export function isRetired({ indicators }: ParkCatalogue, code: string): boolean {
  return indicators.some((one) => one.code === code && one.state === 'RETIRED');
}
