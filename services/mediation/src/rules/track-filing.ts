/** When a way beside the mediation is open to a case, and by which article: its state, its kind, and the days. */
import { refuse, type Text } from '@qinwu/domain/errors';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import {
  type AgreementStanding,
  type Category,
  type Channel,
  type CourtGround,
  STATES,
  type State,
  type TrackKind,
  type TrackState,
} from '../vocabulary.ts';
import { checkNotBefore, checkNotFuture } from './calculations/inputs.ts';
import { lastDayOf, overTerm, type RunningClock } from './case-clock.ts';
import { openPromises, overdueSince } from './instalment-clock.ts';
import { ensureCourtOpen, groundNotAsked } from './labour-court.ts';
import { isOpen, NO_AGREEMENT } from './lifecycle.ts';
import { INSPECTION_ARTICLE, optionOf, PAYABLE, RULES_OF_PROCEDURE } from './side-track.ts';
import { unchecked } from './unchecked.ts';

/** The case as far as a way asks about it. */
export interface TrackedCase {
  state: State;
  labour: boolean;
  category: Category;
  channel: Channel;
  agreementStanding: AgreementStanding | null;
  effectiveOn: LocalDate | null;
  performedOn: LocalDate | null;
  breachedOn: LocalDate | null;
}

const UNSETTLED: readonly State[] = [...NO_AGREEMENT, 'BREACHED'];
const OPEN: readonly State[] = STATES.filter(isOpen);
const IN_EFFECT: readonly State[] = ['EFFECTIVE', 'BREACHED', 'PERFORMED'];

interface Rule {
  labourOnly: boolean;
  /** States of the case in which it can be filed; undefined: any. */
  states?: readonly State[];
  categories?: readonly Category[];
  article: string;
}

const RULES: Record<TrackKind, Rule> = {
  arbitration: {
    labourOnly: true,
    // At the table, or agreed and unsigned: open once the term is over.
    states: [...UNSETTLED, ...OPEN],
    article: '调解仲裁法第十四条、第十五条',
  },
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
    article: '人民调解法第三十三条',
  },
  'arbitration-review': {
    labourOnly: true,
    states: IN_EFFECT,
    article: RULES_OF_PROCEDURE,
  },
  'legal-aid': { labourOnly: false, article: unchecked('法律援助法第三十一条') },
  'labour-inspection': { labourOnly: true, article: INSPECTION_ARTICLE },
};

function refused(code: string, title: Text, kind: TrackKind): Error {
  const { article } = RULES[kind];
  return refuse('rule', code, { zh: `${title.zh}（${article}）`, en: title.en });
}

/** A case with what is beside it. */
interface Beside {
  clocks: readonly RunningClock[];
  tracks: readonly { id: string; kind: TrackKind; state: TrackState; outcome: string | null }[];
}

interface Filed {
  kind: TrackKind;
  filedOn: LocalDate;
  jointly: boolean;
  /** Of a labour dispute in court, past arbitration. */
  ground: CourtGround | null;
  note: string | null;
  now: Date;
}

const notOpen = (kind: TrackKind): Error =>
  refuse('conflict', 'track-not-open', {
    zh: `案件目前的状态不能走此程序（${RULES[kind].article}）`,
    en: 'Not open to the case as it stands',
  });

/** The day from which money of the agreement is overdue; null where none is. */
function overdueFrom(found: TrackedCase, clocks: readonly RunningClock[], now: Date): LocalDate | null {
  const since = found.agreementStanding === 'settled' ? null : overdueSince(openPromises(clocks), now);
  if (since !== null) return since;
  return found.state === 'BREACHED' && found.agreementStanding === null ? found.breachedOn : null;
}

/** The first day on which the way was open to the case; null where any day will do. */
function openFrom(found: TrackedCase, { clocks }: Beside, { kind, filedOn, now }: Filed): LocalDate | null {
  if (kind === 'payment-order') {
    const from = overdueFrom(found, clocks, now);
    if (from !== null) return from;
    throw refuse('conflict', 'nothing-overdue', {
      zh: `约定的款项尚未逾期（${RULES[kind].article}）`,
      en: 'No payment that was agreed is overdue',
    });
  }
  if (kind === 'arbitration' && isOpen(found.state)) {
    const over = overTerm(clocks, now);
    if (over !== undefined) return localDateOf(over.dueAt);
    throw notOpen(kind);
  }
  if (optionOf(kind) === null) return null;
  // After full performance there is nothing left to confirm.
  if (found.state === 'PERFORMED' && filedOn > (found.performedOn ?? '')) throw notOpen(kind);
  return found.effectiveOn;
}

/** Refuses a way that the case is not open to, or that was filed too early or too late; answers the clock it meets, if any. */
export function checkFiling(found: TrackedCase, beside: Beside, filed: Filed): RunningClock | null {
  const { kind, filedOn, now } = filed;
  const rule = RULES[kind];
  checkNotFuture(filedOn, localDateOf(now), '/filedOn');
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
  if (rule.states !== undefined && !rule.states.includes(found.state)) throw notOpen(kind);
  if (kind === 'court') ensureCourtOpen({ found, ...beside, ...filed });
  else if (filed.ground !== null) throw groundNotAsked();
  const from = openFrom(found, beside, filed);
  if (from !== null) checkNotBefore(filedOn, from, '/filedOn');
  const option = optionOf(kind);
  return option === null ? null : metClock(beside, option, filed);
}

function metClock(
  { clocks, tracks }: Beside,
  name: 'confirm' | 'review',
  { kind, filedOn, jointly }: Filed,
): RunningClock {
  if (!jointly)
    throw refused('not-filed-jointly', { zh: '须双方共同申请', en: 'Both sides file together' }, kind);
  if (tracks.some((track) => track.kind === kind && track.state === 'DECIDED')) {
    throw refuse('conflict', 'filed-already', { zh: '已经申请过并有结果', en: 'It was filed and decided' });
  }
  const clock = clocks.find((each) => each.kind === name);
  if (clock === undefined || filedOn > lastDayOf(clock)) {
    throw refused('filed-too-late', { zh: '已超过申请期限', en: 'The time for it is over' }, kind);
  }
  return clock;
}
