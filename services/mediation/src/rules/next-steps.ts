/** What a party can do where an agreement is not performed 违约后的救济, each with its provision and its last day. */
import type { Text } from '@qinwu/domain/errors';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import type { Category, State } from '../vocabulary.ts';
import { addMonths } from './calculations/months.ts';
import type { RunningClock } from './case-clock.ts';
import { PAYABLE } from './side-track.ts';
import { unchecked } from './unchecked.ts';

export interface NextStep {
  code: 'arbitration' | 'payment-order' | 'judicial-confirmation' | 'arbitration-review' | 'court';
  text: Text;
  article: string;
  /** The last day on which it can be taken; null where no day of the case tells. */
  until: LocalDate | null;
}

interface BreachedCase {
  state: State;
  labour: boolean;
  category: Category;
  breachedOn: LocalDate | null;
}

/** The last day of a clock that still runs, or null. */
function lastDayOf(clocks: readonly RunningClock[], kind: 'confirm' | 'review', now: Date): LocalDate | null {
  const clock = clocks.find((each) => each.kind === kind && each.stoppedAt === null && each.dueAt > now);
  // The due instant is 24:00 of the last day.
  return clock === undefined ? null : localDateOf(new Date(clock.dueAt.getTime() - 1));
}

function labourSteps({ category, breachedOn }: BreachedCase): NextStep[] {
  const isPay = PAYABLE.includes(category);
  const steps: NextStep[] = [
    {
      code: 'arbitration',
      text: { zh: '向劳动争议仲裁委员会申请仲裁', en: 'apply for labour arbitration' },
      article: '调解仲裁法第十五条、第二十七条',
      // The limitation of one year, from the day the breach is known.
      until: breachedOn === null ? null : addMonths(breachedOn, 12),
    },
  ];
  if (!isPay) return steps;
  return [
    {
      code: 'payment-order',
      text: { zh: '劳动者持调解协议书向人民法院申请支付令', en: 'the worker applies for a payment order' },
      article: '调解仲裁法第十六条',
      until: null,
    },
    ...steps,
  ];
}

function civilSteps({ breachedOn }: BreachedCase): NextStep[] {
  return [
    {
      code: 'court',
      text: { zh: '就协议的履行或者内容向人民法院提起诉讼', en: 'sue on the agreement' },
      article: unchecked('人民调解法第三十二条；民法典第一百八十八条'),
      // Three years from the day the breach is known.
      until: breachedOn === null ? null : addMonths(breachedOn, 36),
    },
  ];
}

/** The steps open while an agreement is breached; none otherwise. */
export function nextSteps(found: BreachedCase, clocks: readonly RunningClock[], now: Date): NextStep[] {
  if (found.state !== 'BREACHED') return [];
  const review = lastDayOf(clocks, 'review', now);
  const confirm = lastDayOf(clocks, 'confirm', now);
  const steps = found.labour ? labourSteps(found) : civilSteps(found);
  if (review !== null) {
    steps.push({
      code: 'arbitration-review',
      text: { zh: '双方共同申请仲裁审查确认', en: 'both apply for review by the arbitration commission' },
      article: '劳动人事争议仲裁办案规则（人社部令第33号）',
      until: review,
    });
  }
  if (confirm !== null) {
    steps.push({
      code: 'judicial-confirmation',
      text: { zh: '双方共同申请司法确认，确认后可申请强制执行', en: 'both apply for judicial confirmation' },
      article: '人民调解法第三十三条；民事诉讼法第二百零五条',
      until: confirm,
    });
  }
  return steps;
}
