/** Which of the values that cover a day counts: the first source of the indicator, then the newest. */
import type { CatalogueIndicator } from '../model/shipped-indicators.ts';

/** A verified value that covers the day. */
export interface CoveringValue {
  readonly code: string;
  readonly source: string;
  readonly validFrom: string;
  readonly knownAt: Date;
}

/** One value for each indicator of the catalogue that has any. */
export function effectiveValues<V extends CoveringValue>(
  values: readonly V[],
  catalogue: readonly CatalogueIndicator[],
): Map<string, V> {
  const precedence = new Map(catalogue.map(({ code, sources }) => [code, sources]));
  const effective = new Map<string, V>();
  for (const value of values) {
    const sources = precedence.get(value.code);
    if (sources === undefined) continue;
    const standing = effective.get(value.code);
    if (standing === undefined || goesBefore(value, standing, sources)) effective.set(value.code, value);
  }
  return effective;
}

function goesBefore(one: CoveringValue, other: CoveringValue, sources: readonly string[]): boolean {
  const rank = ({ source }: CoveringValue): number => {
    const place = sources.indexOf(source);
    return place === -1 ? sources.length : place;
  };
  if (rank(one) !== rank(other)) return rank(one) < rank(other);
  if (one.validFrom !== other.validFrom) return one.validFrom > other.validFrom;
  return one.knownAt > other.knownAt;
}
