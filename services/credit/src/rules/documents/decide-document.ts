/** What may be entered against an enterprise, and the days on which it counts. */
import { type FieldError, fieldRules } from '@qinwu/domain/errors';
import { addDays, type LocalDate } from '@qinwu/domain/local-date';
import { faultsInto } from '../faults-into.ts';
import type { SpannedDocument } from '../inputs/input-vector.ts';
import { shippedModels } from '../model/shipped-models.ts';

export interface DocumentDays {
  readonly code: string;
  readonly effectiveFrom: LocalDate;
  readonly effectiveUntil: LocalDate | null;
  readonly repairedOn: LocalDate | null;
}

/** The codes under which documents count: those of the shipped models, then those of the park's own. */
export function negativeCodes(own: readonly string[]): readonly string[] {
  const shipped = Object.values(shippedModels).flatMap(({ negative }) => negative.map(({ code }) => code));
  return [...new Set([...shipped, ...own])];
}

/** Refuses an item no model of the park counts and days that cannot be, every fault with its place. */
export function ensureDocument(
  { code, effectiveFrom, effectiveUntil }: Omit<DocumentDays, 'repairedOn'>,
  { today, codes }: { today: LocalDate; codes: readonly string[] },
): void {
  const faults: FieldError[] = [];
  const fault = faultsInto(faults);
  if (!codes.includes(code)) {
    fault(
      '/code',
      'negative-item-unknown',
      `负面事项只有${codes.join('、')}`,
      `The negative items are ${codes.join(', ')}`,
    );
  }
  if (effectiveFrom > today) {
    fault(
      '/effectiveFrom',
      'not-in-effect',
      '尚未生效的文书不得登记',
      'A document counts once it has taken effect',
    );
  }
  if (effectiveUntil !== null && effectiveUntil < effectiveFrom) {
    fault('/effectiveUntil', 'ends-before-start', '不能早于生效日期', 'Not before it takes effect');
  }
  if (faults.length > 0) throw fieldRules(faults);
}

/** Refuses a repair before the document took effect, or one to come. */
export function ensureRepair(repairedOn: LocalDate, { effectiveFrom }: DocumentDays, today: LocalDate): void {
  if (repairedOn >= effectiveFrom && repairedOn <= today) return;
  const detail = {
    zh: '修复日期须在生效之后、不晚于今天',
    en: 'The repair is after the document and not later than today',
  };
  throw fieldRules([{ pointer: '/repairedOn', code: 'repair-day', detail }]);
}

/** The days on which a document counts: up to its end, or to the day before it was repaired. */
export function spanOf({
  code,
  effectiveFrom,
  effectiveUntil,
  repairedOn,
}: DocumentDays): SpannedDocument | null {
  const lastBefore = repairedOn === null ? null : addDays(repairedOn, -1);
  const [until = null] = [effectiveUntil, lastBefore].filter((day) => day !== null).toSorted();
  return until !== null && until < effectiveFrom ? null : { code, from: effectiveFrom, until };
}
