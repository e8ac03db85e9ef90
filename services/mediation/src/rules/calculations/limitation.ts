/** The limitation of one year 仲裁时效 (劳动争议调解仲裁法 art. 27), judged as of a day. */
import type { Calendar } from '@qinwu/domain/calendar';
import { type FieldError, fieldRules } from '@qinwu/domain/errors';
import { addDays, daysBetween, type LocalDate } from '@qinwu/domain/local-date';
import { checkNotBefore } from './inputs.ts';
import { LIMITATION as ARTICLE, type Ending, endingOf, type Suspension } from './limitation-end.ts';
import { type Calculation, type CalculationOutcome, calculation, type Step, step } from './result.ts';

export const INTERRUPTION_CAUSES = ['claim', 'relief-request', 'acknowledgement'] as const;
export const SUSPENSION_CAUSES = ['force-majeure', 'other-just-cause'] as const;

export interface LimitationInput {
  /** The day the party knew or ought to have known. */
  knownOn: LocalDate;
  /** True for wages owed during employment: no limit until it ends, then a year. */
  wagesInEmployment: boolean;
  /** The day employment ended. */
  employmentEndedOn?: LocalDate | undefined;
  interruptions: readonly { on: LocalDate; cause: (typeof INTERRUPTION_CAUSES)[number] }[];
  /** `to` is its last day; none while it goes on. */
  suspensions: readonly {
    from: LocalDate;
    to?: LocalDate | undefined;
    cause: (typeof SUSPENSION_CAUSES)[number];
  }[];
}

/** Days before the end at which to warn. */
const NEAR = 90;
const URGENT = 30;

const CAUSES = {
  claim: ['向对方主张权利', 'a claim on the other party'],
  'relief-request': ['向有关部门请求权利救济', 'a request for relief'],
  acknowledgement: ['对方同意履行义务', 'the other party agreed to perform'],
} as const;

/** The last day for applying for arbitration, and how near it is. */
export function limitation(input: LimitationInput, asOf: LocalDate, calendar: Calendar): Calculation {
  checkDays(input, asOf);
  const { knownOn, wagesInEmployment, employmentEndedOn } = input;
  const hasEnded = employmentEndedOn !== undefined && employmentEndedOn <= asOf;
  if (wagesInEmployment && !hasEnded) return unlimited();
  const start = wagesInEmployment && employmentEndedOn !== undefined ? employmentEndedOn : knownOn;
  const suspensions = [...input.suspensions]
    .sort((a, b) => a.from.localeCompare(b.from))
    .map(({ from, to }): Suspension => ({ from, to: to ?? asOf }));
  const steps = [startStep(start, wagesInEmployment)];
  let ending = endingOf(start, suspensions, calendar);
  for (const { on, cause } of [...input.interruptions].sort((a, b) => a.on.localeCompare(b.on))) {
    const isEffective = on > ending.start && on <= ending.last;
    steps.push(interruptionStep(on, CAUSES[cause], { ending, isEffective }));
    if (isEffective) ending = endingOf(on, suspensions, calendar);
  }
  steps.push(...ending.steps);
  const daysLeft = daysBetween(asOf, ending.last);
  const isSuspended = daysLeft >= 0 && input.suspensions.some(({ to }) => to === undefined);
  return calculation({
    kind: 'limitation',
    date: ending.last,
    daysLeft,
    outcome: isSuspended ? 'suspended' : outcomeOf(daysLeft),
    steps: [...steps, judgement(asOf, ending.last, daysLeft)],
    notes: [
      ...(isSuspended ? [STILL_SUSPENDED] : []),
      ...(calendar.isPublished(ending.last) ? [] : [NOT_PUBLISHED]),
    ],
  });
}

function outcomeOf(daysLeft: number): CalculationOutcome {
  if (daysLeft < 0) return 'expired';
  if (daysLeft <= URGENT) return 'within-30-days';
  return daysLeft <= NEAR ? 'within-90-days' : 'running';
}

function startStep(start: LocalDate, afterEmployment: boolean): Step {
  const [zh, en] = afterEmployment
    ? [
        '劳动关系存续期间拖欠劳动报酬：自劳动关系终止之日起一年',
        'Wages of an employment: a year from its end',
      ]
    : ['自知道或者应当知道权利被侵害之日起一年', 'A year from knowing of the infringement'];
  const article = `${ARTICLE}${afterEmployment ? '第四款' : '第一款'}`;
  return step(zh, en, { formula: `起算日 ${start}，次日开始计算`, article, value: start });
}

function interruptionStep(
  on: LocalDate,
  [zh, en]: readonly [string, string],
  { ending, isEffective }: { ending: Ending; isEffective: boolean },
): Step {
  const of = { article: `${ARTICLE}第二款`, value: isEffective ? on : ending.last };
  if (isEffective) {
    return step(`${zh}，时效中断，重新计算`, `Interrupted by ${en}: it runs anew`, {
      formula: `${on} ≤ ${ending.last}`,
      ...of,
    });
  }
  return step(`${zh}不在时效期间内，不发生中断`, `Outside of the period, ${en} does not interrupt it`, {
    formula: `${on} 不在 ${addDays(ending.start, 1)} 至 ${ending.last} 内`,
    ...of,
  });
}

function judgement(asOf: LocalDate, last: LocalDate, daysLeft: number): Step {
  const [zh, en] =
    daysLeft < 0 ? ['时效已届满', 'The period is over'] : ['时效未届满，余（天）', 'Days that are left'];
  return step(zh, en, {
    formula: `${last} − ${asOf}`,
    article: `${ARTICLE}第一款`,
    value: String(daysLeft),
  });
}

function unlimited(): Calculation {
  const only = step(
    '劳动关系存续期间因拖欠劳动报酬发生争议，不受一年限制',
    'Unpaid wages are under no limitation while the employment lasts',
    { formula: '劳动关系未终止', article: `${ARTICLE}第四款`, value: '无期限' },
  );
  return calculation({ kind: 'limitation', outcome: 'unlimited', steps: [only] });
}

const STILL_SUSPENDED = {
  zh: '中止的原因尚未消除：所列日期按今日消除计算，以后每日顺延一日',
  en: 'Still suspended: the date assumes that the cause ends on the day judged, and moves on with every further day',
};

const NOT_PUBLISHED = {
  zh: '届满之日所在年份的放假安排未载入工作日历，最后一日遇法定节假日的还会顺延',
  en: 'The holidays of the year it ends in are not in the working calendar: the last day may still move past one',
};

/** Refuses days that are out of order or still to come, all at once. */
function checkDays(input: LimitationInput, asOf: LocalDate): void {
  const { knownOn, interruptions, suspensions, employmentEndedOn } = input;
  checkNotBefore(asOf, knownOn, '/asOf');
  const late = { zh: '不得晚于判断日', en: 'must not be after the day judged' };
  const faults: FieldError[] = [];
  const fault = (pointer: string, code: string, detail: FieldError['detail']): void =>
    void faults.push({ pointer, code, detail });
  if (employmentEndedOn !== undefined && employmentEndedOn > asOf) {
    fault('/employmentEndedOn', 'after-as-of', late);
  }
  for (const [i, { on }] of interruptions.entries()) {
    if (on > asOf) fault(`/interruptions/${i}/on`, 'after-as-of', late);
  }
  for (const [i, { from, to = asOf }] of suspensions.entries()) {
    if (from > asOf) fault(`/suspensions/${i}/from`, 'after-as-of', late);
    else if (to > asOf) fault(`/suspensions/${i}/to`, 'after-as-of', late);
    else if (to < from) fault(`/suspensions/${i}/to`, 'dates-reversed', REVERSED);
    const isShared = suspensions.some((other, k) => k < i && other.from <= to && from <= (other.to ?? asOf));
    if (isShared) fault(`/suspensions/${i}`, 'suspensions-overlap', OVERLAP);
  }
  if (faults.length > 0) throw fieldRules(faults);
}

const REVERSED = { zh: '止日早于起日', en: 'Ends before it begins' };
const OVERLAP = { zh: '与另一段中止重叠', en: 'Overlaps another suspension' };
