/** Banks, products, lines, funds, technology contracts; columns as in migrations/0004-money.sql and 0016. Amounts in fen. */
import { bigint, boolean, date, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type {
  BankKind,
  ContractKind,
  Eligibility,
  FundEventKind,
  FundPartner,
  LineState,
  ProductKind,
  ReportKind,
} from '../../money-words.ts';
import { recordColumns } from '../record-columns.ts';

const fen = (name: string) => bigint(name, { mode: 'bigint' });

export const bank = pgTable('bank', {
  ...recordColumns(),
  code: text('code').notNull(),
  name: text('name').notNull(),
  kind: text('kind').$type<BankKind>().notNull(),
  org: text('org'),
  parent: text('parent'),
  filingNumber: text('filing_number'),
  active: boolean('active').notNull(),
});
export type BankRow = typeof bank.$inferSelect;

export const product = pgTable('product', {
  ...recordColumns(),
  code: text('code').notNull(),
  name: text('name').notNull(),
  kind: text('kind').$type<ProductKind>().notNull(),
  tags: text('tags').array().notNull(),
  scheme: text('scheme'),
  eligibility: jsonb('eligibility').$type<Eligibility>().notNull(),
  active: boolean('active').notNull(),
});
export type ProductRow = typeof product.$inferSelect;

export const creditLine = pgTable('credit_line', {
  ...recordColumns(),
  number: text('number').notNull(),
  state: text('state').$type<LineState>().notNull(),
  uscc: text('uscc').notNull(),
  bank: text('bank').notNull(),
  product: text('product').notNull(),
  amountAsked: fen('amount_asked').notNull(),
  appliedOn: date('applied_on').notNull(),
  referredOn: date('referred_on'),
  decidedOn: date('decided_on'),
  amountApproved: fen('amount_approved'),
  amountPrevious: fen('amount_previous'),
  replaces: uuid('replaces'),
  startsOn: date('starts_on'),
  endsOn: date('ends_on'),
  guarantee: text('guarantee'),
  rateBp: integer('rate_bp'),
  reason: text('reason'),
  filedBy: text('filed_by').notNull(),
});
export type LineRow = typeof creditLine.$inferSelect;

export const lineReport = pgTable('line_report', {
  id: uuid('id').primaryKey(),
  lineId: uuid('line_id').notNull(),
  kind: text('kind').$type<ReportKind>().notNull(),
  amount: fen('amount').notNull(),
  onDay: date('on_day').notNull(),
  reference: text('reference'),
  discrepancy: text('discrepancy'),
  reportedBy: text('reported_by').notNull(),
  recordedAt: timestamp('recorded_at', { withTimezone: true }).notNull(),
});
export type ReportRow = typeof lineReport.$inferSelect;

export const fund = pgTable('fund', {
  ...recordColumns(),
  code: text('code').notNull(),
  name: text('name').notNull(),
  manager: text('manager').notNull(),
  filingNumber: text('filing_number'),
  committed: fen('committed').notNull(),
  partners: jsonb('partners').$type<readonly FundPartner[]>().notNull().default([]),
});
export type FundRow = typeof fund.$inferSelect;

export const fundInvestment = pgTable('fund_investment', {
  ...recordColumns(),
  fund: text('fund').notNull(),
  target: text('target').notNull(),
  targetUscc: text('target_uscc'),
  amount: fen('amount').notNull(),
  round: text('round'),
  shareBp: integer('share_bp'),
  investedOn: date('invested_on').notNull(),
  reinvestment: boolean('reinvestment').notNull(),
  landingProject: text('landing_project'),
  landingRatioBp: integer('landing_ratio_bp'),
  valid: boolean('valid').notNull(),
  note: text('note'),
});
export type InvestmentRow = typeof fundInvestment.$inferSelect;

export const fundEvent = pgTable('fund_event', {
  ...recordColumns(),
  fund: text('fund').notNull(),
  kind: text('kind').$type<FundEventKind>().notNull(),
  amount: fen('amount'),
  happenedOn: date('happened_on').notNull(),
  valid: boolean('valid').notNull(),
  note: text('note'),
});
export type FundEventRow = typeof fundEvent.$inferSelect;

export const techContract = pgTable('tech_contract', {
  ...recordColumns(),
  number: text('number').notNull(),
  kind: text('kind').$type<ContractKind>().notNull(),
  title: text('title').notNull(),
  seller: text('seller').notNull(),
  buyer: text('buyer').notNull(),
  amount: fen('amount').notNull(),
  signedOn: date('signed_on').notNull(),
  registeredOn: date('registered_on').notNull(),
  valid: boolean('valid').notNull(),
  reason: text('reason'),
});
export type ContractRow = typeof techContract.$inferSelect;
