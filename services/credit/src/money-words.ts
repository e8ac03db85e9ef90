/** Words of financing that rules, store and routes share. */

export const BANK_KINDS = ['bank', 'branch', 'service-station', 'insurer', 'agency'] as const;
export type BankKind = (typeof BANK_KINDS)[number];

export const PRODUCT_KINDS = ['loan', 'export-insurance', 'guarantee'] as const;
export type ProductKind = (typeof PRODUCT_KINDS)[number];

export const LINE_STATES = [
  'APPLIED',
  'REFERRED',
  'APPROVED',
  'DECLINED',
  'WITHDRAWN',
  'REPLACED',
  'CLOSED',
  'REVOKED',
] as const;
export type LineState = (typeof LINE_STATES)[number];

export const REPORT_KINDS = ['drawdown', 'repayment', 'overdue', 'settled-overdue'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

export const FUND_EVENT_KINDS = [
  'filed',
  'capital-call',
  'capital-paid',
  'registration-changed',
  'head-office-moved',
  'distribution',
  'liquidated',
] as const;
export type FundEventKind = (typeof FUND_EVENT_KINDS)[number];

/** Who committed how much to a fund. */
export interface FundPartner {
  readonly name: string;
  readonly uscc: string | null;
  /** In yuan. */
  readonly committed: string;
}

export const CONTRACT_KINDS = ['development', 'transfer', 'licence', 'consulting', 'service'] as const;
export type ContractKind = (typeof CONTRACT_KINDS)[number];

/** Which enterprises a product is for; a member that is not given does not ask. */
export interface Eligibility {
  /** In points of 1/10,000. */
  readonly atLeast?: number | undefined;
  readonly grades?: readonly string[] | undefined;
  readonly stages?: readonly string[] | undefined;
  readonly divisions?: readonly string[] | undefined;
  /** Codes of titles: one of them, in force today. */
  readonly titles?: readonly string[] | undefined;
}

/** What of a score a consent lets a reader see. */
export const CONSENT_SCOPES = ['grade', 'score', 'explanation', 'lines'] as const;
export type ConsentScope = (typeof CONSENT_SCOPES)[number];

/** What a reader reads for; a consent is for one of these. */
export const PURPOSES = ['credit-granting', 'post-loan', 'guarantee', 'insurance'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** As the log of reads names what an enterprise has issued of itself. */
export const OWN_PASSPORT = 'own-passport';

/** How scores leave the park: by the enterprise itself, by a filed agency, or straight to banks. */
export const DELIVERY_MODES = ['own-passport', 'agency', 'direct'] as const;
export type DeliveryMode = (typeof DELIVERY_MODES)[number];

export const RISK_ACCOUNTS = ['pool', 'funders', 'losses', 'recovered'] as const;
export type RiskAccount = (typeof RISK_ACCOUNTS)[number];

export const POSTING_KINDS = ['contribution', 'payout', 'recovery', 'reversal'] as const;
export type PostingKind = (typeof POSTING_KINDS)[number];
