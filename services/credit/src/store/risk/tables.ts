/** The risk-compensation pool; columns as in migrations/0006-risk-pool.sql. Amounts in fen. */
import { bigint, date, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { PostingKind, RiskAccount } from '../../money-words.ts';
import { recordColumns } from '../record-columns.ts';

const fen = (name: string) => bigint(name, { mode: 'bigint' });

export const riskPool = pgTable('risk_pool', {
  ...recordColumns(),
  code: text('code').notNull(),
  name: text('name').notNull(),
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
