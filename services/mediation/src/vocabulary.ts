/** The words of a mediation case: codes in English, terms of art in Chinese. */
import type { Text } from '@qinwu/domain/errors';

export const STATES = [
  'REGISTERED',
  'INVITING',
  'ACCEPTED',
  'NOT_ACCEPTED',
  'MEDIATING',
  'AGREED',
  'EFFECTIVE',
  'PERFORMED',
  'BREACHED',
  'FAILED',
  'REFUSED',
  'WITHDRAWN',
  'TIMED_OUT',
  'ARCHIVED',
] as const;
export type State = (typeof STATES)[number];

/** The six heads of 调解仲裁法 art. 2, and disputes outside of labour law. */
export const HEADS = [
  'labour-relation',
  'labour-contract',
  'labour-leaving',
  'labour-conditions',
  'labour-pay',
  'labour-other',
  'civil',
] as const;
export type Head = (typeof HEADS)[number];

/** Sub-codes under their heads 纠纷类别. */
export const CATEGORIES = {
  relation: { head: 'labour-relation', zh: '确认劳动关系', en: 'existence of a labour relation' },
  'double-wage': {
    head: 'labour-contract',
    zh: '未签合同二倍工资',
    en: 'double wage without a written contract',
  },
  'non-compete': { head: 'labour-contract', zh: '竞业限制', en: 'non-compete' },
  'training-fee': { head: 'labour-contract', zh: '培训服务期违约金', en: 'training fee' },
  termination: { head: 'labour-leaving', zh: '解除终止劳动合同', en: 'termination' },
  severance: { head: 'labour-leaving', zh: '经济补偿', en: 'severance' },
  'unlawful-termination': { head: 'labour-leaving', zh: '违法解除赔偿金', en: 'unlawful termination' },
  leave: { head: 'labour-conditions', zh: '休息休假', en: 'leave' },
  'social-insurance': { head: 'labour-conditions', zh: '社会保险', en: 'social insurance' },
  'wage-arrears': { head: 'labour-pay', zh: '拖欠工资', en: 'wage arrears' },
  overtime: { head: 'labour-pay', zh: '加班费', en: 'overtime' },
  'injury-benefit': { head: 'labour-pay', zh: '工伤待遇', en: 'injury benefit' },
  'labour-other': { head: 'labour-other', zh: '其他劳动争议', en: 'other labour dispute' },
  contract: { head: 'civil', zh: '合同纠纷', en: 'contract' },
  debt: { head: 'civil', zh: '欠款纠纷', en: 'debt' },
  neighbour: { head: 'civil', zh: '相邻关系', en: 'neighbours' },
  land: { head: 'civil', zh: '土地纠纷', en: 'land' },
  ip: { head: 'civil', zh: '知识产权', en: 'intellectual property' },
  'civil-other': { head: 'civil', zh: '其他民事纠纷', en: 'other civil dispute' },
} as const satisfies Record<string, Text & { head: Head }>;
export type Category = keyof typeof CATEGORIES;
export const CATEGORY_CODES = Object.keys(CATEGORIES) as [Category, ...Category[]];

/** True for disputes under 调解仲裁法 art. 2. */
export function isLabour(category: Category): boolean {
  return CATEGORIES[category].head !== 'civil';
}

/** How a case came 来源. */
export const CHANNELS = ['window', 'grievance', 'court', 'hotline', 'enterprise', 'mediator'] as const;
export type Channel = (typeof CHANNELS)[number];

/** How a court sends a dispute: 委派 before the suit is filed, 委托 after it, by ordinary or summary procedure (法释〔2016〕14号 art. 11, 27). */
export const DELEGATIONS = ['before-filing', 'after-filing', 'after-filing-summary'] as const;
export type Delegation = (typeof DELEGATIONS)[number];

/** The body that mediates (调解仲裁法 art. 10); oral agreements only in people's mediation (人民调解法 art. 28). */
export const ORGANISATIONS = ['enterprise-committee', 'people-mediation', 'township', 'window'] as const;
export type Organisation = (typeof ORGANISATIONS)[number];

/** Who sits at the table 调解方式. */
export const MODES = [
  'police-grid-tea-table',
  'police-grid',
  'tea-table',
  'union',
  'lawyer',
  'expert',
  'ordinary',
] as const;
export type Mode = (typeof MODES)[number];

export const SIDES = ['applicant', 'respondent', 'third'] as const;
export type Side = (typeof SIDES)[number];

export const PARTY_KINDS = ['person', 'enterprise'] as const;
export type PartyKind = (typeof PARTY_KINDS)[number];

/** How far a mandate goes 代理权限: 一般授权, 特别授权. */
export const POWERS = ['general', 'special'] as const;
export type Powers = (typeof POWERS)[number];

/** Who made a choice before the staff: the party itself, or who stands for it. */
export const CHOICE_MAKERS = ['party', 'representative'] as const;
export type ChoiceMaker = (typeof CHOICE_MAKERS)[number];

/** How a party said to the staff what it did not put on paper 口头: at the counter, by telephone, by a written message. */
export const SPOKEN_HOWS = ['in-person', 'phone', 'message'] as const;
export type SpokenHow = (typeof SPOKEN_HOWS)[number];

/** A party's word on mediation 调解意愿; who applies has agreed by applying. */
export const CONSENTS = ['pending', 'agreed', 'refused'] as const;
export type Consent = (typeof CONSENTS)[number];

export const NOT_ACCEPTED_CODES = [
  'not-mediable',
  'outside-jurisdiction',
  'already-decided',
  'in-arbitration-or-court',
  'materials-missing',
  'other',
] as const;
export type NotAcceptedCode = (typeof NOT_ACCEPTED_CODES)[number];

export const AGREEMENT_FORMS = ['written', 'oral'] as const;
export type AgreementForm = (typeof AGREEMENT_FORMS)[number];

export const AGREEMENT_STATUSES = ['draft', 'confirmed', 'effective', 'void'] as const;
export type AgreementStatus = (typeof AGREEMENT_STATUSES)[number];

/** What the case knows of its agreement: a draft that fits it or not, something owed under it or nothing any more. */
export const AGREEMENT_STANDINGS = ['drafted', 'outdated', 'owed', 'settled'] as const;
export type AgreementStanding = (typeof AGREEMENT_STANDINGS)[number];

/** 电子签名, 手写签名, 按指印, 盖章. */
export const SIGNATURE_KINDS = ['electronic', 'ink', 'fingerprint', 'stamp'] as const;
export type SignatureKind = (typeof SIGNATURE_KINDS)[number];

export const SIGNER_KINDS = ['party', 'mediator'] as const;
export type SignerKind = (typeof SIGNER_KINDS)[number];

/** How a case ended, as figures and other services read it. */
export const OUTCOMES = ['agreed', 'failed', 'refused', 'withdrawn', 'timed-out', 'not-accepted'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Clocks of a case 时限. */
export const CLOCK_KINDS = ['mediate', 'confirm', 'review', 'instalment', 'track'] as const;
export type ClockKind = (typeof CLOCK_KINDS)[number];

export const LIGHTS = ['green', 'yellow', 'orange', 'red'] as const;
export type Light = (typeof LIGHTS)[number];

/** Ways beside the mediation 其他程序. */
export const TRACK_KINDS = [
  'arbitration',
  'court',
  'payment-order',
  'judicial-confirmation',
  'arbitration-review',
  'legal-aid',
  'labour-inspection',
] as const;
export type TrackKind = (typeof TRACK_KINDS)[number];

/** Why a labour dispute is in court past arbitration. */
export const COURT_GROUNDS = [
  'arbitration-refused',
  'arbitration-overdue',
  'after-award',
  'wage-note',
  'wage-agreement',
  'payment-order-ended',
  'other',
] as const;
export type CourtGround = (typeof COURT_GROUNDS)[number];

export const TRACK_STATES = ['FILED', 'ACCEPTED', 'NOT_ACCEPTED', 'DECIDED', 'WITHDRAWN'] as const;
export type TrackState = (typeof TRACK_STATES)[number];

/** What came of a way beside a case, as its own record says. */
export interface Procedure {
  kind: TrackKind;
  state: TrackState;
  outcome: string | null;
}

/** What became of an offer 方案; `expired` is judged when it is looked at. */
export const OFFER_STATUSES = ['open', 'accepted', 'rejected', 'withdrawn', 'superseded', 'expired'] as const;
export type OfferStatus = (typeof OFFER_STATUSES)[number];

export const EVIDENCE_STATUSES = ['held-back', 'exchanged', 'withdrawn'] as const;
export type EvidenceStatus = (typeof EVIDENCE_STATUSES)[number];

/** What can be sealed 封存. */
export const SEALABLES = ['case', 'document', 'party-address'] as const;
export type Sealable = (typeof SEALABLES)[number];

/** Who a case file can be made for. */
export const RECIPIENT_KINDS = ['court', 'archive', 'arbitration', 'legal-aid'] as const;
export type RecipientKind = (typeof RECIPIENT_KINDS)[number];

/** Kinds of sensitive data that need a consent of their own (个人信息保护法 art. 28, 29, 31). */
export const CONSENT_SCOPES = ['injury', 'account', 'minor'] as const;
export type ConsentScope = (typeof CONSENT_SCOPES)[number];
