/** When a year ends that began on a day, with what stands still in it. */
import { type Calendar, rollToWorkday } from '@qinwu/domain/calendar';
import { addDays, daysBetween, type LocalDate } from '@qinwu/domain/local-date';
import { addMonths } from './months.ts';
import { type Step, step } from './result.ts';

export const LIMITATION = '劳动争议调解仲裁法第二十七条';

/** First and last day on which the period stood still. */
export interface Suspension {
  from: LocalDate;
  to: LocalDate;
}

export interface Ending {
  start: LocalDate;
  /** The last day on which one is in time. */
  last: LocalDate;
  steps: Step[];
}

/** The end of the year after `start`; the suspensions are in order and do not overlap. */
export function endingOf(start: LocalDate, suspensions: readonly Suspension[], calendar: Calendar): Ending {
  let last = addMonths(start, 12);
  const steps = [
    step('一年届满之日', 'A year later', {
      formula: `${start} + 1 年`,
      article: '民法典第二百零一条、第二百零二条',
      value: last,
    }),
  ];
  for (const { from, to } of suspensions) {
    const first = from > start ? from : addDays(start, 1);
    if (first > last || to < first) continue;
    const days = daysBetween(first, to) + 1;
    last = addDays(last, days);
    steps.push(
      step('时效中止，自原因消除之日起继续计算', 'Suspended: it goes on when the cause is removed', {
        formula: `${first} 至 ${to} = ${days} 天`,
        article: `${LIMITATION}第三款`,
        value: last,
      }),
    );
  }
  const working = rollToWorkday(last, calendar);
  if (working !== last) {
    steps.push(
      step('最后一日为休假日，顺延至其后首个工作日', 'The last day is a holiday: the next working day', {
        formula: `${last} → ${working}`,
        article: '民法典第二百零三条',
        value: working,
      }),
    );
  }
  return { start, last: working, steps };
}
