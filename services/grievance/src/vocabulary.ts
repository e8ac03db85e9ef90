/** The words of the service: every closed list of the record, shared by its rules, its tables and its schemas. */
import { MEDIATION_OUTCOMES, type MediationOutcome } from '@qinwu/contracts/events/mediation';

/** States of a grievance 诉求状态, in the order of the loop 受理→派单→办理→答复→回访→办结→销号. */
export const STATES = [
  'REGISTERED',
  'DECLINED',
  'ACCEPTED',
  'DISPATCHED',
  'SIGNED',
  'RETURN_REQUESTED',
  'IN_PROGRESS',
  'REPLIED',
  'CALLBACK',
  'CLOSED',
  'REDO',
  'WRITTEN_OFF',
  'ARCHIVED',
] as const;
export type State = (typeof STATES)[number];

/** Where a grievance comes from 问题来源; it alone decides which figure counts it. */
export const ORIGINS = ['patrol', 'citizen', 'enterprise', 'inspection', 'project'] as const;
export type Origin = (typeof ORIGINS)[number];

/** How it reached us 受理渠道; it never decides a count. */
export const CHANNELS = [
  '12345',
  'patrol',
  'enterprise-direct',
  'mini-program',
  'window',
  'visit',
  'letter',
  'post',
  'superior',
  'system',
] as const;
export type Channel = (typeof CHANNELS)[number];

/** What is asked for 诉求类型 (北京市接诉即办工作条例 art. 2): 咨询 求助 投诉 举报 建议. */
export const DEMAND_TYPES = ['consultation', 'help', 'complaint', 'report', 'suggestion'] as const;
export type DemandType = (typeof DEMAND_TYPES)[number];

/** 'urgent' is danger to life, safety or stability 紧急. */
export const URGENCIES = ['normal', 'urgent'] as const;
export type Urgency = (typeof URGENCIES)[number];

/** 'difficult' is 疑难: several units or no settled rule. */
export const COMPLEXITIES = ['ordinary', 'difficult'] as const;
export type Complexity = (typeof COMPLEXITIES)[number];

/** 'withheld' keeps the reporter from the unit complained of (信访工作条例 art. 30). */
export const CONFIDENTIALITIES = ['ordinary', 'withheld', 'confidential'] as const;
export type Confidentiality = (typeof CONFIDENTIALITIES)[number];

/** Identity documents of a reporter 证件类型. */
export const ID_TYPES = ['citizen-id', 'passport', 'permanent-residence', 'travel-permit'] as const;
export type IdType = (typeof ID_TYPES)[number];

/** Why a grievance is not accepted 不予受理 (北京市接诉即办工作条例 art. 11). */
export const DECLINE_CODES = [
  'outside-jurisdiction',
  'secret-or-privacy',
  'litigation-or-arbitration',
  'already-handled',
  'emergency-line',
  'insufficient-information',
  'returned-to-hotline',
] as const;
export type DeclineCode = (typeof DECLINE_CODES)[number];

/** Whether the handling solved it 解决认定: 解决、部分解决、未解决、诉求不合理已解释. */
export const RESOLUTIONS = ['resolved', 'partly', 'unresolved', 'explained'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/** Clocks of a grievance: 派单、签收、首次联系、答复时限. */
export const CLOCK_KINDS = ['dispatch', 'sign', 'contact', 'answer'] as const;
export type ClockKind = (typeof CLOCK_KINDS)[number];

/** Lights of a clock 红黄灯, from the best to the worst. */
export const LIGHTS = ['green', 'yellow', 'orange', 'red'] as const;
export type Light = (typeof LIGHTS)[number];

export const LIMIT_UNITS = ['workday', 'calendar-day', 'hour'] as const;
export type LimitUnit = (typeof LIMIT_UNITS)[number];

/** Which rule named who is responsible 派单依据. */
export const ROUTED_BY = ['enterprise', 'grid', 'category', 'dispatcher'] as const;
export type RoutedBy = (typeof ROUTED_BY)[number];

/** Why nothing named anyone: the grievance stands on the dispatcher's list 待派清单. */
export const UNROUTED_REASONS = [
  'no-clue',
  'enterprise-unserved',
  'point-outside-grids',
  'category-without-unit',
] as const;
export type UnroutedReason = (typeof UNROUTED_REASONS)[number];

/** Kinds of service officers 勤务员; 'enterprise-party-member' 企业党员 are counted apart. */
export const OFFICER_KINDS = ['staff', 'enterprise-party-member', 'volunteer'] as const;
export type OfficerKind = (typeof OFFICER_KINDS)[number];

/** Reference systems of a point; phones in China give GCJ-02, hundreds of metres off WGS-84. */
export const COORDINATE_SYSTEMS = ['WGS84', 'GCJ02', 'BD09'] as const;
export type CoordinateSystem = (typeof COORDINATE_SYSTEMS)[number];

/** What waits for the hotline's answer: 退单 or 延期 of one of its orders. */
export const HOTLINE_MATTERS = ['return', 'extension'] as const;
export type HotlineMatter = (typeof HOTLINE_MATTERS)[number];

/** The request of the one extension 延期申请 and its decision. */
export interface ExtensionRequest {
  status: 'requested' | 'approved' | 'refused';
  by: string;
  at: string;
  reason: string;
  amount: number;
  unit: LimitUnit;
  decidedBy: string | null;
  decidedAt: string | null;
}

/** The call-back 回访, our own or the hotline's mirrored. */
export interface Callback {
  at: string;
  by: string;
  source: 'park' | 'hotline';
  reached: boolean;
  responded: boolean | null;
  resolved: boolean | null;
  satisfaction: number | null;
  note: string | null;
}

/** How a reporter agreed to mediation and to being passed on to it 同意转调解; `no-reporter`: there is nobody to ask. */
export const REFERRAL_CONSENTS = ['written', 'oral', 'no-reporter'] as const;
export type ReferralConsent = (typeof REFERRAL_CONSENTS)[number];

/** How mediation ended 调解结果. */
export const REFERRAL_OUTCOMES = MEDIATION_OUTCOMES;
export type ReferralOutcome = MediationOutcome;

/** A referral to mediation 转调解 and what mediation says of its case. */
export interface Referral {
  id: string;
  at: string;
  by: string;
  consent: ReferralConsent;
  /** What whoever referred it takes it for; mediation decides. */
  category: string | null;
  caseId: string | null;
  caseNumber: string | null;
  outcome: ReferralOutcome | null;
  concludedOn: string | null;
  agreementNumber: string | null;
  /** Version of the case these words are from; 0 before the first. */
  sequence: number;
}

/** How much of its batch a sample was 抽样比例. */
export interface SampleRatio {
  sampled: number;
  batch: number;
}

/** Which grievances an actor may see 数据范围: the whole park, what it serves, or what is its own. */
export type Reach =
  | { kind: 'park' }
  | { kind: 'served'; grids: readonly string[]; unit: string | null; subject: string }
  | { kind: 'own'; subject: string; uscc: string | null };

export const REACH_KINDS = ['park', 'served', 'own'] as const satisfies readonly Reach['kind'][];
