/**
 * Referring a dispute to mediation 转调解, once per grievance: mediation is voluntary and asks the parties itself
 * (人民调解法 art. 17); the grievance stays with who has it, its clocks run on, and mediation's word comes back as
 * evidence. What the case says is order-free: its version tells which word is the newest.
 */
import { fieldRule } from '@qinwu/domain/errors';
import type { Referral, ReferralOutcome } from '../vocabulary.ts';
import type { BodyOf } from './action-bodies.ts';
import type { Grievance } from './grievance.ts';

/** True where somebody left a name or a number, whose word it takes to pass them on (个人信息保护法 art. 23). */
function hasReporter({ reporterName, reporterPhone }: Grievance): boolean {
  return reporterName !== null || reporterPhone !== null;
}

/**
 * True of a reporter who is kept from those complained of (信访工作条例 art. 30). Mediation sits both sides down at a table:
 * who is referred to it will be known to the other.
 */
function isKept({ confidentiality, reporterAnonymous }: Grievance): boolean {
  return confidentiality !== 'ordinary' || reporterAnonymous;
}

/** A new referral; refuses to pass a person on whose consent is not on record, in writing where the reporter is kept. */
export function refer(
  grievance: Grievance,
  body: BodyOf<'refer'>,
  { id, actor, now }: { id: string; actor: string; now: Date },
): Referral {
  if (body.consent === 'no-reporter' && hasReporter(grievance)) {
    throw fieldRule('/consent', 'consent-missing', {
      zh: '有诉求人的，须记录其同意转调解（书面或口头）',
      en: 'There is a reporter: record whether the consent was written or oral',
    });
  }
  if (body.consent === 'oral' && hasReporter(grievance) && isKept(grievance)) {
    throw fieldRule('/consent', 'written-consent-needed', {
      zh: '诉求人匿名或要求保密，转调解会使对方知悉其身份，须取得其书面同意（信访工作条例第三十条）',
      en: 'The reporter is anonymous or kept confidential, and mediation names both sides to each other: it takes a written consent',
    });
  }
  return {
    id,
    at: now.toISOString(),
    by: actor,
    consent: body.consent,
    category: body.category ?? null,
    caseId: null,
    caseNumber: null,
    outcome: null,
    concludedOn: null,
    agreementNumber: null,
    sequence: 0,
  };
}

/** What mediation says of its case. */
export interface CaseWord {
  caseId: string;
  caseNumber: string;
  /** Version of the case: the highest stands. */
  sequence: number;
  /** Absent where the case has only been registered. */
  end?: { outcome: ReferralOutcome; concludedOn: string; agreementNumber: string | null };
}

/** The referral as the case's word leaves it; null where it says nothing new, or speaks of another case. */
export function followCase(
  referral: Referral,
  { caseId, caseNumber, sequence, end }: CaseWord,
): Referral | null {
  if (referral.caseId !== null && referral.caseId !== caseId) return null;
  if (sequence <= referral.sequence) return null;
  return { ...referral, caseId, caseNumber, sequence, ...end };
}

/** The document that an agreement is to a write-off: its number, or the case's where it was oral (人民调解法 art. 28). */
export function agreementEvidence({ referral }: Pick<Grievance, 'referral'>): string[] {
  const document = referral?.agreementNumber ?? referral?.caseNumber ?? null;
  return referral?.outcome === 'agreed' && document !== null ? [document] : [];
}
