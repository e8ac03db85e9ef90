import type { LocalDate } from '@qinwu/domain/local-date';

/** What a source states of an indicator, and for which days. */
export interface StatedDays {
  readonly uscc: string;
  readonly code: string;
  readonly source: string;
  readonly validFrom: LocalDate;
  /** Inclusive; null: without end. */
  readonly validUntil: LocalDate | null;
}

/** Values by whose days they take, so that the one in the way of another is found among many. */
export interface TakenDays<V extends StatedDays> {
  /** The one that takes days of this one and begins first. */
  find(given: StatedDays): V | undefined;
  add(value: V): void;
  /** Puts another in the place of one: it takes fewer days now. */
  replace(value: V, by: V): void;
}

/** True where a value is ended by the entry of a later one: nobody said until when it counts, and it began earlier. */
export function givesWay(
  standing: Pick<StatedDays, 'validFrom' | 'validUntil'>,
  { validFrom }: Pick<StatedDays, 'validFrom'>,
): boolean {
  return standing.validUntil === null && standing.validFrom < validFrom;
}

/** One source states one value of an indicator for one day, as the database demands. */
export function takenDays<V extends StatedDays>(values: readonly V[]): TakenDays<V> {
  const byStatement = new Map<string, V[]>();
  const keyOf = ({ uscc, code, source }: StatedDays): string => [uscc, code, source].join('\n');
  const add = (value: V): void => {
    const key = keyOf(value);
    const others = byStatement.get(key);
    if (others === undefined) byStatement.set(key, [value]);
    else others.push(value);
  };
  for (const value of values) add(value);
  return {
    find: (given) =>
      byStatement
        .get(keyOf(given))
        ?.filter((value) => overlap(value, given))
        .toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1))[0],
    add,
    replace(value, by) {
      const others = byStatement.get(keyOf(value)) ?? [];
      others.splice(others.indexOf(value), 1, by);
    },
  };
}

function overlap(one: StatedDays, other: StatedDays): boolean {
  return startsBeforeEnd(one, other) && startsBeforeEnd(other, one);
}

function startsBeforeEnd({ validFrom }: StatedDays, { validUntil }: StatedDays): boolean {
  return validUntil === null || validFrom <= validUntil;
}
