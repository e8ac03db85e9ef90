/** How long a case may take 调解期限, and where that comes from. */

import type { Standard, StandardKind } from '../standard.ts';
import type { Channel, Delegation } from '../vocabulary.ts';
import type { Term } from './case-clock.ts';

/** 调解仲裁法 art. 14: without agreement within 15 days of receipt a party may go to arbitration. */
const LABOUR: Term = {
  limit: { unit: 'calendar-day', amount: 15 },
  article: '调解仲裁法第十四条',
  official: true,
};

/** 人民调解法 art. 33: joint application for judicial confirmation within 30 days of effect. */
export const CONFIRM: Term = {
  limit: { unit: 'calendar-day', amount: 30 },
  article: '人民调解法第三十三条；民事诉讼法第二百零五条',
  official: true,
};

/** Joint application for arbitration review within 15 days of effect (人社部令33号). */
export const REVIEW: Term = {
  limit: { unit: 'calendar-day', amount: 15 },
  article: '劳动人事争议仲裁办案规则（人社部令第33号）',
  official: false,
};

/** What the term of a dispute hangs on. */
export interface Termed {
  labour: boolean;
  channel: Channel;
  /** Null where the court did not say, or none sent it. */
  delegation: Delegation | null;
}

/**
 * The standard that sets the term of a dispute; null where the law does. What a court sends is past the stage of art. 14,
 * a labour dispute too: its term is the court's.
 */
export function termKindOf({ labour, channel, delegation }: Termed): StandardKind | null {
  if (channel === 'court') return delegation === null ? 'court-mediation-days' : `court-${delegation}-days`;
  return labour ? null : 'civil-mediation-days';
}

/** The term a case is mediated in, counted from the day it was received; without a standard the law's own. */
export function mediationTerm(standard: Standard | null): Term {
  if (standard === null) return LABOUR;
  const { value, source, official } = standard;
  return { limit: { unit: 'calendar-day', amount: Number(value / 100n) }, article: source, official };
}
