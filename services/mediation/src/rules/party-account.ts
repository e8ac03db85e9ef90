/**
 * The bank account a party is paid to: sensitive (个人信息保护法 art. 28), so it takes the party's separate consent
 * (art. 29), is shown for the purpose of paying alone, and goes when the consent does (art. 15, 47).
 */
import { type Actor, hasScope } from '@qinwu/domain/actor';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { maskBankCard, maskName } from '@qinwu/domain/mask';
import type { PartyKind } from '../vocabulary.ts';
import { PII_SCOPE } from '../who.ts';
import { runsCase, type Standing } from './standing.ts';

export interface PartyAccount {
  holder: string;
  bank: string;
  /** Digits alone. */
  number: string;
}

/** Digits of cards and of accounts of enterprises, however they are grouped. */
const NUMBER = /^\d{8,30}$/;

/** The account as it is kept; refuses what is no number. */
export function checkAccount({ holder, bank, number }: PartyAccount): PartyAccount {
  const digits = number.replace(/[\s-]/g, '');
  if (!NUMBER.test(digits)) {
    throw fieldRule('/number', 'account-number-invalid', {
      zh: '账号须为8至30位数字',
      en: 'An account number has 8 to 30 digits',
    });
  }
  return { holder: holder.trim(), bank: bank.trim(), number: digits };
}

/** Refuses the account of a person who has not agreed to its being kept, separately and by now. */
export function ensureConsent({ kind }: { kind: PartyKind }, isGiven: boolean): void {
  if (isGiven || kind === 'enterprise') return;
  throw refuse('rule', 'sensitive-consent-missing', {
    zh: '银行账户属敏感个人信息，须先记录本人的单独同意（个人信息保护法第二十九条）',
    en: 'A bank account needs its holder’s separate consent first',
  });
}

/**
 * How much of a party's account somebody sees: all of their own and of those they still have to pay; the staff masked
 * unless they hold `pii:read`; others nothing.
 */
export function accountSight(
  actor: Actor,
  standing: Standing,
  { party, owes }: { party: string; owes: boolean },
): 'own' | 'full' | 'masked' | null {
  if (standing.as === 'party') return standing.parties.includes(party) ? 'own' : owes ? 'full' : null;
  if (!runsCase(standing)) return null;
  return hasScope(actor, PII_SCOPE) ? 'full' : 'masked';
}

/** An account as it is shown where nobody stated a purpose. */
export function maskedAccount({ holder, bank, number }: PartyAccount, kind: PartyKind): PartyAccount {
  return { holder: kind === 'person' ? maskName(holder) : holder, bank, number: maskBankCard(number) };
}

/** There is no such account, or none the caller knows of. */
export function accountMissing(): Error {
  return refuse('missing', 'account-missing', { zh: '没有登记账户', en: 'There is no account' });
}
