import type { Deadline } from '@qinwu/domain/deadline';
import { boolean, date, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type {
  ApplicantKind,
  ClosedReason,
  Conclusion,
  CorrectionNotice,
  DecisionPaper,
  EmployerExtension,
  ExcludedPeriod,
  InjuryCause,
  InjuryClockKind,
  InjuryState,
  LaterMaterial,
  LegalHead,
  Material,
  NamedInjury,
  Transfer,
} from '../injury-vocabulary.ts';
import type { Light } from '../vocabulary.ts';

const withTimezone = { withTimezone: true } as const;

/** Applications for recognition of a work injury; columns as in migrations/0006-injury.sql. */
export const injuryApplication = pgTable('injury_application', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  number: text('number').notNull(),
  version: integer('version').notNull(),
  ledgerHash: text('ledger_hash').notNull(),
  state: text('state').$type<InjuryState>().notNull(),

  applicantKind: text('applicant_kind').$type<ApplicantKind>().notNull(),
  cause: text('cause').$type<InjuryCause>().notNull(),
  legalHead: text('legal_head').$type<LegalHead>(),
  employerUscc: text('employer_uscc'),
  workerSubject: text('worker_subject'),
  applicantSubject: text('applicant_subject'),
  members: text('members').array().notNull(),
  baseOn: date('base_on'),
  delegated: boolean('delegated').notNull(),
  sensitiveConsent: boolean('sensitive_consent').notNull(),
  // Keyed hashes, by migrations/0028-withdrawn-at-the-authority.sql unique among those that stand.
  accidentIdIndex: text('accident_id_index'),
  accidentPhoneIndex: text('accident_phone_index'),
  content: text('content').notNull(),

  materials: jsonb('materials').$type<Material[]>().notNull(),
  later: jsonb('later').$type<LaterMaterial[]>().notNull(),
  notices: jsonb('notices').$type<CorrectionNotice[]>().notNull(),
  excluded: jsonb('excluded').$type<ExcludedPeriod[]>().notNull(),
  extensions: jsonb('extensions').$type<EmployerExtension[]>().notNull(),
  transfer: jsonb('transfer').$type<Transfer>(),
  decisions: jsonb('decisions').$type<DecisionPaper[]>().notNull(),
  notTransferredReason: text('not_transferred_reason').$type<ClosedReason>(),
  duplicateOf: jsonb('duplicate_of').$type<NamedInjury>(),
  duplicates: jsonb('duplicates').$type<NamedInjury[]>().notNull(),
  conclusion: text('conclusion').$type<Conclusion>(),

  caseId: uuid('case_id'),
  // Of that case: who was hurt, where it names somebody.
  partyId: uuid('party_id'),
  imported: boolean('imported').notNull(),
  filedBy: text('filed_by').notNull(),
  enteredByStaff: boolean('entered_by_staff').notNull(),

  dueAt: timestamp('due_at', withTimezone),
  light: text('light').$type<Light>(),

  appliedOn: date('applied_on').notNull(),
  receivedOn: date('received_on').notNull(),
  completeOn: date('complete_on'),
  transferredOn: date('transferred_on'),
  acceptedOn: date('accepted_on'),
  concludedOn: date('concluded_on'),
  // The day of which the applicant withdrew it at the authority.
  withdrawnOn: date('withdrawn_on'),
  movedOn: date('moved_on').notNull(),
  receivedAt: timestamp('received_at', withTimezone).notNull(),
  recordedAt: timestamp('recorded_at', withTimezone).notNull(),
});
export type InjuryRow = typeof injuryApplication.$inferSelect;

export const injuryClock = pgTable('injury_clock', {
  id: uuid('id').primaryKey(),
  applicationId: uuid('application_id').notNull(),
  parkId: text('park_id').notNull(),
  kind: text('kind').$type<InjuryClockKind>().notNull(),
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
export type InjuryClockRow = typeof injuryClock.$inferSelect;
