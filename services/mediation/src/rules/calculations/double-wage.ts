import type { Calendar } from '@qinwu/domain/calendar';
import { addDays, type LocalDate } from '@qinwu/domain/local-date';
import { formatYuan } from '@qinwu/domain/money';
import { unchecked } from '../unchecked.ts';
import { type Fraction, fraction, plus, showYuan, times, toFen } from './fraction.ts';
import { checkNotBefore, readWage } from './inputs.ts';
import { addMonths } from './months.ts';
import { type Calculation, calculation, roundingStep, type Step, step } from './result.ts';

export interface DoubleWageInput {
  startedOn: LocalDate;
  /** The day a written contract was made; none yet without it. */
  signedOn?: LocalDate | undefined;
  /** The last day of employment; still employed without it. */
  endedOn?: LocalDate | undefined;
  monthlyWage: string;
}

const ARTICLE = `劳动合同法第八十二条第一款；${unchecked('劳动合同法实施条例第六条、第七条')}`;
const PART_MONTH = '劳动争议司法解释（二）第六条（2025-09-01 起施行，以公布文本为准）';
const LAW_IN_FORCE = '2008-01-01';
/** From the second month to the twelfth. */
const FIRST_MONTH = 2;
const LAST_MONTH = 12;

/** Days from `from` up to but without `end`. */
interface Span {
  from: LocalDate;
  end: LocalDate;
}

/**
 * What is owed a second time where no written contract was made 二倍工资差额 (劳动合同法 art. 82): from the day after
 * the first month to the day before the contract, or before the year is full.
 */
export function doubleWage(input: DoubleWageInput, asOf: LocalDate, calendar: Calendar): Calculation {
  const { startedOn, endedOn } = input;
  if (endedOn !== undefined) checkNotBefore(endedOn, startedOn, '/endedOn');
  checkNotBefore(asOf, startedOn, '/asOf');
  const wage = readWage(input.monthlyWage, '/monthlyWage');
  // Who was employed without a contract when the law came into force had a month from that day (art. 97).
  const from = startedOn < LAW_IN_FORCE ? LAW_IN_FORCE : startedOn;
  const span = owedSpan({ ...input, startedOn: from }, asOf);
  const months = monthsOf(from).filter(({ from }) => from < span.end);
  const full = months.filter(({ end }) => end <= span.end);
  const part = months.find(({ end }) => end > span.end);
  const steps = [spanStep(span), fullStep(wage, full.length)];
  let exact = times(fraction(wage), BigInt(full.length));
  if (part !== undefined) {
    const worked = partOf(wage, { from: part.from, end: span.end }, part, calendar);
    exact = plus(exact, worked.exact);
    steps.push(worked.step);
  }
  const formula = steps
    .slice(1)
    .map(({ value }) => value)
    .join(' + ');
  steps.push(roundingStep(exact, formula, ARTICLE));
  const isYearFull = addMonths(from, LAST_MONTH) <= span.end && input.signedOn === undefined;
  return calculation({
    kind: 'double-wage',
    amount: toFen(exact),
    steps,
    notes: [
      SECOND_SHARE,
      ...(isYearFull ? [OPEN_ENDED] : []),
      ...(from === startedOn ? [] : [BEFORE_THE_LAW]),
      ...(part !== undefined && !isPublished(part, calendar) ? [NOT_PUBLISHED] : []),
      LIMITATION,
    ],
  });
}

/** From the second month on until the contract, the end of employment, a full year or today. */
function owedSpan({ startedOn, signedOn, endedOn }: DoubleWageInput, asOf: LocalDate): Span {
  const ends = [addMonths(startedOn, LAST_MONTH), addDays(asOf, 1)];
  if (signedOn !== undefined) ends.push(signedOn);
  if (endedOn !== undefined) ends.push(addDays(endedOn, 1));
  const [end = asOf] = ends.sort();
  const from = addMonths(startedOn, FIRST_MONTH - 1);
  return end > from ? { from, end } : { from, end: from };
}

/** The second to the twelfth month of employment, each from the day of the month it began on. */
function monthsOf(startedOn: LocalDate): Span[] {
  return Array.from({ length: LAST_MONTH - FIRST_MONTH + 1 }, (_, i) => ({
    from: addMonths(startedOn, FIRST_MONTH - 1 + i),
    end: addMonths(startedOn, FIRST_MONTH + i),
  }));
}

function spanStep({ from, end }: Span): Step {
  const isEmpty = from === end;
  return step(
    '应付二倍工资的期间：第二个月起至满一年前',
    'Owed from the second month until the year is full',
    {
      formula: isEmpty ? '期间为空' : `${from} 至 ${addDays(end, -1)}`,
      article: ARTICLE,
      value: isEmpty ? '0' : `${from}/${addDays(end, -1)}`,
    },
  );
}

function fullStep(wage: bigint, months: number): Step {
  return step('整月：月工资 × 月数', 'Whole months: monthly wage × months', {
    formula: `${formatYuan(wage)} × ${months}`,
    article: ARTICLE,
    value: formatYuan(wage * BigInt(months)),
  });
}

function partOf(
  wage: bigint,
  worked: Span,
  month: Span,
  calendar: Calendar,
): { exact: Fraction; step: Step } {
  const days = workdays(worked, calendar);
  const all = workdays(month, calendar);
  const exact = fraction(wage * BigInt(days), BigInt(all));
  return {
    exact,
    step: step(
      '不满一个月：按该月实际工作日折算（以工作日历计）',
      'A part of a month: by its working days, after the working calendar',
      { formula: `${formatYuan(wage)} × ${days} ÷ ${all}`, article: PART_MONTH, value: showYuan(exact) },
    ),
  };
}

/** True where the holidays of the whole month were announced. */
function isPublished({ from, end }: Span, calendar: Calendar): boolean {
  return calendar.isPublished(from) && calendar.isPublished(addDays(end, -1));
}

function workdays({ from, end }: Span, calendar: Calendar): number {
  let count = 0;
  for (let day = from; day < end; day = addDays(day, 1)) if (calendar.isWorkday(day)) count += 1;
  return count;
}

const SECOND_SHARE = {
  zh: '金额为差额（另一倍）；已付的一倍不在内',
  en: 'This is the second share; the wage paid already is not in it',
};
const OPEN_ENDED = {
  zh: '满一年未订立书面合同的，视为已订立无固定期限劳动合同（劳动合同法第十四条第三款，待核对原文）',
  en: 'After a full year an open-ended contract is deemed to have been made (art. 14)',
};
const BEFORE_THE_LAW = {
  zh: '劳动合同法自 2008-01-01 起施行：此前已建立劳动关系的，自该日起算（第九十七条第二款，待核对原文）',
  en: 'Employed before the law came into force on 2008-01-01: counted from that day (art. 97)',
};
const NOT_PUBLISHED = {
  zh: '该月所在年份的放假安排未载入工作日历，只除去周末，请核对',
  en: 'The holidays of that year are not in the working calendar: only weekends were left out',
};
const LIMITATION = {
  zh: '适用一年仲裁时效（劳动争议调解仲裁法第二十七条第一款）',
  en: 'The limitation of one year applies (Mediation and Arbitration Law art. 27)',
};
