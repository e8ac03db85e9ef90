/** Which limit governs: the most particular profile in force on the day the clock starts. */
import type { LocalDate } from '@qinwu/domain/local-date';
import type { ClockKind, Complexity, DemandType, LimitUnit, Urgency } from '../vocabulary.ts';

/** A limit as the park configured it; null members fit everything. */
export interface ClockProfile {
  code: string;
  validFrom: LocalDate;
  validUntil: LocalDate | null;
  clock: ClockKind;
  demandType: DemandType | null;
  urgency: Urgency | null;
  complexity: Complexity | null;
  categoryCode: string | null;
  limitUnit: LimitUnit;
  limitAmount: number;
  yellowShare: number;
  orangeShare: number;
  article: string;
  /** False for a default nobody took from a published text. */
  official: boolean;
}

/** What a profile is chosen by; `categoryPath` runs from the root to the category itself. */
export interface ProfileSubject {
  demandType: DemandType;
  urgency: Urgency;
  complexity: Complexity;
  categoryPath: readonly string[];
}

function isInForce(profile: ClockProfile, on: LocalDate): boolean {
  return profile.validFrom <= on && (profile.validUntil === null || on <= profile.validUntil);
}

function fits(profile: ClockProfile, subject: ProfileSubject): boolean {
  return (
    (profile.demandType === null || profile.demandType === subject.demandType) &&
    (profile.urgency === null || profile.urgency === subject.urgency) &&
    (profile.complexity === null || profile.complexity === subject.complexity) &&
    (profile.categoryCode === null || subject.categoryPath.includes(profile.categoryCode))
  );
}

/** Danger comes before subject, subject before difficulty, difficulty before the kind of demand. */
function rank(profile: ClockProfile, subject: ProfileSubject): number {
  const depth = profile.categoryCode === null ? -1 : subject.categoryPath.indexOf(profile.categoryCode);
  return (
    (profile.urgency === null ? 0 : 1000) +
    (depth + 1) * 10 +
    (profile.complexity === null ? 0 : 2) +
    (profile.demandType === null ? 0 : 1)
  );
}

/** The profile of a clock for this subject on this day, or null where the park set none. */
export function profileFor(
  profiles: readonly ClockProfile[],
  clock: ClockKind,
  subject: ProfileSubject,
  on: LocalDate,
): ClockProfile | null {
  const candidates = profiles.filter(
    (profile) => profile.clock === clock && isInForce(profile, on) && fits(profile, subject),
  );
  const better = (a: ClockProfile, b: ClockProfile): number =>
    rank(b, subject) - rank(a, subject) || (a.validFrom < b.validFrom ? 1 : -1);
  return candidates.toSorted(better)[0] ?? null;
}
