/** What an upheld objection puts right: which values are corrected, and which are taken out of the score. */
import { type FieldError, fieldRules } from '@qinwu/domain/errors';
import type { ObjectionSubject, Source, ValueState } from '../../vocabulary.ts';
import { faultsInto } from '../faults-into.ts';
import { faultsOfFigure } from '../inputs/decide-entry.ts';
import type { CatalogueIndicator } from '../model/shipped-indicators.ts';

export interface Correction {
  readonly valueId: string;
  /** What it should have been, in 1/10,000 of its unit; null: it is taken out. */
  readonly value: number | null;
  /** Files that prove it: the decider's own. */
  readonly evidence: readonly string[];
}

export interface Contested {
  readonly uscc: string;
  readonly subject: ObjectionSubject;
  readonly subjectId: string | null;
}

/** The values to put right; a contested value of which nothing is said is taken out. Refuses what does not fit. */
export function correctionsOf(
  { subject, subjectId }: Contested,
  given: readonly Correction[],
): readonly Correction[] {
  const faults: FieldError[] = [];
  const fault = faultsInto(faults);
  if (subject === 'score' && given.length === 0) {
    fault(
      '/corrections',
      'corrections-needed',
      '对积分的异议成立的，须指明更正或移出哪些指标值',
      'Say which values are put right where an objection to the score is upheld',
    );
  }
  for (const [at, { valueId }] of given.entries()) {
    const isFree = subject === 'score' || (subject === 'indicator-value' && valueId === subjectId);
    if (!isFree) {
      fault(
        `/corrections/${at}/valueId`,
        'correction-unfit',
        '只能更正所争议的指标值；文书不更正，只移出',
        'Only the contested value is put right; a document is taken out',
      );
    }
    if (given.findIndex((other) => other.valueId === valueId) < at) {
      fault(`/corrections/${at}/valueId`, 'value-repeated', '同一指标值只写一次', 'Name a value once');
    }
  }
  if (faults.length > 0) throw fieldRules(faults);
  const isSilent = subject === 'indicator-value' && subjectId !== null && given.length === 0;
  return isSilent ? [{ valueId: subjectId, value: null, evidence: [] }] : given;
}

/** A value that is put right, as it stands. */
export interface CorrectedValue {
  readonly uscc: string;
  readonly code: string;
  readonly unit: string;
  readonly source: Source;
  readonly state: ValueState;
}

/** What is in the way of a correction, each fault with its place; `at` is where it was given. */
export function faultsOfCorrection(
  { value, valueId }: Correction,
  found: CorrectedValue | undefined,
  {
    at,
    contested,
    catalogue,
  }: { at: number; contested: Contested; catalogue: readonly CatalogueIndicator[] },
): FieldError[] {
  const faults: FieldError[] = [];
  const fault = faultsInto(faults);
  const place = `/corrections/${at}`;
  if (found === undefined || found.uscc !== contested.uscc) {
    fault(`${place}/valueId`, 'value-missing', '企业没有这个指标值', 'The enterprise has no such value');
  } else if (value === null) {
    if (found.state === 'VERIFIED' || valueId === contested.subjectId) return faults;
    fault(`${place}/valueId`, 'value-not-counted', '该指标值本未计入', 'The value does not count as it is');
  } else if (found.source === 'event') {
    fault(
      `${place}/value`,
      'value-is-counted',
      '该值由记录计数得出：更正所依据的记录，或只移出',
      'The value is counted from records: put those right, or take it out',
    );
  } else {
    const figure = faultsOfFigure({ ...found, value }, catalogue);
    return figure.map((one) => ({
      ...one,
      pointer: `${place}${one.pointer === '/value' ? '/value' : '/valueId'}`,
    }));
  }
  return faults;
}
