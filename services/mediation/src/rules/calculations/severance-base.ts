/** Monthly base and number of months of severance 经济补偿 (劳动合同法 art. 47, 实施条例 art. 27). */
import { writeDecimal } from '@qinwu/domain/decimal';
import { fieldRule, type Text } from '@qinwu/domain/errors';
import type { LocalDate } from '@qinwu/domain/local-date';
import { formatYuan } from '@qinwu/domain/money';
import type { Standard } from '../../standard.ts';
import { unchecked } from '../unchecked.ts';
import { type Fraction, fraction, isAbove, showYuan } from './fraction.ts';
import { checkNotBefore, readAmount, readWage } from './inputs.ts';
import { calendarMonths, lengthOf } from './months.ts';
import { type Step, step } from './result.ts';

export interface SeveranceInput {
  startedOn: LocalDate;
  /** The last day of employment. */
  endedOn: LocalDate;
  /** The mean of the last 12 months, or … */
  averageMonthlyWage?: string | undefined;
  /** … the wages of those months, or of as many as there were. */
  wages?: readonly string[] | undefined;
}

export interface SeveranceStandards {
  averageWage: Standard;
  minimumWage: Standard;
}

/** What severance and the damages of an unlawful termination are both made of. */
export interface SeveranceBase {
  base: Fraction;
  /** Half months. */
  halves: number;
  steps: Step[];
  standards: Standard[];
  notes: Text[];
}

const REGULATION = unchecked('劳动合同法实施条例第二十七条');
const AVERAGE = `劳动合同法第四十七条第三款；${REGULATION}`;
const YEARS = '劳动合同法第四十七条第一款';
const CAP = '劳动合同法第四十七条第二款';
/** 劳动合同法 art. 47: three times the local average, and at most twelve years. */
const CAP_TIMES = 3n;
const CAP_HALVES = 24;
/** 劳动合同法 art. 97: service before it came into force follows the rules of the time. */
const LAW_IN_FORCE = '2008-01-01';

/** Base and months, with their steps. */
export function severanceBase(input: SeveranceInput, standards: SeveranceStandards): SeveranceBase {
  checkNotBefore(input.endedOn, input.startedOn, '/endedOn');
  const service = lengthOf(input.startedOn, input.endedOn);
  const average = averageOf(input, service.months);
  const steps = [average.step];
  const cap = fraction(standards.averageWage.value * CAP_TIMES);
  const floor = fraction(standards.minimumWage.value);
  let base = average.wage;
  if (isAbove(floor, base)) {
    base = floor;
    steps.push(floorStep(floor));
  }
  const isCapped = isAbove(base, cap);
  steps.push(capStep(base, standards.averageWage, isCapped));
  if (isCapped) base = cap;
  const full = halvesOf(service);
  steps.push(serviceStep(input, service, full));
  const halves = isCapped ? Math.min(full, CAP_HALVES) : full;
  if (halves < full) {
    steps.push(step('支付年限最高不超过十二年', 'At most twelve years', cappedMonths(full, halves)));
  }
  const used = [standards.averageWage, standards.minimumWage];
  return { base, halves, steps, standards: used, notes: notesOf(input) };
}

/** Half months: a full month for each year and for six months or more, half a month for less. */
function halvesOf({ months, days }: { months: number; days: number }): number {
  const years = Math.floor(months / 12);
  const rest = months % 12;
  if (rest >= 6) return years * 2 + 2;
  return years * 2 + (rest > 0 || days > 0 ? 1 : 0);
}

export function showMonths(halves: number): string {
  return writeDecimal(BigInt(halves) * 5n, 1);
}

function averageOf(
  { averageMonthlyWage, wages, startedOn, endedOn }: SeveranceInput,
  monthsWorked: number,
): { wage: Fraction; step: Step } {
  if ((averageMonthlyWage === undefined) === (wages === undefined)) {
    throw fieldRule('/averageMonthlyWage', 'one-of-two', {
      zh: '月平均工资与各月工资须填且只填一项',
      en: 'Give either the average wage or the wages of the months',
    });
  }
  const title = ['解除或终止前十二个月的月平均工资', 'Average wage of the last 12 months'] as const;
  if (wages === undefined) {
    const wage = fraction(readWage(averageMonthlyWage ?? '', '/averageMonthlyWage'));
    return { wage, step: step(...title, { formula: '按填报', article: AVERAGE, value: showYuan(wage) }) };
  }
  // A month of the calendar that was begun or left has a wage of its own.
  const most = Math.min(12, calendarMonths(startedOn, endedOn));
  const least = Math.min(12, Math.max(1, monthsWorked));
  if (wages.length < least || wages.length > most) {
    throw fieldRule('/wages', 'wages-count', {
      zh: '工作满十二个月的须填十二个月，不满的按实际月数',
      en: 'Twelve wages, or as many as months were worked where fewer',
    });
  }
  const fen = wages.map((text, i) => readAmount(text, `/wages/${i}`));
  const wage = fraction(
    fen.reduce((sum, one) => sum + one, 0n),
    BigInt(wages.length),
  );
  const formula = `(${fen.map(formatYuan).join(' + ')}) ÷ ${wages.length}`;
  return { wage, step: step(...title, { formula, article: AVERAGE, value: showYuan(wage) }) };
}

function floorStep(floor: Fraction): Step {
  const value = showYuan(floor);
  return step('低于当地月最低工资，按月最低工资计', 'Below the local minimum wage, which counts instead', {
    formula: `月最低工资 ${value}`,
    article: REGULATION,
    value,
  });
}

function capStep(base: Fraction, { value }: Standard, isCapped: boolean): Step {
  const cap = fraction(value * CAP_TIMES);
  const formula = `${formatYuan(value)} × 3 = ${showYuan(cap)}，${showYuan(base)} ${isCapped ? '>' : '≤'} ${showYuan(cap)}`;
  return isCapped
    ? step(
        '月工资高于当地上年度职工月平均工资三倍，按三倍计',
        'Above three times the local average: capped',
        {
          formula,
          article: CAP,
          value: showYuan(cap),
        },
      )
    : step(
        '月工资不高于当地上年度职工月平均工资三倍，不封顶',
        'Not above three times the local average: no cap',
        {
          formula,
          article: CAP,
          value: showYuan(base),
        },
      );
}

function serviceStep(
  { startedOn, endedOn }: SeveranceInput,
  { months, days }: { months: number; days: number },
  halves: number,
): Step {
  const years = Math.floor(months / 12);
  return step(
    '每满一年支付一个月；六个月以上不满一年按一年，不满六个月支付半个月',
    'A month for each year; six months or more count as a year, less as half a month',
    {
      formula: `${startedOn} 至 ${endedOn}（含）= ${years} 年 ${months % 12} 个月 ${days} 天`,
      article: YEARS,
      value: showMonths(halves),
    },
  );
}

function cappedMonths(full: number, halves: number): Omit<Step, 'text'> {
  return {
    formula: `min(${showMonths(full)}, ${showMonths(halves)})`,
    article: CAP,
    value: showMonths(halves),
  };
}

function notesOf({ startedOn }: SeveranceInput): Text[] {
  if (startedOn >= LAW_IN_FORCE) return [];
  return [
    {
      zh: '2008-01-01 以前的工作年限依当时规定（劳动合同法第九十七条第三款，待核对原文），此处按全部年限计，请另行核对',
      en: 'Service before 2008-01-01 follows the rules of the time (art. 97); here all of it is counted alike',
    },
  ];
}
