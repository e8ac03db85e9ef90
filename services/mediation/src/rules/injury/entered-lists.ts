/**
 * What limits hang on, as a register has it in one cell: approved extensions and days that do not count, one after the
 * other, each with its parts in order. What was taken back is in no register.
 */
import { type FieldError, fieldRules } from '@qinwu/domain/errors';
import { isLocalDate, type LocalDate } from '@qinwu/domain/local-date';
import {
  type EmployerExtension,
  EXCLUDED_REASONS,
  type ExcludedPeriod,
  type ExcludedReason,
} from '../../injury-vocabulary.ts';
import type { Suspension } from './authority-limits.ts';
import { isRunning } from './excluded-periods.ts';
import { isVoided } from './limits.ts';

const BETWEEN = '；';
const PART = '|';
const MOST_DAYS = 365;

/** 30|晋人社工伤延〔2025〕3号|2025-08-30|晋江市人力资源和社会保障局 */
export function extensionsCell(extensions: readonly EmployerExtension[]): string | null {
  const entries = extensions
    .filter((each) => !isVoided(each))
    .map((each) => [each.days, each.documentNumber, each.approvedOn, each.authority]);
  return cellOf(entries);
}

/** 2025-08-19|2025-08-25|force-majeure; of a period that has not ended the second part is empty. */
export function periodsCell(excluded: readonly ExcludedPeriod[]): string | null {
  return cellOf(
    excluded.filter((each) => !isVoided(each)).map(({ from, to, reason }) => [from, to ?? '', reason]),
  );
}

/** 2025-09-10|2025-09-20: suspended, and resumed; the second part is empty while the decision waits. */
export function suspensionsCell(suspensions: readonly Suspension[]): string | null {
  return cellOf(suspensions.map(({ from, to }) => [from, to ?? '']));
}

/** A separator inside a part would be one between two. */
function cellOf(entries: readonly (readonly (string | number)[])[]): string | null {
  if (entries.length === 0) return null;
  const plain = (part: string | number) => String(part).replace(/[;；|｜]/g, ' ');
  return entries.map((parts) => parts.map(plain).join(PART)).join(BETWEEN);
}

function entriesOf(cell: string | undefined): string[][] {
  if (cell === undefined) return [];
  return cell
    .split(/[;；]/)
    .filter((entry) => entry.trim() !== '')
    .map((entry) => entry.split(/[|｜]/).map((part) => part.trim()));
}

/** The extensions of a cell; refuses (kind rule) one that is not written so, not approved yet, or there twice. */
export function readExtensions(cell: string | undefined, today: LocalDate): EmployerExtension[] {
  const extensions = entriesOf(cell).map((parts): EmployerExtension => {
    const [days = '', documentNumber = '', approvedOn = '', authority = ''] = parts;
    const isNamed = documentNumber !== '' && authority !== '';
    const amount = Number(days);
    const isCounted = /^\d{1,3}$/.test(days) && amount >= 1 && amount <= MOST_DAYS;
    const isPast = isLocalDate(approvedOn) && approvedOn <= today;
    if (parts.length !== 4 || !isNamed || !isCounted || !isPast) throw unreadable.extensions();
    return { days: amount, documentNumber, approvedOn, authority };
  });
  if (new Set(extensions.map((each) => each.documentNumber)).size < extensions.length)
    throw unreadable.extensions();
  return extensions;
}

/** The periods of a cell; refuses (kind rule) one that is not written so or has not been, and two that have not ended. */
export function readPeriods(cell: string | undefined, today: LocalDate): ExcludedPeriod[] {
  const periods = entriesOf(cell).map((parts): ExcludedPeriod => {
    const [from = '', to = '', reason = ''] = parts;
    const known = EXCLUDED_REASONS.find((each): each is ExcludedReason => each === reason);
    const isBegun = isLocalDate(from) && from <= today;
    const isEnded = to === '' || (isLocalDate(to) && from <= to && to <= today);
    if (parts.length !== 3 || known === undefined || !isBegun || !isEnded) throw unreadable.periods();
    return { from, to: to === '' ? null : to, reason: known };
  });
  if (periods.filter(isRunning).length > 1) throw unreadable.periods();
  return periods;
}

/** The suspensions of a cell, since the acceptance; refuses (kind rule) what is not written so, or is not as the state says. */
export function readSuspensions(
  cell: string | undefined,
  {
    acceptedOn = '',
    isSuspended,
    today,
  }: { acceptedOn: LocalDate | undefined; isSuspended: boolean; today: LocalDate },
): Suspension[] {
  let last: LocalDate | null = acceptedOn;
  const suspensions = entriesOf(cell).map((parts): Suspension => {
    const [from = '', to = ''] = parts;
    const isBegun = last !== null && isLocalDate(from) && from >= last && from <= today;
    const isEnded = to === '' || (isLocalDate(to) && from <= to && to <= today);
    if (parts.length !== 2 || !isBegun || !isEnded) throw unreadable.suspensions();
    last = to === '' ? null : to;
    return { from, to: last };
  });
  if (suspensions.length > 0 && (last === null) !== isSuspended) throw unreadable.suspensions();
  return suspensions;
}

function unreadableAs(pointer: string, zh: string, en: string): () => Error {
  const fault: FieldError = { pointer, code: 'list-invalid', detail: { zh, en } };
  return () => fieldRules([fault]);
}

const unreadable = {
  extensions: unreadableAs(
    '/employerExtensions',
    '应为“天数|批准文号|批准之日|批准机关”，多次以“；”分隔；文号不重复，批准之日不晚于今天',
    'is written days|document number|day of approval|authority, several parted by ;, each approval once and on no later day than today',
  ),
  suspensions: unreadableAs(
    '/suspendedPeriods',
    '应为“中止之日|恢复之日”，多段以“；”分隔，按先后排列；仅中止的申请，最后一段的恢复之日留空；不早于受理之日，不晚于今天',
    'is written day of suspension|day of resumption, several parted by ;, in order, the second empty in the last one of what is suspended; no day before the acceptance or later than today',
  ),
  periods: unreadableAs(
    '/excludedPeriods',
    `应为“起日|止日|情形”，多段以“；”分隔，尚未结束的止日留空（至多一段）；不晚于今天；情形为 ${EXCLUDED_REASONS.join('、')}`,
    `is written first day|last day|reason, several parted by ;, the last day empty in the one that has not ended; no day later than today; reasons are ${EXCLUDED_REASONS.join(', ')}`,
  ),
};
