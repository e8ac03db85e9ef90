/** What may be entered as a title, for which term, and from which day it may be revoked. */
import { type FieldError, fieldRule, fieldRules } from '@qinwu/domain/errors';
import { addDays, addYears, type LocalDate } from '@qinwu/domain/local-date';
import type { TitleKind } from './title-kinds.ts';

export interface AskedTerm {
  readonly titleCode: string;
  readonly from: LocalDate;
  /** Left out: the term of its kind. */
  readonly until?: LocalDate | undefined;
}

export interface Term {
  readonly from: LocalDate;
  readonly until: LocalDate | null;
}

/** The kind and the term of a grant; refuses an unknown kind and days that cannot be, every fault with its place. */
export function decideGrant(
  { titleCode, from, until }: AskedTerm,
  { kinds, today }: { kinds: ReadonlyMap<string, TitleKind>; today: LocalDate },
): { kind: TitleKind; term: Term } {
  const kind = kinds.get(titleCode);
  const faults: FieldError[] = [];
  if (kind === undefined) {
    const detail = { zh: '称号目录中没有这一称号', en: 'The catalogue has no such title' };
    faults.push({ pointer: '/titleCode', code: 'title-unknown', detail });
  }
  if (from > today) {
    const detail = { zh: '尚未生效的称号不得登记', en: 'A title is entered once it is in force' };
    faults.push({ pointer: '/from', code: 'date-in-future', detail });
  }
  if (until !== undefined && until < from) {
    const detail = { zh: '有效期止不能早于有效期起', en: 'A title does not end before it begins' };
    faults.push({ pointer: '/until', code: 'ends-before-start', detail });
  }
  if (kind === undefined || faults.length > 0) throw fieldRules(faults);
  return { kind, term: { from, until: until ?? lastDay(from, kind.termYears) } };
}

/** Three years from 2 December end on 1 December: a renewal from the same day of the year does not overlap. */
function lastDay(from: LocalDate, years: number | null): LocalDate | null {
  return years === null ? null : addDays(addYears(from, years), -1);
}

/** Refuses a revocation before the title was in force, after it ran out, or in days to come. */
export function ensureRevocable(revokedOn: LocalDate, { from, until }: Term, today: LocalDate): void {
  const isOver = until !== null && revokedOn > until;
  if (revokedOn >= from && revokedOn <= today && !isOver) return;
  throw fieldRule('/revokedOn', 'revocation-day', {
    zh: '撤销日期须在称号有效期内、不晚于今天',
    en: 'A title is revoked while it is in force and not later than today',
  });
}
