/** Words of financing that rules, store and routes share. */

export const BANK_KINDS = ['bank', 'branch', 'service-station', 'insurer'] as const;
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

export const CONTRACT_KINDS = ['development', 'transfer', 'licence', 'consulting', 'service'] as const;
export type ContractKind = (typeof CONTRACT_KINDS)[number];

/** Which enterprises a product is for; a member that is not given does not ask. */
export interface Eligibility {
  /** In points of 1/10,000. */
  readonly atLeast?: number | undefined;
  readonly grades?: readonly string[] | undefined;
  readonly stages?: readonly string[] | undefined;
  readonly divisions?: readonly string[] | undefined;
}
