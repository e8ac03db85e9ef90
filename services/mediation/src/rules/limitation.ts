/** Warnings of the one-year limitation 仲裁时效 (调解仲裁法 art. 27), as far as a case's own dates tell. */
import type { Text } from '@qinwu/domain/errors';
import { daysBetween, type LocalDate } from '@qinwu/domain/local-date';
import { addMonths } from './calculations/months.ts';

/** Days before the end at which somebody is warned. */
const WARN_FROM = 90;
const URGENT_FROM = 30;

export interface Warning {
  code: string;
  text: Text;
}

/**
 * Warnings about the limitation of a labour claim. An application for mediation interrupts it: it runs anew from the
 * day the application was received, so what counts is whether it was over before that, and the year since.
 */
export function limitationWarnings(
  of: { labour: boolean; limitationFrom: LocalDate | null; receivedOn: LocalDate },
  today: LocalDate,
): Warning[] {
  if (!of.labour) return [];
  const { limitationFrom, receivedOn } = of;
  if (limitationFrom !== null && addMonths(limitationFrom, 12) < receivedOn) {
    return [
      {
        code: 'limitation-over-before-application',
        text: {
          zh: '申请时一年仲裁时效可能已届满，请核对有无中断、中止（调解仲裁法第二十七条）',
          en: 'The limitation may have been over when this was filed: check for interruption or suspension',
        },
      },
    ];
  }
  const end = addMonths(receivedOn, 12);
  const left = daysBetween(today, end);
  if (left > WARN_FROM) return [];
  const code = left < 0 ? 'limitation-over' : left <= URGENT_FROM ? 'limitation-urgent' : 'limitation-near';
  return [
    {
      code,
      text: {
        zh: `自申请调解之日重新计算的仲裁时效至 ${end} 届满（调解仲裁法第二十七条）`,
        en: `The limitation, interrupted by the application, ends on ${end}`,
      },
    },
  ];
}
