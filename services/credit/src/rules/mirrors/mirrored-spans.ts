/** On which days what other services announced counts for an enterprise; null where it never does. */
import type { TitleLevel } from '@qinwu/contracts/events/cockpit';
import type { Milestone } from '@qinwu/contracts/events/investment';
import { addDays, addYears, type LocalDate } from '@qinwu/domain/local-date';
import type { Span } from '../inputs/count-spans.ts';

/** 省级及以上: what the indicator's name says. */
const COUNTED_LEVELS: readonly TitleLevel[] = ['NATIONAL', 'PROVINCE'];

/** 高技能人才: 高级技师 is level 1, 技师 2, 高级工 3; a higher number is a lower level. */
const LEAST_LEVEL = 3;

/** 近三年: a convention of the park, not a rule of anybody's. */
const YEARS_IN_PRODUCTION = 3;

export interface TitleDays {
  readonly level: TitleLevel;
  readonly from: LocalDate;
  readonly until: LocalDate | null;
  /** The first day on which it is in force no more. */
  readonly revokedOn: LocalDate | null;
}

/** A title of the province or the state, while it is in force. */
export function titleSpan({ level, from, until, revokedOn }: TitleDays): Span | null {
  if (!COUNTED_LEVELS.includes(level)) return null;
  const lastBefore = revokedOn === null ? null : addDays(revokedOn, -1);
  const [last = null] = [until, lastBefore].filter((day) => day !== null).toSorted();
  return { from, until: last };
}

export interface CertificateDays {
  readonly level: number;
  readonly issuedOn: LocalDate;
  readonly validUntil: LocalDate | null;
  readonly valid: boolean;
}

/** A certificate of 高级工 or above, while it is valid. */
export function certificateSpan({ level, issuedOn, validUntil, valid }: CertificateDays): Span | null {
  return valid && level <= LEAST_LEVEL ? { from: issuedOn, until: validUntil } : null;
}

export interface MilestoneDays {
  readonly milestone: Milestone;
  readonly reachedOn: LocalDate;
  readonly valid: boolean;
}

/** A project that went into production, for the years it counts as a recent one. */
export function milestoneSpan({ milestone, reachedOn, valid }: MilestoneDays): Span | null {
  if (!valid || milestone !== 'IN_PRODUCTION') return null;
  return { from: reachedOn, until: addDays(addYears(reachedOn, YEARS_IN_PRODUCTION), -1) };
}
