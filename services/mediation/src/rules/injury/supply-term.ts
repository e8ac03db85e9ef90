/** How long an applicant has to bring what the one notice asked for (工伤保险条例 art. 18): no law says, the park does. */
import { addWorkdays, type Calendar } from '@qinwu/domain/calendar';
import type { LocalDate } from '@qinwu/domain/local-date';
import type { CorrectionNotice } from '../../injury-vocabulary.ts';
import type { InjurySettings } from './settings.ts';

/** The last day for what a notice of that day asks for; it is written in the notice and moves with nothing. */
export function supplyDayOf(
  on: LocalDate,
  { supplyDays }: Pick<InjurySettings, 'supplyDays'>,
  calendar: Calendar,
): LocalDate {
  return addWorkdays(on, supplyDays, calendar);
}

/** Until when what was asked for may be brought; null where no notice, or one of before there were terms, says a day. */
export function supplyBy(notices: readonly CorrectionNotice[]): LocalDate | null {
  return (
    notices
      .flatMap((notice) => notice.supplyBy ?? [])
      .toSorted()
      .at(-1) ?? null
  );
}
