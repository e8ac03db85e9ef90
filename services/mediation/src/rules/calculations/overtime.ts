import { writeDecimal } from '@qinwu/domain/decimal';
import { fieldRule } from '@qinwu/domain/errors';
import type { Standard } from '../../standard.ts';
import { hourlyWage } from './daily-wage.ts';
import { type Fraction, fraction, plus, showYuan, times, toFen } from './fraction.ts';
import { readHours, readWage } from './inputs.ts';
import { type Calculation, calculation, roundingStep, type Step, step } from './result.ts';

export interface OvertimeInput {
  monthlyWage: string;
  /** Hours beyond the day on working days. */
  workdayHours?: string | undefined;
  /** Hours on rest days for which no other day off was given. */
  restDayHours?: string | undefined;
  /** Hours on statutory holidays. */
  holidayHours?: string | undefined;
}

/** 劳动法 art. 44. */
const RATES = [
  { field: 'workdayHours', percent: 150n, zh: '工作日延时', en: 'Working days', article: '第一项' },
  { field: 'restDayHours', percent: 200n, zh: '休息日未补休', en: 'Rest days', article: '第二项' },
  { field: 'holidayHours', percent: 300n, zh: '法定休假日', en: 'Holidays', article: '第三项' },
] as const;

/** Overtime pay 加班费 (劳动法 art. 44): 150, 200 and 300 % of the hourly wage. */
export function overtime(input: OvertimeInput, days: Standard): Calculation {
  const hourly = hourlyWage(readWage(input.monthlyWage, '/monthlyWage'), days);
  const parts = RATES.flatMap((rate) => {
    const text = input[rate.field];
    return text === undefined ? [] : [partOf(rate, readHours(text, `/${rate.field}`), hourly.exact)];
  });
  if (parts.length === 0) {
    throw fieldRule('/workdayHours', 'required', {
      zh: '至少填一类加班时数',
      en: 'Give the hours of at least one kind',
    });
  }
  const exact = parts.reduce((sum, part) => plus(sum, part.exact), fraction(0n));
  const formula = parts.map((part) => part.step.value).join(' + ');
  return calculation({
    kind: 'overtime',
    amount: toFen(exact),
    steps: [
      ...hourly.steps,
      ...parts.map((part) => part.step),
      roundingStep(exact, formula, '劳动法第四十四条'),
    ],
    standards: [days],
    notes: [COMPENSATED],
  });
}

function partOf(
  { percent, zh, en, article }: (typeof RATES)[number],
  hours: bigint,
  hourly: Fraction,
): { exact: Fraction; step: Step } {
  const exact = times(hourly, hours * percent, 10_000n);
  const formula = `小时工资 × ${writeDecimal(hours, 2)} 小时 × ${percent}%`;
  const of = { formula, article: `劳动法第四十四条${article}`, value: showYuan(exact) };
  return { exact, step: step(`${zh}加班费`, `${en}: overtime pay`, of) };
}

const COMPENSATED = {
  zh: '休息日已安排补休的时数不计；工作日延时与法定休假日不得以补休代替',
  en: 'Rest-day hours made up for by another day off are left out; the other two kinds must be paid',
};
