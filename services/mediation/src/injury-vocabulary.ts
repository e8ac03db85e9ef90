/** The words of an application for recognition of a work injury 工伤认定申请 (工伤保险条例, 工伤认定办法). */
import type { Text } from '@qinwu/domain/errors';
import type { LocalDate } from '@qinwu/domain/local-date';

export const INJURY_STATES = [
  'RECEIVED',
  'CORRECTION_REQUESTED',
  'COMPLETE',
  'TRANSFERRED',
  'NOT_TRANSFERRED',
  'ACCEPTED',
  'NOT_ACCEPTED',
  'SUSPENDED',
  'RECOGNISED',
  'DEEMED',
  'NOT_RECOGNISED',
  'DELIVERED',
  'APPRAISAL',
  'REVOKED',
  'WITHDRAWN',
] as const;
export type InjuryState = (typeof INJURY_STATES)[number];

/** Who may apply (art. 17). */
export const APPLICANT_KINDS = ['employer', 'worker', 'relative', 'union'] as const;
export type ApplicantKind = (typeof APPLICANT_KINDS)[number];

/** An accident, or an occupational disease that was diagnosed. */
export const INJURY_CAUSES = ['accident', 'disease'] as const;
export type InjuryCause = (typeof INJURY_CAUSES)[number];

/** Items of art. 14 and 15. */
export const LEGAL_HEADS = [
  '14.1',
  '14.2',
  '14.3',
  '14.4',
  '14.5',
  '14.6',
  '14.7',
  '15.1',
  '15.2',
  '15.3',
] as const;
export type LegalHead = (typeof LEGAL_HEADS)[number];

/** Circumstances of art. 16, as somebody told them. */
export const EXCLUSION_HINTS = ['intentional-crime', 'drunk-or-drugs', 'self-harm'] as const;
export type ExclusionHint = (typeof EXCLUSION_HINTS)[number];

/** Why an application is not transferred. A settlement is not among them: it ends no claim of the injured. */
export const NOT_TRANSFERRED_REASONS = [
  'withdrawn-in-writing',
  'outside-jurisdiction',
  'materials-missing-after-notice',
] as const;

/** Why one has ended here, also for another one of the same accident, or since there was nothing to apply for. */
export const CLOSED_REASONS = [...NOT_TRANSFERRED_REASONS, 'duplicate', 'opened-in-error'] as const;
export type ClosedReason = (typeof CLOSED_REASONS)[number];

/** An application as another one names it. */
export interface NamedInjury {
  id: string;
  number: string;
}

/** Why time does not count against the worker's year (法释〔2014〕9号 art. 7). */
export const EXCLUDED_REASONS = [
  'force-majeure',
  'no-personal-freedom',
  'employer-fault',
  'registration-faulty',
  'relation-disputed',
] as const;
export type ExcludedReason = (typeof EXCLUDED_REASONS)[number];

/** What the authority decided, as its papers say. */
export const DECISIONS = [
  'accepted',
  'not-accepted',
  'withdrawn',
  'suspended',
  'resumed',
  'recognised',
  'deemed',
  'not-recognised',
  'delivered',
  'appraisal',
  'upheld',
  'revoked',
] as const;
export type Decided = (typeof DECISIONS)[number];
export const CONCLUSIONS = ['recognised', 'deemed', 'not-recognised'] as const;
export type Conclusion = (typeof CONCLUSIONS)[number];

/** How a decision was contested (art. 55): 行政复议, 行政诉讼. */
export const REMEDIES = ['reconsideration', 'litigation'] as const;
export type Remedy = (typeof REMEDIES)[number];

/** The window's own limit, the two of art. 17, and the authority's. */
export const INJURY_CLOCKS = ['transfer', 'employer', 'worker', 'accept', 'decide'] as const;
export type InjuryClockKind = (typeof INJURY_CLOCKS)[number];

/** What has to come with an application (art. 18). */
export const STATUTORY_MATERIALS = {
  'application-form': { zh: '工伤认定申请表', en: 'application form' },
  'labour-relation': {
    zh: '与用人单位存在劳动关系（包括事实劳动关系）的证明材料',
    en: 'proof of a labour relation, also de facto',
  },
  diagnosis: {
    zh: '医疗诊断证明或者职业病诊断证明书（或者职业病诊断鉴定书）',
    en: 'medical diagnosis or occupational-disease certificate',
  },
} as const satisfies Record<string, Text>;

/** One line of the checklist 材料清单. */
export interface Material {
  code: string;
  name: string;
  required: boolean;
  /** Required by law rather than by the park's own list. */
  official: boolean;
  providedOn: LocalDate | null;
  /** A labour relation without a written contract 事实劳动关系. */
  deFacto: boolean;
  files: string[];
}

/** What an application must say besides its materials. */
export const INJURY_DETAILS = ['event-day', 'employer-code', 'sensitive-consent'] as const;
export type InjuryDetail = (typeof INJURY_DETAILS)[number];

/** With which receipt the authority took what came after the transfer 转交. */
export interface PassedOn {
  receiver: string;
  receiptNumber: string;
  passedOn: LocalDate;
}

/** What was handed in after the application had gone as it was, near its limit. */
export interface LaterMaterial {
  /** Of a material, or of a detail that was told. */
  code: string;
  broughtOn: LocalDate;
  deFacto: boolean;
  files: string[];
  /** Null while it waits here. */
  passed: PassedOn | null;
}

/** A notice of everything missing 补正告知 (art. 18). */
export interface CorrectionNotice {
  on: LocalDate;
  /** Codes of materials. */
  items: string[];
  details?: InjuryDetail[];
  /** The last day for it; notices of before there were terms have none. */
  supplyBy?: LocalDate;
}

/** Days that do not count, both included. */
export interface ExcludedPeriod {
  from: LocalDate;
  /** Null while it has not ended. */
  to: LocalDate | null;
  reason: ExcludedReason;
  /** Entered by mistake, and taken back on that day. */
  voidedOn?: LocalDate | undefined;
}

/** More time for the employer, approved by the authority (art. 17). */
export interface EmployerExtension {
  days: number;
  documentNumber: string;
  approvedOn: LocalDate;
  authority: string;
  /** Entered by mistake, and taken back on that day. */
  voidedOn?: LocalDate | undefined;
}

/** To whom and with which receipt it was handed over 移交. */
export interface Transfer {
  receiver: string;
  receiptNumber: string;
  transferredOn: LocalDate;
  /** Handed over before all materials were there, to keep a limit. */
  incomplete: boolean;
}

/** A paper of the authority, or of who judged its decision. */
export interface DecisionPaper {
  decision: Decided;
  /** Null where a withdrawal ended the procedure without a notice. */
  documentNumber: string | null;
  decidedOn: LocalDate;
  authority: string;
  /** Of a decision upheld or revoked. */
  remedy?: Remedy | undefined;
}
