import type { LocalDate } from '@qinwu/domain/local-date';
import { formatYuan } from '@qinwu/domain/money';
import { type Fraction, fraction, showYuan, times, toFen } from './fraction.ts';
import { readWage } from './inputs.ts';
import { type Calculation, calculation, roundingStep, step } from './result.ts';

export interface OverdueInput {
  unpaid: string;
  /** The last day the labour authority's order gave. */
  deadline: LocalDate;
  /** 50 to 100. */
  percent: number;
}

const ARTICLE = '劳动合同法第八十五条';
/** 劳动合同法 art. 85. */
export const LEAST_PERCENT = 50;
export const MOST_PERCENT = 100;

/** The addition to wages unpaid after an order 加付赔偿金 (劳动合同法 art. 85): 50 to 100 % of what was due. */
export function overdueAddition(input: OverdueInput, asOf: LocalDate): Calculation {
  const { deadline, percent } = input;
  const unpaid = fraction(readWage(input.unpaid, '/unpaid'));
  const isOverdue = asOf > deadline;
  const exact = isOverdue ? share(unpaid, percent) : fraction(0n);
  const overdue = step(
    isOverdue ? '责令限期支付，逾期未付' : '责令的期限未满，尚不加付',
    isOverdue ? 'Not paid within the period ordered' : 'The period ordered is not over yet',
    { formula: `${asOf} ${isOverdue ? '>' : '≤'} ${deadline}`, article: ARTICLE, value: String(isOverdue) },
  );
  const range = step('加付幅度：应付金额的 50% 至 100%', 'Between 50 and 100 % of what was due', {
    formula: `${showYuan(unpaid)} × 50% 至 100%`,
    article: ARTICLE,
    value: [LEAST_PERCENT, MOST_PERCENT].map((one) => formatYuan(toFen(share(unpaid, one)))).join(' 至 '),
  });
  const formula = isOverdue ? `${showYuan(unpaid)} × ${percent}%` : '0';
  return calculation({
    kind: 'overdue-addition',
    amount: toFen(exact),
    outcome: isOverdue ? null : 'not-overdue',
    steps: [overdue, range, roundingStep(exact, formula, ARTICLE)],
    notes: [
      {
        zh: '须先经劳动行政部门责令限期支付；比例由其裁量',
        en: 'Only after an order of the labour authority, which sets the percentage',
      },
    ],
  });
}

function share(amount: Fraction, percent: number): Fraction {
  return times(amount, BigInt(percent), 100n);
}
