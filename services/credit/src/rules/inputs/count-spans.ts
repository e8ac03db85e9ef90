/** How many of some things hold on which days, or what they weigh: a count that changes where one begins or ends. */
import { addDays, type LocalDate } from '@qinwu/domain/local-date';

/** The days of one thing, both included; without end where `until` is null. */
export interface Span {
  readonly from: LocalDate;
  readonly until: LocalDate | null;
}

/** A thing that counts for as much as it weighs; for one where nothing is said. */
export interface Weighed extends Span {
  readonly weight?: number;
}

/** Days on which a value holds. */
export interface Piece extends Span {
  readonly value: number;
}

/**
 * The counts from the first day on which there was any, in pieces of days that follow one another; the last one is
 * without end. After all have ended the count is 0: that is known. Before there was any nothing is.
 */
export function countSpans(spans: readonly Weighed[]): Piece[] {
  const steps = new Map<LocalDate, number>();
  const step = (day: LocalDate, by: number) => steps.set(day, (steps.get(day) ?? 0) + by);
  for (const { from, until, weight = 1 } of spans) {
    if (until !== null && until < from) continue;
    step(from, weight);
    if (until !== null) step(addDays(until, 1), -weight);
  }
  const cuts = [...steps].filter(([, by]) => by !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1));
  let value = 0;
  return cuts.map(([from, by], at) => {
    value += by;
    const next = cuts[at + 1]?.[0];
    return { from, until: next === undefined ? null : addDays(next, -1), value };
  });
}
