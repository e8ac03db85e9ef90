/** One row of an imported register of cases 调解台账: a new application, or a case of the past with its dates. */
import { type FieldError, fieldRules } from '@qinwu/domain/errors';
import { z } from 'zod';
import { code, day, line, prose, uscc } from '../fields.ts';
import {
  AGREEMENT_FORMS,
  CATEGORY_CODES,
  CHANNELS,
  DELEGATIONS,
  MODES,
  NOT_ACCEPTED_CODES,
  ORGANISATIONS,
  OUTCOMES,
  PARTY_KINDS,
  STATES,
} from '../vocabulary.ts';
import { type IntakeBody, type PartyBody, yuan } from './intake-body.ts';

/** Characters of what a claim is about. */
const CLAIM_TYPE = 100;

export const ImportedRow = z.object({
  externalRef: line(100),
  category: z.enum(CATEGORY_CODES),
  channel: z.enum(CHANNELS),
  delegation: z.enum(DELEGATIONS).optional(),
  organisation: z.enum(ORGANISATIONS).optional(),
  mode: z.enum(MODES).optional(),
  gridCode: code.optional(),
  title: line(200),
  facts: prose(10_000),
  oral: z.boolean().optional(),
  workers: z.int().min(1).max(100_000).optional(),
  limitationFrom: day.optional(),
  claimType: line(CLAIM_TYPE).optional(),
  amountClaimed: yuan,
  applicantKind: z.enum(PARTY_KINDS).optional(),
  applicantName: line(200),
  applicantUscc: uscc.optional(),
  applicantIdNumber: line(32).optional(),
  applicantPhone: line(32).optional(),
  applicantRepresentative: line(100).optional(),
  respondentKind: z.enum(PARTY_KINDS).optional(),
  respondentName: line(200),
  respondentUscc: uscc.optional(),
  respondentPhone: line(32).optional(),

  state: z.enum(STATES).optional(),
  receivedOn: day.optional(),
  acceptedOn: day.optional(),
  extendedDays: z.int().min(1).max(60).optional(),
  agreedOn: day.optional(),
  outcome: z.enum(OUTCOMES).optional(),
  notAcceptedCode: z.enum(NOT_ACCEPTED_CODES).optional(),
  concludedOn: day.optional(),
  effectiveOn: day.optional(),
  performedOn: day.optional(),
  breachedOn: day.optional(),
  curedOn: day.optional(),
  amountAgreed: yuan.optional(),
  agreementForm: z.enum(AGREEMENT_FORMS).optional(),
  agreementNumber: line(64).optional(),
  closingNote: prose(2000).optional(),
  archiveNumber: line(64).optional(),
  archivedOn: day.optional(),
});
export type ImportedRow = z.output<typeof ImportedRow>;

/** Columns that only a case of the past may fill. */
const HISTORY_FIELDS = [
  'state',
  'receivedOn',
  'acceptedOn',
  'extendedDays',
  'agreedOn',
  'outcome',
  'notAcceptedCode',
  'concludedOn',
  'effectiveOn',
  'performedOn',
  'breachedOn',
  'curedOn',
  'amountAgreed',
  'agreementForm',
  'agreementNumber',
  'closingNote',
  'archiveNumber',
  'archivedOn',
] as const satisfies readonly (keyof ImportedRow)[];

/** What an export masks of persons; what an enterprise is called is no secret. */
export function maskableIn({ applicantKind, respondentKind }: ImportedRow): (keyof ImportedRow)[] {
  return [
    ...((applicantKind ?? 'person') === 'person' ? (['applicantName'] as const) : []),
    'applicantIdNumber',
    'applicantPhone',
    'applicantRepresentative',
    ...(respondentKind === 'person' ? (['respondentName'] as const) : []),
    'respondentPhone',
  ];
}

/** True where the row tells of a case that has its past behind it. */
export function isHistory(row: ImportedRow): boolean {
  return row.state !== undefined;
}

/** Refuses the columns of the past in a row that is a new application. */
export function ensureIntake(row: ImportedRow): void {
  const errors = HISTORY_FIELDS.filter((name) => row[name] !== undefined).map(
    (name): FieldError => ({
      pointer: `/${name}`,
      code: 'history-not-allowed',
      detail: {
        zh: '只有持 import:history 并写明状态的历史案件可填写',
        en: 'only a case of the past, imported with import:history and its state, has this',
      },
    }),
  );
  if (errors.length > 0) throw fieldRules(errors);
}

function partyOf(row: ImportedRow, side: 'applicant' | 'respondent'): PartyBody {
  const isApplicant = side === 'applicant';
  const idNumber = isApplicant ? row.applicantIdNumber : undefined;
  const representative = isApplicant ? row.applicantRepresentative : undefined;
  return {
    side,
    kind: (isApplicant ? row.applicantKind : row.respondentKind) ?? (isApplicant ? 'person' : 'enterprise'),
    name: isApplicant ? row.applicantName : row.respondentName,
    uscc: isApplicant ? row.applicantUscc : row.respondentUscc,
    phone: isApplicant ? row.applicantPhone : row.respondentPhone,
    ...(idNumber === undefined ? {} : { idType: 'citizen-id', idNumber }),
    ...(representative === undefined ? {} : { representative: { name: representative } }),
  };
}

/** A title may be longer than a claim. */
function shortened(title: string): string {
  return Array.from(title).slice(0, CLAIM_TYPE).join('');
}

/** The row as the application it is or once was. */
export function intakeOf(row: ImportedRow, source: string, extension: IntakeBody['extension']): IntakeBody {
  return {
    category: row.category,
    channel: row.channel,
    delegation: row.delegation,
    oral: row.oral,
    organisation: row.organisation,
    mode: row.mode,
    gridCode: row.gridCode,
    title: row.title,
    facts: row.facts,
    workers: row.workers,
    limitationFrom: row.limitationFrom,
    parties: [partyOf(row, 'applicant'), partyOf(row, 'respondent')],
    claims: [{ type: row.claimType ?? shortened(row.title), amount: row.amountClaimed }],
    source,
    externalRef: row.externalRef,
    extension,
  };
}
