/** What a fund may call, be paid and invest: no more than was committed, and no more than was paid in. */
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { formatYuan } from '@qinwu/domain/money';
import type { FundEventKind } from '../../money-words.ts';

/** What the records of a fund add up to, in fen. */
export interface FundSums {
  /** Capital called 缴款通知. */
  readonly called: bigint;
  /** Capital paid 缴款. */
  readonly paid: bigint;
  readonly invested: bigint;
}

/** Refuses to call, or to be paid, more than was committed; other events move no capital. */
export function ensureEventFits(
  { kind, amount }: { readonly kind: FundEventKind; readonly amount: bigint | null },
  { committed, called, paid }: FundSums & { readonly committed: bigint },
): void {
  if (kind !== 'capital-call' && kind !== 'capital-paid') return;
  if (amount === null) {
    throw fieldRule('/amount', 'amount-missing', {
      zh: '缴款通知与缴款须填金额',
      en: 'A capital call and a payment have an amount',
    });
  }
  const sum = amount + (kind === 'capital-call' ? called : paid);
  if (sum > committed) throw aboveCommitted('/amount', sum, committed);
}

/** Refuses to invest what was not paid in. */
export function ensureInvestmentFits(amount: bigint, { paid, invested }: FundSums): void {
  const sum = amount + invested;
  if (sum <= paid) return;
  throw fieldRule('/amount', 'above-paid-in', {
    zh: `累计投资 ${formatYuan(sum)} 元超过实缴 ${formatYuan(paid)} 元`,
    en: `${formatYuan(sum)} yuan invested in all is more than the ${formatYuan(paid)} yuan paid in`,
  });
}

/** Refuses to commit less than was called or paid already, or than the partners committed. */
export function ensureCommitmentFits(
  { committed, ofPartners }: { readonly committed: bigint; readonly ofPartners: bigint },
  { called, paid }: FundSums,
): void {
  if (ofPartners > committed) throw aboveCommitted('/partners', ofPartners, committed);
  const most = called > paid ? called : paid;
  if (most > committed) throw aboveCommitted('/committed', most, committed);
}

/** Refuses to strike out a payment that was invested since. */
export function ensureStillPaid(amount: bigint, { paid, invested }: FundSums): void {
  if (paid - amount >= invested) return;
  throw refuse('conflict', 'payment-invested', {
    zh: '该笔缴款已用于投资，须先注销投资',
    en: 'The payment was invested: strike the investment out first',
  });
}

function aboveCommitted(pointer: string, sum: bigint, committed: bigint): Error {
  return fieldRule(pointer, 'above-committed', {
    zh: `合计 ${formatYuan(sum)} 元超过认缴 ${formatYuan(committed)} 元`,
    en: `${formatYuan(sum)} yuan in all is more than the ${formatYuan(committed)} yuan committed`,
  });
}
