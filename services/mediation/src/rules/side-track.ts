/**
 * Ways beside the mediation, each a record of its own: what a case must be for them, and which of their limits we
 * follow. What the authority does there is recorded as it is heard, never decided here.
 */
import { fieldRule, refuse, type Text } from '@qinwu/domain/errors';
import { defineLifecycle } from '@qinwu/domain/lifecycle';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import { type Category, type State, TRACK_STATES, type TrackKind, type TrackState } from '../vocabulary.ts';
import type { RunningClock, Term } from './case-clock.ts';
import { unchecked } from './unchecked.ts';

const STAFF = ['dispatcher', 'supervisor', 'officer', 'mediator'] as const;

/** What is recorded of a way once it was filed. */
export const trackLifecycle = defineLifecycle({
  name: 'side-track',
  initial: 'FILED',
  states: TRACK_STATES,
  labels: {
    FILED: { zh: '已提出', en: 'filed' },
    ACCEPTED: { zh: '已受理', en: 'accepted' },
    NOT_ACCEPTED: { zh: '不予受理', en: 'not accepted' },
    DECIDED: { zh: '已作出决定', en: 'decided' },
    WITHDRAWN: { zh: '已撤回', en: 'withdrawn' },
  },
  actions: {
    accept: { from: ['FILED'], to: 'ACCEPTED', roles: STAFF, label: { zh: '受理', en: 'accept' } },
    'not-accept': {
      from: ['FILED'],
      to: 'NOT_ACCEPTED',
      roles: STAFF,
      label: { zh: '不予受理', en: 'not accept' },
    },
    decide: {
      from: ['FILED', 'ACCEPTED'],
      to: 'DECIDED',
      roles: STAFF,
      label: { zh: '登记决定', en: 'record the decision of' },
    },
    withdraw: {
      from: ['FILED', 'ACCEPTED'],
      to: 'WITHDRAWN',
      roles: STAFF,
      label: { zh: '撤回', en: 'withdraw' },
    },
  },
});
export type TrackAction = (typeof trackLifecycle.actionNames)[number];

/** How an authority can decide, by kind. */
export const TRACK_OUTCOMES: Record<TrackKind, readonly string[]> = {
  arbitration: ['award', 'settled', 'dismissed'],
  court: ['judgment', 'settled', 'dismissed'],
  'payment-order': ['issued', 'refused', 'ended-by-objection'],
  'judicial-confirmation': ['confirmed', 'dismissed'],
  'arbitration-review': ['confirmed', 'refused'],
  'legal-aid': ['granted', 'refused'],
  'labour-inspection': ['ordered', 'penalised', 'closed'],
};

/** The case as far as a way asks about it. */
export interface TrackedCase {
  state: State;
  labour: boolean;
  category: Category;
  effectiveOn: LocalDate | null;
}

/** 调解仲裁法 art. 16: pay, medical cost of an injury, compensation and damages. */
export const PAYABLE: readonly Category[] = [
  'wage-arrears',
  'overtime',
  'double-wage',
  'injury-benefit',
  'severance',
  'unlawful-termination',
];
const UNSETTLED: readonly State[] = [
  'NOT_ACCEPTED',
  'FAILED',
  'REFUSED',
  'WITHDRAWN',
  'TIMED_OUT',
  'BREACHED',
];
const IN_EFFECT: readonly State[] = ['EFFECTIVE', 'BREACHED', 'PERFORMED'];

interface Rule {
  labourOnly: boolean;
  /** States of the case in which it can be filed; undefined: any. */
  states?: readonly State[];
  categories?: readonly Category[];
  /** Both sides file it together, before this clock of the case is over. */
  jointlyBefore?: 'confirm' | 'review';
  article: string;
}

const RULES_OF_PROCEDURE = '劳动人事争议仲裁办案规则（人社部令第33号）';

const RULES: Record<TrackKind, Rule> = {
  arbitration: { labourOnly: true, states: UNSETTLED, article: '调解仲裁法第十四条、第十五条' },
  court: {
    labourOnly: false,
    states: UNSETTLED,
    article: `人民调解法第二十六条；${unchecked('人民调解法第三十二条')}`,
  },
  'payment-order': {
    labourOnly: true,
    states: ['EFFECTIVE', 'BREACHED'],
    categories: PAYABLE,
    article: '调解仲裁法第十六条',
  },
  'judicial-confirmation': {
    labourOnly: false,
    states: IN_EFFECT,
    jointlyBefore: 'confirm',
    article: '人民调解法第三十三条',
  },
  'arbitration-review': {
    labourOnly: true,
    states: IN_EFFECT,
    jointlyBefore: 'review',
    article: RULES_OF_PROCEDURE,
  },
  'legal-aid': { labourOnly: false, article: unchecked('法律援助法第三十一条') },
  'labour-inspection': { labourOnly: true, article: unchecked('劳动保障监察条例第九条') },
};

function refused(code: string, title: Text, kind: TrackKind): Error {
  const { article } = RULES[kind];
  return refuse('rule', code, { zh: `${title.zh}（${article}）`, en: title.en });
}

/** Refuses a way that the case is not open to, or that was filed too late; answers the clock it meets, if any. */
export function checkFiling(
  found: TrackedCase,
  clocks: readonly RunningClock[],
  { kind, filedOn, jointly, now }: { kind: TrackKind; filedOn: LocalDate; jointly: boolean; now: Date },
): RunningClock | null {
  const rule = RULES[kind];
  if (filedOn > localDateOf(now)) {
    throw fieldRule('/filedOn', 'date-in-future', { zh: '日期不能晚于今天', en: 'The day has not come yet' });
  }
  if (rule.labourOnly && !found.labour) {
    throw refused('labour-only', { zh: '仅限劳动争议', en: 'For labour disputes only' }, kind);
  }
  if (rule.categories !== undefined && !rule.categories.includes(found.category)) {
    throw refused(
      'category-not-payable',
      { zh: '该类纠纷不能申请支付令', en: 'Not for this category' },
      kind,
    );
  }
  if (rule.states !== undefined && !rule.states.includes(found.state)) {
    throw refuse('conflict', 'track-not-open', {
      zh: `案件目前的状态不能走此程序（${rule.article}）`,
      en: 'Not open to the case as it stands',
    });
  }
  return rule.jointlyBefore === undefined
    ? null
    : metClock(clocks, rule.jointlyBefore, { kind, filedOn, jointly });
}

function metClock(
  clocks: readonly RunningClock[],
  name: 'confirm' | 'review',
  { kind, filedOn, jointly }: { kind: TrackKind; filedOn: LocalDate; jointly: boolean },
): RunningClock {
  if (!jointly)
    throw refused('not-filed-jointly', { zh: '须双方共同申请', en: 'Both sides file together' }, kind);
  const clock = clocks.find((each) => each.kind === name);
  if (clock !== undefined && clock.stoppedAt !== null) {
    throw refuse('conflict', 'filed-already', { zh: '已经申请过', en: 'It was filed already' });
  }
  // The due instant is 24:00 of the last day.
  if (clock === undefined || filedOn > localDateOf(new Date(clock.dueAt.getTime() - 1))) {
    throw refused('filed-too-late', { zh: '已超过申请期限', en: 'The time for it is over' }, kind);
  }
  return clock;
}

/** The authority's own limits we follow once something was filed or accepted there; null where the law sets none. */
export function followedTerm(kind: TrackKind, state: TrackState): Term | null {
  const days = (amount: number, article: string): Term => ({
    limit: { unit: 'calendar-day', amount },
    article,
    official: true,
  });
  // Five days are working days there, fifteen and forty-five are not.
  if (kind === 'arbitration' && state === 'FILED') {
    const limit = { unit: 'workday', amount: 5 } as const;
    return { limit, article: `调解仲裁法第二十九条；${RULES_OF_PROCEDURE}`, official: false };
  }
  if (kind === 'arbitration' && state === 'ACCEPTED') return days(45, '调解仲裁法第四十三条');
  if (kind === 'judicial-confirmation' && state === 'ACCEPTED') return days(30, '民事诉讼法第一百八十七条');
  if (kind === 'arbitration-review' && state === 'ACCEPTED') {
    const limit = { unit: 'workday', amount: 5 } as const;
    return { limit, article: RULES_OF_PROCEDURE, official: false };
  }
  return null;
}

/** Refuses an outcome that this authority does not know, a date out of order, or a decision without one. */
export function checkProgress(
  track: { kind: TrackKind; filedOn: LocalDate },
  said: { action: TrackAction; on: LocalDate; outcome: string | null },
  now: Date,
): void {
  if (said.on > localDateOf(now) || said.on < track.filedOn) {
    throw fieldRule('/on', 'date-out-of-order', {
      zh: '日期须在提出之日与今天之间',
      en: 'must lie between the day it was filed and today',
    });
  }
  const known = TRACK_OUTCOMES[track.kind];
  if (
    said.action === 'decide' ? said.outcome === null || !known.includes(said.outcome) : said.outcome !== null
  ) {
    throw fieldRule('/outcome', 'outcome-unknown', {
      zh: `决定须写明结果：${known.join('、')}；其他操作不填`,
      en: `A decision says one of ${known.join(', ')}; other steps say none`,
    });
  }
}
