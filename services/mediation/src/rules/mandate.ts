/**
 * The mandate 授权委托书 of who stands for a party, and how far it goes: 一般授权 to speak, 特别授权 also to admit, waive,
 * settle and sign (民事诉讼法 art. 62).
 */
import type { Powers } from '../vocabulary.ts';
import type { Fault } from './gather-faults.ts';

/** What is said to a general mandate that does not go so far. */
export const SPECIAL_POWERS = {
  code: 'special-powers-missing',
  title: {
    zh: '一般授权的代理人不能接受方案、确认协议文本、签名、撤回申请、登记收款账户、确认收到付款或同意处理敏感个人信息，须有特别授权',
    en: 'Accepting, confirming, signing, withdrawing, naming the account to be paid to, acknowledging a payment and consenting to the use of sensitive data take special powers',
  },
};

export interface Mandate {
  /** The account it is used from; null: its holder comes to the window. */
  subject: string | null;
  powers: Powers;
  /** The paper as it was scanned. */
  file: string;
  /** Entered by the party with its own application: nobody has asked the holder, who may belong to the other side. */
  byParty?: true;
}

/** True of a mandate that says the same. */
export function isSameMandate(a: Mandate, b: Mandate | undefined): boolean {
  return a.subject === b?.subject && a.powers === b.powers && a.file === b.file;
}

/** A mandate as a form has it: each member left out, cleared or said. */
interface Terms {
  subject?: string | null | undefined;
  powers?: Powers | null | undefined;
  mandate?: string | null | undefined;
}

/** The mandate as a form would have it. */
export function termsOf(mandate: Mandate | undefined): Terms {
  if (mandate === undefined) return {};
  const { subject, powers, file } = mandate;
  return { subject, powers, mandate: file };
}

/** The terms once a correction changes them: what it leaves out stays, and without its paper nothing does. */
export function termsAfter(given: Terms, stood: Mandate | undefined): Terms {
  const before = given.mandate === null ? {} : termsOf(stood);
  return {
    subject: given.subject === undefined ? before.subject : given.subject,
    powers: given.powers === undefined ? before.powers : given.powers,
    mandate: given.mandate ?? before.mandate,
  };
}

/** The mandate of a form, or null; nobody stands for a party without a paper that says how far. */
export function readMandate(
  { subject = null, powers = null, mandate = null }: Terms,
  at: (name: string) => string,
  fault: Fault,
): Mandate | null {
  if (subject === null && powers === null && mandate === null) return null;
  if (mandate === null) {
    fault(at('mandate'), 'mandate-missing', {
      zh: '代理人凭授权委托书行事，须上传',
      en: 'Who stands for a party holds a written mandate: upload it',
    });
  }
  if (powers === null) {
    fault(at('powers'), 'powers-missing', {
      zh: '须写明一般授权或特别授权',
      en: 'Say whether the mandate is general or special',
    });
  }
  return mandate === null || powers === null ? null : { subject, powers, file: mandate };
}

/** A mandate as the ledger tells of it; the hash knows its paper again in another scan of the same bytes. */
interface Shown {
  powers: Powers;
  sha256: string;
}

/** True where special powers are said of a paper that was shown for general ones: a raise takes a mandate of its own. */
export function isRaised({ powers, sha256 }: Shown, shownBefore: readonly Shown[]): boolean {
  return (
    powers === 'special' &&
    shownBefore.some((before) => before.sha256 === sha256 && before.powers === 'general')
  );
}
