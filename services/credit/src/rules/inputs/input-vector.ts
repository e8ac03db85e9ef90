/**
 * What is known of an enterprise, laid out by the slots of its indicators for one day, with the days around it for
 * which the same holds: a value that begins, ends or gives way to another cuts them.
 */
import { addDays, type LocalDate } from '@qinwu/domain/local-date';
import type { CatalogueIndicator } from '../model/shipped-indicators.ts';
import { type CoveringValue, effectiveValues } from './effective-values.ts';

/** A verified value in its current version, with the days it counts for. */
export interface SpannedValue extends CoveringValue {
  readonly value: number;
  readonly validUntil: string | null;
}

/** A document against the enterprise, with the days on which it counts. */
export interface SpannedDocument {
  readonly code: string;
  readonly from: LocalDate;
  /** Last day on which it counts; null: without end. */
  readonly until: LocalDate | null;
}

export interface InputVector {
  /** By slot, the first one at 0; null where nothing is known. */
  readonly slots: readonly (number | null)[];
  /** Effective documents by their code. */
  readonly negatives: Readonly<Record<string, number>>;
  /** First day for which it holds; null: ever. */
  readonly exactFrom: LocalDate | null;
  /** First day for which it holds no more; null: never. */
  readonly exactUntil: LocalDate | null;
}

interface Span {
  readonly from: LocalDate;
  readonly until: LocalDate | null;
}

/** Lays out values and documents as they count on `day`. */
export function inputVector(
  { values, documents }: { values: readonly SpannedValue[]; documents: readonly SpannedDocument[] },
  catalogue: readonly CatalogueIndicator[],
  day: LocalDate,
): InputVector {
  const spans: Span[] = values.map(({ validFrom, validUntil }) => ({ from: validFrom, until: validUntil }));
  const covering = values.filter((_, at) => covers(spans[at], day));
  const effective = effectiveValues(covering, catalogue);
  const negatives: Record<string, number> = {};
  for (const document of documents) {
    if (covers(document, day)) negatives[document.code] = (negatives[document.code] ?? 0) + 1;
  }
  return {
    slots: catalogue.map(({ code }) => effective.get(code)?.value ?? null),
    negatives,
    ...exactDays([...spans, ...documents], day),
  };
}

/** Whether a day is one of a span's. */
export function covers(span: Span | undefined, day: LocalDate): boolean {
  return span !== undefined && span.from <= day && (span.until === null || day <= span.until);
}

function exactDays(
  spans: readonly Span[],
  day: LocalDate,
): { exactFrom: LocalDate | null; exactUntil: LocalDate | null } {
  const cuts = spans
    .flatMap(({ from, until }) => (until === null ? [from] : [from, addDays(until, 1)]))
    .toSorted();
  return {
    exactFrom: cuts.findLast((cut) => cut <= day) ?? null,
    exactUntil: cuts.find((cut) => cut > day) ?? null,
  };
}
