/** Payments on an agreement: they add up, and the last fen of an instalment settles it, on time or late. */
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import { formatYuan } from '@qinwu/domain/money';
import type { AgreementStatus, State } from '../vocabulary.ts';
import { checkNotBefore, checkNotFuture } from './calculations/inputs.ts';
import { endedWithCase, lastDayOf, type RunningClock, stopClock } from './case-clock.ts';
import { isOverdue, openPromises } from './instalment-clock.ts';
import { lifecycle } from './lifecycle.ts';
import { ensureSpecialPowers } from './speaker.ts';
import { runsCase, type Standing } from './standing.ts';

export interface PaidInstalment {
  id: string;
  payee: string;
  amount: bigint;
  paid: bigint;
  settledOn: LocalDate | null;
  onTime: boolean | null;
}

export interface Settlement {
  /** The instalment as the payment leaves it. */
  paid: bigint;
  settledOn: LocalDate | null;
  onTime: boolean | null;
  clocks: RunningClock[];
  /** What the payment does to the case: nothing, the cure of a breach, or the end of it all. */
  action: 'perform' | 'cure' | null;
}

/** The other instalments, as far as they are settled. */
type Others = readonly Pick<PaidInstalment, 'settledOn' | 'onTime'>[];

/** Staff record payments, and so does who was paid: what a receipt admits takes special powers. */
export function ensureMayRecord(standing: Standing, { payee }: PaidInstalment): void {
  if (runsCase(standing)) return;
  if (standing.as === 'party' && standing.parties.includes(payee)) {
    ensureSpecialPowers(standing, payee);
    return;
  }
  throw refuse('forbidden', 'not-the-payee', {
    zh: '由窗口、调解员或收款人登记',
    en: 'The window, a mediator or the payee records a payment',
  });
}

function checkPayment(instalment: PaidInstalment, amount: bigint, paidOn: LocalDate, now: Date): void {
  const open = instalment.amount - instalment.paid;
  if (open === 0n) {
    throw refuse('conflict', 'settled-already', { zh: '该期已付清', en: 'This instalment is settled' });
  }
  if (amount === 0n) {
    throw fieldRule('/amount', 'amount-missing', { zh: '金额须大于零', en: 'must be above zero' });
  }
  if (amount > open) {
    throw fieldRule('/amount', 'payment-too-large', {
      zh: `超过该期未付金额${formatYuan(open)}元`,
      en: `more than the ${formatYuan(open)} yuan still open`,
    });
  }
  checkNotFuture(paidOn, localDateOf(now), '/paidOn');
}

interface Paying {
  state: State;
  /** Of the written agreement: a draft that the sides have overtaken by an oral one owes nothing. */
  status: AgreementStatus;
  /** The day of its first signature: nothing is paid on it before, but then, though its seal be of a later day. */
  signedOn: LocalDate | null;
  instalment: PaidInstalment;
  /** The latest day of an earlier payment on it, if any. */
  lastPaidOn: LocalDate | null;
  clocks: readonly RunningClock[];
}

/** Decides one payment; refuses one that is too large, too late to come, or on a settled instalment. */
export function decidePayment(
  { state, status, signedOn, instalment, lastPaidOn, clocks }: Paying,
  { amount, paidOn }: { amount: bigint; paidOn: LocalDate },
  now: Date,
): Settlement {
  if (status !== 'effective' || (state !== 'EFFECTIVE' && state !== 'BREACHED')) {
    throw refuse('conflict', 'agreement-not-in-effect', {
      zh: '协议未生效或已履行完毕',
      en: 'The agreement is not in effect, or performed',
    });
  }
  checkPayment(instalment, amount, paidOn, now);
  if (signedOn !== null) checkNotBefore(paidOn, signedOn, '/paidOn');
  const paid = instalment.paid + amount;
  if (paid < instalment.amount) return { paid, settledOn: null, onTime: null, clocks: [], action: null };
  const promises = openPromises(clocks);
  const own = promises.find(({ ref }) => ref === instalment.id);
  const others = promises.filter((clock) => clock !== own);
  const settledOn = lastPaidOn !== null && lastPaidOn > paidOn ? lastPaidOn : paidOn;
  // The day of the payment counts, not the day on which it was recorded.
  const onTime = own === undefined ? null : settledOn <= lastDayOf(own);
  const action = actionAfter(state, others, now);
  const settled = own === undefined ? [] : [{ ...stopClock(own, now), onTime }];
  const ended = action === 'perform' ? endedWithCase(clocks, now) : [];
  return { paid, settledOn, onTime, clocks: [...settled, ...ended], action };
}

function actionAfter(state: State, left: readonly RunningClock[], now: Date): 'perform' | 'cure' | null {
  if (left.length === 0) return 'perform';
  return state === 'BREACHED' && !left.some((clock) => isOverdue(clock, now)) ? 'cure' : null;
}

/** Of the case what a settlement changes. */
interface Performed {
  state?: State;
  performedOn?: LocalDate;
  curedOn?: LocalDate | null;
  breachedOn?: null;
}

/** What a settlement sets on the case; a breach that was only a payment recorded late never was one. */
export function stateAfter(
  state: State,
  { action, settledOn, onTime }: Settlement,
  others: Others,
  { now, effectiveOn }: { now: Date; effectiveOn: LocalDate | null },
): Performed {
  if (action === null) return {};
  const next = lifecycle.next(state, action);
  const on = settledOn ?? localDateOf(now);
  const isKept = state === 'BREACHED' && [{ onTime }, ...others].every((each) => each.onTime !== false);
  const breach = isKept ? { breachedOn: null, curedOn: null } : {};
  if (action === 'cure') return { state: next, curedOn: on, ...breach };
  // Payments are recorded in any order: it is performed with the one that was made last, and not before it was in effect.
  const days = [on, ...others.map((each) => each.settledOn ?? on), effectiveOn ?? on];
  return { state: next, performedOn: days.toSorted().at(-1) ?? on, ...breach };
}

/** A case as far as what became of its agreement goes. */
export interface Kept {
  state: State;
  breachedOn: LocalDate | null;
  curedOn: LocalDate | null;
  performedOn: LocalDate | null;
}

/** True of an agreement that was broken and not made good, also once the case was archived so. */
export function isBroken({ state, breachedOn, curedOn, performedOn }: Kept): boolean {
  const stays = breachedOn !== null && curedOn === null && performedOn === null;
  return state === 'BREACHED' || (state === 'ARCHIVED' && stays);
}
