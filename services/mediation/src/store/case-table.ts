import type { Deadline } from '@qinwu/domain/deadline';
import { bigint, boolean, date, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { ClosedReason } from '../injury-vocabulary.ts';
import type {
  AgreementForm,
  AgreementStanding,
  Category,
  Channel,
  ClockKind,
  Consent,
  Delegation,
  Light,
  Mode,
  NotAcceptedCode,
  Organisation,
  Outcome,
  PartyKind,
  Powers,
  Procedure,
  Side,
  State,
} from '../vocabulary.ts';

const withTimezone = { withTimezone: true } as const;

/** A party as it stands in clear: no name, no number. */
export interface PartyRow {
  id: string;
  side: Side;
  kind: PartyKind;
  /** Of an enterprise 统一社会信用代码. */
  uscc: string | null;
  /** The account a person reads the case with. */
  subject: string | null;
  consent: Consent;
  /** The party's address is kept from the other side 地址保密. */
  addressSealed: boolean;
  /** Where it came in after the application: since when. */
  joinedOn?: string;
  /** Of who stands for the party 授权委托书; the paper is a file. */
  mandate?: { subject: string | null; powers: Powers; file: string; byParty?: true };
}

/** The course of a work-injury application a case led to. */
interface InjuryCourse {
  id: string;
  number: string;
  state: string;
  /** Who was hurt, where the case names somebody. */
  party?: string | null;
  /** Why it was not transferred. */
  reason?: ClosedReason | null;
  sequence: number;
}

/** The first that stands, with the others: of further people, or not transferred. */
export interface InjuryApplicationRef extends InjuryCourse {
  others?: InjuryCourse[];
}

/** Mediation cases; columns as in migrations/0001-mediation.sql. */
export const disputeCase = pgTable('dispute_case', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  number: text('number').notNull(),
  version: integer('version').notNull(),
  ledgerHash: text('ledger_hash').notNull(),
  state: text('state').$type<State>().notNull(),

  category: text('category').$type<Category>().notNull(),
  labour: boolean('labour').notNull(),
  channel: text('channel').$type<Channel>().notNull(),
  /** Of what a court sent; null of what it sent before it could say. */
  delegation: text('delegation').$type<Delegation>(),
  oral: boolean('oral').notNull(),
  organisation: text('organisation').$type<Organisation>().notNull(),
  mode: text('mode').$type<Mode>(),
  gridCode: text('grid_code'),
  injury: boolean('injury').notNull(),
  workers: integer('workers').notNull(),
  amountClaimed: bigint('amount_claimed', { mode: 'bigint' }).notNull(),
  amountAgreed: bigint('amount_agreed', { mode: 'bigint' }),
  limitationFrom: date('limitation_from'),

  parties: jsonb('parties').$type<PartyRow[]>().notNull(),
  members: text('members').array().notNull(),
  mediators: uuid('mediators').array().notNull(),
  sealed: boolean('sealed').notNull(),
  content: text('content').notNull(),

  agreementForm: text('agreement_form').$type<AgreementForm>(),
  agreementNumber: text('agreement_number'),
  agreementStanding: text('agreement_standing').$type<AgreementStanding>(),
  draftUntil: date('draft_until'),
  outcome: text('outcome').$type<Outcome>(),
  notAcceptedCode: text('not_accepted_code').$type<NotAcceptedCode>(),
  archiveNumber: text('archive_number'),
  extended: boolean('extended').notNull(),
  /** What came of the ways beside it, the first filed first. */
  procedures: jsonb('procedures').$type<Procedure[]>(),

  grievanceId: uuid('grievance_id'),
  injuryApplication: jsonb('injury_application').$type<InjuryApplicationRef>(),
  source: text('source'),
  externalRef: text('external_ref'),
  /** The number as a keyed hash: what an erased case is known again by. */
  externalRefIndex: text('external_ref_index'),
  extension: jsonb('extension').$type<Record<string, unknown>>().notNull(),
  imported: boolean('imported').notNull(),
  filedBy: text('filed_by').notNull(),

  dueAt: timestamp('due_at', withTimezone),
  light: text('light').$type<Light>(),

  receivedOn: date('received_on').notNull(),
  registeredAt: timestamp('registered_at', withTimezone).notNull(),
  acceptedAt: timestamp('accepted_at', withTimezone),
  startedAt: timestamp('started_at', withTimezone),
  agreedAt: timestamp('agreed_at', withTimezone),
  effectiveOn: date('effective_on'),
  concludedOn: date('concluded_on'),
  performedOn: date('performed_on'),
  breachedOn: date('breached_on'),
  curedOn: date('cured_on'),
  archivedAt: timestamp('archived_at', withTimezone),
  recordedAt: timestamp('recorded_at', withTimezone).notNull(),
});
export type CaseRow = typeof disputeCase.$inferSelect;

/** A case to which nothing has happened yet. */
export const UNTOUCHED = {
  amountAgreed: null,
  sealed: false,
  agreementForm: null,
  agreementNumber: null,
  agreementStanding: null,
  draftUntil: null,
  outcome: null,
  notAcceptedCode: null,
  archiveNumber: null,
  extended: false,
  procedures: null,
  injuryApplication: null,
  imported: false,
  acceptedAt: null,
  startedAt: null,
  agreedAt: null,
  effectiveOn: null,
  concludedOn: null,
  performedOn: null,
  breachedOn: null,
  curedOn: null,
  archivedAt: null,
} as const satisfies Partial<CaseRow>;

/** Clocks of a case. */
export const caseClock = pgTable('case_clock', {
  id: uuid('id').primaryKey(),
  caseId: uuid('case_id').notNull(),
  parkId: text('park_id').notNull(),
  kind: text('kind').$type<ClockKind>().notNull(),
  ref: uuid('ref'),
  article: text('article').notNull(),
  official: boolean('official').notNull(),
  calendar: text('calendar').notNull(),
  deadline: jsonb('deadline').$type<Deadline>().notNull(),
  dueAt: timestamp('due_at', withTimezone).notNull(),
  provisional: boolean('provisional').notNull(),
  light: text('light').$type<Light>().notNull(),
  nextLightAt: timestamp('next_light_at', withTimezone),
  stoppedAt: timestamp('stopped_at', withTimezone),
  onTime: boolean('on_time'),
});
export type ClockRow = typeof caseClock.$inferSelect;
