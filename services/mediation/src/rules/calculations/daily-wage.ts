import { writeDecimal } from '@qinwu/domain/decimal';
import { formatYuan } from '@qinwu/domain/money';
import type { Standard } from '../../standard.ts';
import { unchecked } from '../unchecked.ts';
import { type Fraction, fraction, showYuan, times, toFen } from './fraction.ts';
import { readWage } from './inputs.ts';
import { type Calculation, calculation, roundingStep, type Step, step } from './result.ts';

/** The divisor is the ministry's notice, so the article is that standard's own source. */
function dailyOf(monthly: bigint, days: Standard): { exact: Fraction; formula: string } {
  return {
    exact: fraction(monthly * 100n, days.value),
    formula: `${formatYuan(monthly)} ÷ ${writeDecimal(days.value, 2)}`,
  };
}

/** Hours of a working day (劳动法 art. 36; 国务院关于职工工作时间的规定 art. 3). */
const DAY_HOURS = 8n;

/** The hourly wage 小时工资 with the steps to it. */
export function hourlyWage(monthly: bigint, days: Standard): { exact: Fraction; steps: Step[] } {
  const daily = dailyOf(monthly, days);
  const exact = times(daily.exact, 1n, DAY_HOURS);
  const day = step(
    '日工资 = 月工资 ÷ 月计薪天数',
    'Daily wage: the monthly one by the paid days of a month',
    {
      formula: daily.formula,
      article: days.source,
      value: showYuan(daily.exact),
    },
  );
  const hour = step('小时工资 = 日工资 ÷ 8', 'Hourly wage: the daily one by 8', {
    formula: `${daily.formula} ÷ ${DAY_HOURS}`,
    article: unchecked('劳动法第三十六条；国务院关于职工工作时间的规定第三条'),
    value: showYuan(exact),
  });
  return { exact, steps: [day, hour] };
}

/** The daily wage 日工资: monthly wage by the paid days of a month. */
export function dailyWage(input: { monthlyWage: string }, days: Standard): Calculation {
  const { exact, formula } = dailyOf(readWage(input.monthlyWage, '/monthlyWage'), days);
  return calculation({
    kind: 'daily-wage',
    amount: toFen(exact),
    steps: [roundingStep(exact, formula, days.source)],
    standards: [days],
  });
}
