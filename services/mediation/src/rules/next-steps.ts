/** What a party can do where an agreement is not performed 违约后的救济, or where there is none, each with its provision and its last day. */
import { type Calendar, rollToWorkday } from '@qinwu/domain/calendar';
import type { LocalDate } from '@qinwu/domain/local-date';
import type {
  AgreementStanding,
  Category,
  Channel,
  NotAcceptedCode,
  Outcome,
  Procedure,
  State,
} from '../vocabulary.ts';
import { addMonths } from './calculations/months.ts';
import { lastDayOf, overTerm, type RunningClock } from './case-clock.ts';
import { WAGES } from './labour-court.ts';
import { isOpen, NO_AGREEMENT } from './lifecycle.ts';
import type { NextStep } from './next-step.ts';
import { isBroken, type Kept } from './performance.ts';
import { afterProcedures } from './procedures.ts';
import { INSPECTION_ARTICLE, PAYABLE, RULES_OF_PROCEDURE } from './side-track.ts';
import { unchecked } from './unchecked.ts';

export interface SteppingCase extends Kept {
  outcome: Outcome | null;
  labour: boolean;
  category: Category;
  channel: Channel;
  notAcceptedCode: NotAcceptedCode | null;
  agreementStanding: AgreementStanding | null;
  /** What came of the ways beside the case. */
  procedures: readonly Procedure[] | null;
}

/** What the steps are counted from. */
interface Days {
  clocks: readonly RunningClock[];
  now: Date;
  calendar: Calendar;
  /** The last day of the limitation of art. 27, for those it is told to; null where no day is known. */
  limitationEnd: LocalDate | null;
}

/** The last day of an option that still runs, or null. */
function openUntil(clocks: readonly RunningClock[], kind: 'confirm' | 'review', now: Date): LocalDate | null {
  const clock = clocks.find((each) => each.kind === kind && each.stoppedAt === null && each.dueAt > now);
  return clock === undefined ? null : lastDayOf(clock);
}

const SUE_AT_ONCE: NextStep = {
  code: 'court',
  text: {
    zh: '仅就劳动报酬达成的协议，劳动者可以不经仲裁直接向人民法院起诉',
    en: 'on an agreement about wages alone the worker sues at once, without arbitration',
  },
  article: '法释〔2020〕26号第五十一条',
  until: null,
};

/** So many months from the day the breach is known, which does not count; its last day is a working day (民法典 art. 203). */
function sinceBreach(
  { breachedOn }: SteppingCase,
  months: number,
  { calendar }: Pick<Days, 'calendar'>,
): LocalDate | null {
  return breachedOn === null ? null : rollToWorkday(addMonths(breachedOn, months), calendar);
}

function labourSteps(found: SteppingCase, days: Days): NextStep[] {
  const { category, agreementStanding } = found;
  // What was to be done rather than paid is no debt of money.
  const isPay = PAYABLE.includes(category) && agreementStanding !== 'settled';
  const steps: NextStep[] = [
    // The limitation of one year, as what is recorded of it has moved it for those who may know that.
    arbitration('调解仲裁法第十五条、第二十七条', days.limitationEnd ?? sinceBreach(found, 12, days)),
  ];
  if (!isPay) return steps;
  return [
    {
      code: 'payment-order',
      text: { zh: '劳动者持调解协议书向人民法院申请支付令', en: 'the worker applies for a payment order' },
      article: '调解仲裁法第十六条',
      until: null,
    },
    ...(WAGES.includes(category) ? [SUE_AT_ONCE] : []),
    ...steps,
  ];
}

function civilSteps(found: SteppingCase, days: Days): NextStep[] {
  return [
    {
      code: 'court',
      text: { zh: '就协议的履行或者内容向人民法院提起诉讼', en: 'sue on the agreement' },
      article: unchecked('人民调解法第三十二条；民法典第一百八十八条'),
      until: sinceBreach(found, 36, days),
    },
  ];
}

const COURT: NextStep = {
  code: 'court',
  text: { zh: '就原纠纷向人民法院提起诉讼', en: 'sue on the dispute itself' },
  article: '人民调解法第二十六条',
  until: null,
};

/** What a court sent goes back there: for labour disputes too, which are past arbitration. */
const BACK_TO_COURT: NextStep = {
  ...COURT,
  text: { zh: '由委派的人民法院依法继续处理', en: 'the court that sent it goes on' },
};

const INSPECTION: NextStep = {
  code: 'labour-inspection',
  text: { zh: '向劳动保障监察机构投诉', en: 'complain to the labour inspection' },
  article: INSPECTION_ARTICLE,
  until: null,
};

function arbitration(article: string, until: LocalDate | null): NextStep {
  const text = { zh: '向劳动争议仲裁委员会申请仲裁', en: 'apply for labour arbitration' };
  return { code: 'arbitration', text, article, until };
}

function again(labour: boolean): NextStep {
  return {
    code: 'apply-again',
    text: { zh: '申请人可以重新申请调解', en: 'the applicant may apply for mediation again' },
    article: labour ? '调解仲裁法第十二条' : '人民调解法第十七条',
    until: null,
  };
}

/** The dispute is where these would lead, or has been. */
const ELSEWHERE: readonly NotAcceptedCode[] = ['already-decided', 'in-arbitration-or-court'];

/** Where the parties can go once mediation ended without agreement. */
function unsettledSteps(found: SteppingCase, limitationEnd: LocalDate | null): NextStep[] {
  const { state, labour, channel, notAcceptedCode } = found;
  if (notAcceptedCode !== null && ELSEWHERE.includes(notAcceptedCode)) return [];
  const first = state === 'WITHDRAWN' ? [again(labour)] : [];
  if (channel === 'court') return [...first, BACK_TO_COURT];
  if (!labour) return [...first, COURT];
  // Fifteen days without an agreement open the way by art. 14; other ends by art. 5.
  const article =
    state === 'TIMED_OUT'
      ? '调解仲裁法第十四条、第二十七条'
      : `调解仲裁法第二十七条；${unchecked('调解仲裁法第五条')}`;
  return [...first, arbitration(article, limitationEnd), INSPECTION];
}

/** Neither an agreement that is unsigned when the term is over nor a table that is not left keeps anybody from arbitration. */
function overdueSteps(found: SteppingCase, { clocks, now, limitationEnd }: Days): NextStep[] {
  const mayArbitrate = overTerm(clocks, now) !== undefined && found.labour && found.channel !== 'court';
  return mayArbitrate ? [arbitration('调解仲裁法第十四条、第二十七条', limitationEnd)] : [];
}

const ENDS: Partial<Record<Outcome, State>> = {
  failed: 'FAILED',
  refused: 'REFUSED',
  withdrawn: 'WITHDRAWN',
  'timed-out': 'TIMED_OUT',
  'not-accepted': 'NOT_ACCEPTED',
};

/** The state it ended in, also once it is archived: what the parties can do is not put away with the papers. */
function endOf({ state, outcome }: Pick<SteppingCase, 'state' | 'outcome'>): State {
  return state === 'ARCHIVED' && outcome !== null ? (ENDS[outcome] ?? state) : state;
}

/** True where the steps ask for the last day of the limitation. */
export function asksLimitation(
  found: Pick<SteppingCase, 'outcome' | 'labour'> & Kept,
  { clocks, now }: Pick<Days, 'clocks' | 'now'>,
): boolean {
  const state = endOf(found);
  const isOver = isOpen(state) ? overTerm(clocks, now) !== undefined : NO_AGREEMENT.includes(state);
  return found.labour && (isOver || isBroken(found));
}

/** The steps open to a case as it stands. */
export function nextSteps(found: SteppingCase, days: Days): NextStep[] {
  const open = stepsOf(found, days);
  const { procedures } = found;
  if (open.length === 0 || procedures === null) return open;
  return afterProcedures(open, procedures, {
    labour: found.labour,
    // Of what is paid by instalments the two years may begin later: whoever comes by this day is in time at any rate.
    enforceUntil: sinceBreach(found, 24, days),
  });
}

function stepsOf(found: SteppingCase, days: Days): NextStep[] {
  const state = endOf(found);
  if (NO_AGREEMENT.includes(state)) return unsettledSteps({ ...found, state }, days.limitationEnd);
  if (isOpen(state)) return overdueSteps(found, days);
  return isBroken(found) ? breachedSteps(found, days) : [];
}

function breachedSteps(found: SteppingCase, days: Days): NextStep[] {
  const { clocks, now } = days;
  const review = openUntil(clocks, 'review', now);
  const confirm = openUntil(clocks, 'confirm', now);
  const steps = found.labour ? labourSteps(found, days) : civilSteps(found, days);
  if (review !== null) {
    steps.push({
      code: 'arbitration-review',
      text: { zh: '双方共同申请仲裁审查确认', en: 'both apply for review by the arbitration commission' },
      article: RULES_OF_PROCEDURE,
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
