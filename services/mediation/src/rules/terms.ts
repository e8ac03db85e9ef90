/** How long a case may take 调解期限, and where that comes from. */
import type { Channel } from '../vocabulary.ts';
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

/** Days in which a dispute is mediated where no law says how long; the park's own setting. */
export interface CaseTerms {
  civil: Term;
  court: Term;
}

/** What holds until a park sets its own. */
export const DEFAULT_TERMS: CaseTerms = {
  civil: { limit: { unit: 'calendar-day', amount: 30 }, article: '默认建议', official: false },
  court: { limit: { unit: 'calendar-day', amount: 30 }, article: '默认建议（法院委派）', official: false },
};

/** The term a case is mediated in, counted from the day it was received. */
export function mediationTerm(of: { labour: boolean; channel: Channel }, terms: CaseTerms): Term {
  if (of.labour) return LABOUR;
  return of.channel === 'court' ? terms.court : terms.civil;
}
