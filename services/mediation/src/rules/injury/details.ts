/** What an application must say before it is complete, besides the materials that come with it. */
import type { LocalDate } from '@qinwu/domain/local-date';
import type { InjuryDetail } from '../../injury-vocabulary.ts';

/** The details that are missing: one that a case has opened knows no more than the case. */
export function missingDetails({
  baseOn,
  employerUscc,
  sensitiveConsent,
}: {
  baseOn: LocalDate | null;
  employerUscc: string | null;
  sensitiveConsent: boolean;
}): InjuryDetail[] {
  return [
    ...(baseOn === null ? (['event-day'] as const) : []),
    ...(employerUscc === null ? (['employer-code'] as const) : []),
    ...(sensitiveConsent ? [] : (['sensitive-consent'] as const)),
  ];
}
