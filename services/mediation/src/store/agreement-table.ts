import { bigint, boolean, date, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { AgreementStatus, SignatureKind, SignerKind } from '../vocabulary.ts';

const withTimezone = { withTimezone: true } as const;
const fen = { mode: 'bigint' } as const;

/** Agreements and what hangs on them; columns as in migrations/0004-agreements.sql. */
export const agreement = pgTable('agreement', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  caseId: uuid('case_id').notNull(),
  number: text('number').notNull(),
  revision: integer('revision').notNull(),
  status: text('status').$type<AgreementStatus>().notNull(),
  content: text('content').notNull(),
  textHash: text('text_hash').notNull(),
  amountClaimed: bigint('amount_claimed', fen).notNull(),
  amountAgreed: bigint('amount_agreed', fen).notNull(),
  performBy: date('perform_by').notNull(),
  reminderDays: integer('reminder_days').notNull(),
  confirmedBy: uuid('confirmed_by').array().notNull(),
  seal: text('seal'),
  sealedOn: date('sealed_on'),
  effectiveOn: date('effective_on'),
  /** When the text was drawn up as it stands. */
  draftedAt: timestamp('drafted_at', withTimezone).notNull(),
});
export type AgreementRow = typeof agreement.$inferSelect;

export const agreementSignature = pgTable('agreement_signature', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  caseId: uuid('case_id').notNull(),
  agreementId: uuid('agreement_id').notNull(),
  revision: integer('revision').notNull(),
  signerKind: text('signer_kind').$type<SignerKind>().notNull(),
  signer: text('signer').notNull(),
  kind: text('kind').$type<SignatureKind>().notNull(),
  textHash: text('text_hash').notNull(),
  scan: uuid('scan'),
  recordedBy: text('recorded_by').notNull(),
  signedAt: timestamp('signed_at', withTimezone).notNull(),
  voidedAt: timestamp('voided_at', withTimezone),
});
export type SignatureRow = typeof agreementSignature.$inferSelect;

export const agreementInstalment = pgTable('agreement_instalment', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  caseId: uuid('case_id').notNull(),
  agreementId: uuid('agreement_id').notNull(),
  revision: integer('revision').notNull(),
  seq: integer('seq').notNull(),
  dueOn: date('due_on').notNull(),
  amount: bigint('amount', fen).notNull(),
  paid: bigint('paid', fen).notNull(),
  payer: uuid('payer').notNull(),
  payee: uuid('payee').notNull(),
  settledOn: date('settled_on'),
  onTime: boolean('on_time'),
});
export type InstalmentRow = typeof agreementInstalment.$inferSelect;

export const instalmentPayment = pgTable('instalment_payment', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  caseId: uuid('case_id').notNull(),
  instalmentId: uuid('instalment_id').notNull(),
  amount: bigint('amount', fen).notNull(),
  paidOn: date('paid_on').notNull(),
  note: text('note'),
  evidence: uuid('evidence'),
  recordedBy: text('recorded_by').notNull(),
  recordedAt: timestamp('recorded_at', withTimezone).notNull(),
  voidedAt: timestamp('voided_at', withTimezone),
  voidedBy: text('voided_by'),
  voidReason: text('void_reason'),
});
export type PaymentRow = typeof instalmentPayment.$inferSelect;
