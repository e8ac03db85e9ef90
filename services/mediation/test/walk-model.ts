/** A case on paper, as it is walked through: its state, and whatever else decides what is open in it (see case-model.ts). */
import { addDays, type LocalDate } from '@qinwu/domain/local-date';
import type { RoutedAction } from '../src/rules/action-bodies.ts';
import type { State } from '../src/vocabulary.ts';
import { ACTIONS, answerTo, COURSE, type Person, RECEIVED } from './case-model.ts';

/** The two instalments of a written agreement. */
export const NTHS = [0, 1] as const;
type Nth = (typeof NTHS)[number];

export interface OnPaper {
  state: State;
  /** One for each change, and so many entries has its ledger. */
  version: number;
  today: LocalDate;
  firmAgreed: boolean;
  extended: boolean;
  startedOn: LocalDate | null;
  /** The days on which the drafted instalments are due. */
  draft: readonly [LocalDate, LocalDate] | null;
  /** Since when the written agreement is in effect. */
  boundOn: LocalDate | null;
  payments: readonly ['never' | 'paid' | 'void', 'never' | 'paid' | 'void'];
}

/** As it comes in, with its mediator named. */
export const AT_FIRST: OnPaper = {
  state: 'REGISTERED',
  version: 2,
  today: RECEIVED,
  firmAgreed: false,
  extended: false,
  startedOn: null,
  draft: null,
  boundOn: null,
  payments: ['never', 'never'],
};

/** An action of somebody, or what the window does besides: a draft, all papers of it, a payment in full, its void. */
export type Taken =
  | { name: RoutedAction; person: Person }
  | { name: 'draft' | 'sign' }
  | { name: 'pay' | 'cancel'; nth: Nth };

export const BESIDES: readonly Taken[] = [
  { name: 'draft' },
  { name: 'sign' },
  ...NTHS.flatMap((nth) => [{ name: 'pay', nth } as const, { name: 'cancel', nth } as const]),
];

/** The last day of the thirty from 20 August, or of five more. */
const lastDayOf = ({ extended }: OnPaper): LocalDate => (extended ? '2025-09-24' : '2025-09-19');

function isOverdue({ draft, boundOn, payments, today }: OnPaper): boolean {
  if (draft === null || boundOn === null) return false;
  // A day that was over when the agreement took effect counts as that of the effect.
  return NTHS.some((nth) => payments[nth] !== 'paid' && today > draft[nth] && today > boundOn);
}

/** What stands in the way of an action that the state allows, where the days that passed do. */
function blockByTerm(of: OnPaper, action: 'extend' | 'time-out'): string | null {
  const isOver = of.today > lastDayOf(of);
  if (action === 'time-out') return isOver ? null : '409 term-not-over';
  if (of.extended) return '409 extended-already';
  return isOver ? '409 term-over' : null;
}

/** The same where what was agreed does. */
function blockByAgreement(of: OnPaper, action: 'agree' | 'perform' | 'breach'): string | null {
  const { draft, boundOn, today } = of;
  if (action === 'perform') return boundOn === null ? null : '409 instalments-open';
  if (action === 'breach') return boundOn === null || isOverdue(of) ? null : '409 nothing-overdue';
  if (draft === null) return '409 agreement-missing';
  return draft[0] < today ? '409 draft-outdated' : null;
}

/** What was agreed orally, and is recorded after the time-out, was agreed within the term. */
function blockByLateness(of: OnPaper): string | null {
  if (of.state !== 'TIMED_OUT') return null;
  if (of.startedOn === null) return '409 mediation-not-started';
  return of.startedOn > lastDayOf(of) ? '422 reached-after-term' : null;
}

function blockOf(of: OnPaper, action: RoutedAction): string | null {
  switch (action) {
    case 'consent':
      return of.firmAgreed ? '409 consent-given' : null;
    case 'accept':
      return of.firmAgreed ? null : '409 consent-missing';
    case 'extend':
    case 'time-out':
      return blockByTerm(of, action);
    case 'agree':
    case 'perform':
    case 'breach':
      return blockByAgreement(of, action);
    case 'agree-orally':
      return blockByLateness(of);
    default:
      return null;
  }
}

const withPayment = (of: OnPaper, nth: Nth, is: 'paid' | 'void'): OnPaper => ({
  ...of,
  payments: nth === 0 ? [is, of.payments[1]] : [of.payments[0], is],
});

function paid(of: OnPaper, nth: Nth): OnPaper {
  const after = withPayment(of, nth, 'paid');
  if (after.payments.every((each) => each === 'paid')) return { ...after, state: 'PERFORMED' };
  return of.state === 'BREACHED' && !isOverdue(after) ? { ...after, state: 'EFFECTIVE' } : after;
}

function cancelled(of: OnPaper, nth: Nth): OnPaper {
  const after = withPayment(of, nth, 'void');
  return { ...after, state: isOverdue(after) ? 'BREACHED' : 'EFFECTIVE' };
}

function answerToPayment(of: OnPaper, { name, nth }: Extract<Taken, { nth: Nth }>): string {
  const { state, draft, payments } = of;
  if (draft === null) return '404 agreement-missing';
  if (name === 'cancel') {
    if (payments[nth] === 'never') return '404 payment-missing';
    if (state === 'ARCHIVED') return '409 case-archived';
    return payments[nth] === 'void' ? '409 voided-already' : `200 ${cancelled(of, nth).state}`;
  }
  const isOwed = of.boundOn !== null && (state === 'EFFECTIVE' || state === 'BREACHED');
  if (!isOwed) return '409 agreement-not-in-effect';
  return payments[nth] === 'paid' ? '409 settled-already' : `201 ${paid(of, nth).state}`;
}

function answerToPapers({ state, draft }: OnPaper): string {
  if (draft === null) return '404 agreement-missing';
  if (state === 'AGREED') return '201 EFFECTIVE';
  // Papers of before the end are still taken, and those of today are not.
  const isTaken = state === 'WITHDRAWN' || state === 'TIMED_OUT';
  return isTaken ? '422 after-the-end' : '409 agreement-not-open-to-signing';
}

/** What is heard where a step is taken now. */
export function answerIn(of: OnPaper, taken: Taken): string {
  const { state } = of;
  switch (taken.name) {
    case 'draft':
      return state === 'MEDIATING' || state === 'AGREED' ? `200 ${state}` : '409 agreement-not-open';
    case 'sign':
      return answerToPapers(of);
    case 'pay':
    case 'cancel':
      return answerToPayment(of, taken);
    default: {
      const answer = answerTo(taken.person, taken.name, state);
      return answer.startsWith('200') ? (blockOf(of, taken.name) ?? answer) : answer;
    }
  }
}

export const isTaken = (of: OnPaper, taken: Taken): boolean => answerIn(of, taken).startsWith('20');

/** The actions the window is offered. */
export function offeredIn(of: OnPaper): RoutedAction[] {
  return ACTIONS.filter((name) => !answerIn(of, { name, person: 'window' }).startsWith('40'));
}

function afterAction(of: OnPaper, action: RoutedAction): OnPaper {
  const { today } = of;
  return {
    ...of,
    state: COURSE[of.state][action] ?? of.state,
    firmAgreed: of.firmAgreed || action === 'consent',
    extended: of.extended || action === 'extend',
    startedOn: action === 'start' ? today : of.startedOn,
  };
}

/** The case after a step that was taken; every change is one version, and six make the papers. */
export function after(of: OnPaper, taken: Taken): OnPaper {
  const { today } = of;
  const version = of.version + (taken.name === 'sign' ? 6 : 1);
  switch (taken.name) {
    case 'draft':
      return { ...of, version, draft: [addDays(today, 10), addDays(today, 20)] };
    case 'sign':
      return { ...of, version, state: 'EFFECTIVE', boundOn: today };
    case 'pay':
      return { ...paid(of, taken.nth), version };
    case 'cancel':
      return { ...cancelled(of, taken.nth), version };
    default:
      return { ...afterAction(of, taken.name), version };
  }
}
