/** The risk-compensation pool; columns as in migrations/0006-risk-pool.sql. Amounts in fen. */
import { bigint, date, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { PostingKind, RiskAccount } from '../../money-words.ts';

const fen = (name: string) => bigint(name, { mode: 'bigint' });

export const riskPool = pgTable('risk_pool', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  code: text('code').notNull(),
  version: integer('version').notNull(),
  ledgerHash: text('ledger_hash').notNull(),
  name: text('name').notNull(),
  recordedAt: timestamp('recorded_at', { withTimezone: true }).notNull(),
});
export type PoolRow = typeof riskPool.$inferSelect;

export const riskAccount = pgTable('risk_account', {
  poolId: uuid('pool_id').notNull(),
  account: text('account').$type<RiskAccount>().notNull(),
  balance: fen('balance').notNull(),
});

export const riskPosting = pgTable('risk_posting', {
  id: uuid('id').primaryKey(),
  poolId: uuid('pool_id').notNull(),
  kind: text('kind').$type<PostingKind>().notNull(),
  amount: fen('amount').notNull(),
  onDay: date('on_day').notNull(),
  lineId: uuid('line_id'),
  reverses: uuid('reverses'),
  note: text('note'),
  postedBy: text('posted_by').notNull(),
  postedAt: timestamp('posted_at', { withTimezone: true }).notNull(),
});
export type PostingRow = typeof riskPosting.$inferSelect;

export const riskEntry = pgTable('risk_entry', {
  postingId: uuid('posting_id').notNull(),
  account: text('account').$type<RiskAccount>().notNull(),
  amount: fen('amount').notNull(),
});
