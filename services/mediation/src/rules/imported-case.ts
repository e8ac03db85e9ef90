/** One row of an imported register of cases 调解台账: a new application, or a case of the past with its dates. */
import { type FieldError, fieldRules } from '@qinwu/domain/errors';
import { type LocalDate, localDateOf, startOfDay } from '@qinwu/domain/local-date';
import { parseYuan } from '@qinwu/domain/money';
import { z } from 'zod';
import { code, day, line, prose, uscc } from '../fields.ts';
import {
  AGREEMENT_FORMS,
  type AgreementForm,
  CATEGORY_CODES,
  CHANNELS,
  MODES,
  ORGANISATIONS,
  type Outcome,
  PARTY_KINDS,
  STATES,
  type State,
} from '../vocabulary.ts';
import { type IntakeBody, type PartyBody, yuan } from './intake-body.ts';
import { daysOutOfOrder, foreignColumns, missingColumns } from './past-columns.ts';

export const ImportedRow = z.object({
  externalRef: line(100),
  category: z.enum(CATEGORY_CODES),
  channel: z.enum(CHANNELS),
  organisation: z.enum(ORGANISATIONS).optional(),
  mode: z.enum(MODES).optional(),
  gridCode: code.optional(),
  title: line(200),
  facts: prose(10_000),
  oral: z.boolean().optional(),
  workers: z.int().min(1).max(100_000).optional(),
  limitationFrom: day.optional(),
  claimType: line(100).optional(),
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
  concludedOn: day.optional(),
  effectiveOn: day.optional(),
  performedOn: day.optional(),
  breachedOn: day.optional(),
  amountAgreed: yuan.optional(),
  agreementForm: z.enum(AGREEMENT_FORMS).optional(),
  agreementNumber: line(64).optional(),
  closingNote: prose(2000).optional(),
});
export type ImportedRow = z.output<typeof ImportedRow>;

/** Columns that only a case of the past may fill. */
const HISTORY_FIELDS = [
  'state',
  'receivedOn',
  'acceptedOn',
  'concludedOn',
  'effectiveOn',
  'performedOn',
  'breachedOn',
  'amountAgreed',
  'agreementForm',
  'agreementNumber',
  'closingNote',
] as const satisfies readonly (keyof ImportedRow)[];

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

/** The row as the application it is or once was. */
export function intakeOf(row: ImportedRow, source: string, extension: IntakeBody['extension']): IntakeBody {
  return {
    category: row.category,
    channel: row.channel,
    oral: row.oral,
    organisation: row.organisation,
    mode: row.mode,
    gridCode: row.gridCode,
    title: row.title,
    facts: row.facts,
    workers: row.workers,
    limitationFrom: row.limitationFrom,
    parties: [partyOf(row, 'applicant'), partyOf(row, 'respondent')],
    claims: [{ type: row.claimType ?? row.title, amount: row.amountClaimed }],
    source,
    externalRef: row.externalRef,
    extension,
  };
}

const OUTCOMES: Partial<Record<State, Outcome>> = {
  NOT_ACCEPTED: 'not-accepted',
  EFFECTIVE: 'agreed',
  PERFORMED: 'agreed',
  BREACHED: 'agreed',
  FAILED: 'failed',
  REFUSED: 'refused',
  WITHDRAWN: 'withdrawn',
  TIMED_OUT: 'timed-out',
};

/** What a case of the past sets beyond its application. */
export interface CasePast {
  state: State;
  receivedOn: LocalDate;
  registeredAt: Date;
  acceptedAt: Date | null;
  startedAt: Date | null;
  outcome: Outcome | null;
  concludedOn: LocalDate | null;
  agreementForm: AgreementForm | null;
  agreementNumber: string | null;
  amountAgreed: bigint | null;
  agreedAt: Date | null;
  effectiveOn: LocalDate | null;
  performedOn: LocalDate | null;
  breachedOn: LocalDate | null;
}

const ORDER = ['receivedOn', 'acceptedOn', 'concludedOn', 'effectiveOn', 'performedOn'] as const;

/** The columns a state cannot do without. */
function neededBy(state: State): readonly (keyof ImportedRow)[] {
  const outcome = OUTCOMES[state];
  if (outcome === undefined) return ['receivedOn'];
  if (outcome !== 'agreed') return ['receivedOn', 'concludedOn'];
  const agreed = ['receivedOn', 'concludedOn', 'effectiveOn', 'amountAgreed'] as const;
  if (state === 'PERFORMED') return [...agreed, 'performedOn'];
  return state === 'BREACHED' ? [...agreed, 'breachedOn'] : agreed;
}

/** What only an agreement has; a breach that was made good stays told of. */
const OF_AGREEMENT = [
  'effectiveOn',
  'breachedOn',
  'amountAgreed',
  'agreementForm',
  'agreementNumber',
] as const satisfies readonly (keyof ImportedRow)[];

/** The columns a state has never come to: each would be counted as if it had. */
function foreignTo(state: State): readonly (keyof ImportedRow)[] {
  const outcome = OUTCOMES[state];
  return [
    ...(outcome === undefined ? (['concludedOn'] as const) : []),
    ...(outcome === 'agreed' ? [] : OF_AGREEMENT),
    ...(state === 'PERFORMED' ? [] : (['performedOn'] as const)),
  ];
}

function* pastFaults(row: ImportedRow, state: State, today: LocalDate): Generator<FieldError> {
  yield* missingColumns(row, neededBy(state));
  yield* foreignColumns(row, foreignTo(state));
  yield* daysOutOfOrder(row, ORDER, { today });
  yield* daysOutOfOrder(row, ['breachedOn'], { from: row.effectiveOn ?? '', today });
  if (state === 'ARCHIVED' || state === 'AGREED') {
    const detail = { zh: '历史案件不以此状态导入', en: 'no case of the past comes in with this state' };
    yield { pointer: '/state', code: 'state-not-importable', detail };
  }
}

/** The past of the row's case; refuses what contradicts itself, every fault at once. */
export function pastOf(row: ImportedRow, now: Date): CasePast {
  const { state = 'REGISTERED', receivedOn = '', acceptedOn, effectiveOn, amountAgreed } = row;
  const errors = [...pastFaults(row, state, localDateOf(now))];
  if (errors.length > 0) throw fieldRules(errors);
  const at = (date: LocalDate | undefined): Date | null => (date === undefined ? null : startOfDay(date));
  const isAgreed = OUTCOMES[state] === 'agreed';
  return {
    state,
    receivedOn,
    registeredAt: startOfDay(receivedOn),
    acceptedAt: at(acceptedOn),
    startedAt: at(acceptedOn),
    outcome: OUTCOMES[state] ?? null,
    concludedOn: row.concludedOn ?? null,
    agreementForm: isAgreed ? (row.agreementForm ?? 'written') : null,
    agreementNumber: row.agreementNumber ?? null,
    amountAgreed: amountAgreed === undefined ? null : parseYuan(amountAgreed, '/amountAgreed'),
    agreedAt: isAgreed ? at(effectiveOn) : null,
    effectiveOn: effectiveOn ?? null,
    performedOn: row.performedOn ?? null,
    breachedOn: row.breachedOn ?? null,
  };
}
