/**
 * Ways beside the mediation, each a record of its own, and which of their limits we follow. What the authority does
 * there is recorded as it is heard, never decided here.
 */
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { defineLifecycle } from '@qinwu/domain/lifecycle';
import type { Limit } from '@qinwu/domain/limit';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import { type Category, TRACK_STATES, type TrackKind, type TrackState } from '../vocabulary.ts';
import { lastDayOf, type RunningClock, type Term } from './case-clock.ts';
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
    extend: { from: ['ACCEPTED'], to: 'same', roles: STAFF, label: { zh: '批准延期', en: 'extend' } },
  },
});
type TrackAction = (typeof trackLifecycle.actionNames)[number];
/** What moves a way on. */
export type TrackStep = Exclude<TrackAction, 'extend'>;
export const TRACK_STEPS = trackLifecycle.actionNames.filter((action) => action !== 'extend');

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

/** 调解仲裁法 art. 16: pay, medical cost of an injury, compensation and damages. */
export const PAYABLE: readonly Category[] = [
  'wage-arrears',
  'overtime',
  'double-wage',
  'injury-benefit',
  'severance',
  'unlawful-termination',
];

/** The limit of the case within which both sides file such a way together; null where there is none. */
export function optionOf(kind: TrackKind): 'confirm' | 'review' | null {
  if (kind === 'judicial-confirmation') return 'confirm';
  return kind === 'arbitration-review' ? 'review' : null;
}

/** True of a filing that the authority did not take up, or that was taken back: it can be made again. */
export function cameToNothing({ state }: { state: TrackState }): boolean {
  return state === 'NOT_ACCEPTED' || state === 'WITHDRAWN';
}

interface Ended {
  kind: TrackKind;
  state: TrackState;
  decidedOn: LocalDate | null;
}

/** True of an option met by filings alone that came to nothing while there was time to file once more. */
export function isFreeAgain(option: RunningClock, tracks: readonly Ended[]): boolean {
  const own = tracks.filter(({ kind }) => optionOf(kind) === option.kind);
  const isVain = (track: Ended) => cameToNothing(track) && (track.decidedOn ?? '') <= lastDayOf(option);
  return own.length > 0 && own.every(isVain);
}

/** Complaint to the labour inspection. */
export const INSPECTION_ARTICLE = unchecked('劳动保障监察条例第九条');

export const RULES_OF_PROCEDURE = '劳动人事争议仲裁办案规则（人社部令第33号）';

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

/** More time that the authority gave itself. */
export interface TrackExtension {
  /** The day it was approved. */
  on: LocalDate;
  days: number;
  reason: string;
  /** The written notice of it, as it was scanned. */
  paper: string | null;
}

interface Dated {
  kind: TrackKind;
  filedOn: LocalDate;
  acceptedOn: LocalDate | null;
}

function checkDay({ filedOn, acceptedOn }: Dated, on: LocalDate, now: Date): void {
  if (on <= localDateOf(now) && on >= (acceptedOn ?? filedOn)) return;
  throw fieldRule('/on', 'date-out-of-order', {
    zh: '日期须在提出（已受理的，受理）之日与今天之间',
    en: 'must lie between the day it was filed, or accepted, and today',
  });
}

interface MostMore {
  unit: 'calendar-day' | 'workday';
  days: number;
  article: string;
}

/** How much longer an authority may take, once, where its head approves it. */
const MOST_MORE: Partial<Record<TrackKind, MostMore>> = {
  arbitration: { unit: 'calendar-day', days: 15, article: '调解仲裁法第四十三条' },
  'arbitration-review': { unit: 'workday', days: 5, article: RULES_OF_PROCEDURE },
};

/** The most that any of them takes more. */
export const MOST_EXTENSION_DAYS = 15;

/** The limit by which a way's own goes on. */
export function extensionLimit(kind: TrackKind, days: number): Limit {
  return { unit: MOST_MORE[kind]?.unit ?? 'calendar-day', amount: days };
}

/** Refuses an extension that the law does not know: of another way, of one that is not under way, or a second one. */
export function checkExtension(
  track: Dated & { state: TrackState; extension: TrackExtension | undefined },
  { on, days }: TrackExtension,
  now: Date,
): void {
  const most = MOST_MORE[track.kind];
  if (most === undefined) {
    throw refuse('rule', 'extension-of-arbitration-only', {
      zh: '仅仲裁的审理期限和仲裁审查的期限可以登记延期',
      en: 'Only the time of an arbitration, or of a review by its commission, is extended here',
    });
  }
  trackLifecycle.next(track.state, 'extend');
  if (track.extension !== undefined) {
    throw refuse('conflict', 'extended-already', {
      zh: `期限已经延长一次，不再延长（${most.article}）`,
      en: 'The time was extended once, and is not again',
    });
  }
  if (days > most.days) {
    const unit = most.unit === 'workday' ? { zh: '个工作日', en: 'working days' } : { zh: '日', en: 'days' };
    throw fieldRule('/days', 'extension-too-long', {
      zh: `最多延长${most.days}${unit.zh}（${most.article}）`,
      en: `At most ${most.days} ${unit.en}`,
    });
  }
  checkDay(track, on, now);
}

/** Refuses an outcome that this authority does not know, a date out of order, or a decision without one. */
export function checkProgress(
  track: Dated,
  said: { action: TrackStep; on: LocalDate; outcome: string | null },
  now: Date,
): void {
  checkDay(track, said.on, now);
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
