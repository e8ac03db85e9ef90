import { unchecked } from '../unchecked.ts';
import { fraction } from './fraction.ts';
import { readWage } from './inputs.ts';
import { type Calculation, calculation, roundingStep } from './result.ts';

const ARTICLE = unchecked('劳动合同法第四十条；劳动合同法实施条例第二十条');

/** Pay in place of notice 代通知金 (劳动合同法 art. 40): one month, at the wage of the month before (条例 art. 20). */
export function noticePay(input: { lastMonthWage: string }): Calculation {
  const wage = readWage(input.lastMonthWage, '/lastMonthWage');
  return calculation({
    kind: 'notice-pay',
    amount: wage,
    steps: [roundingStep(fraction(wage), '上一个月工资 × 1', ARTICLE)],
    notes: [
      {
        zh: '仅适用于第四十条三种情形下未提前三十日书面通知的解除',
        en: 'Only for the three grounds of art. 40 where no written notice of 30 days was given',
      },
    ],
  });
}
