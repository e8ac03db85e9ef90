/** The past of an imported case: what its state needs, what it contradicts, and what the case is set to by it. */
import { type FieldError, fieldRules } from '@qinwu/domain/errors';
import { type LocalDate, localDateOf, startOfDay } from '@qinwu/domain/local-date';
import { parseYuan } from '@qinwu/domain/money';
import {
  type AgreementForm,
  isLabour,
  type NotAcceptedCode,
  type Outcome,
  type State,
} from '../vocabulary.ts';
import type { ImportedRow } from './imported-case.ts';
import { daysOutOfOrder, foreignColumns, missingColumns } from './past-columns.ts';

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
  extended: boolean;
  outcome: Outcome | null;
  notAcceptedCode: NotAcceptedCode | null;
  concludedOn: LocalDate | null;
  agreementForm: AgreementForm | null;
  agreementNumber: string | null;
  amountAgreed: bigint | null;
  agreedAt: Date | null;
  effectiveOn: LocalDate | null;
  performedOn: LocalDate | null;
  breachedOn: LocalDate | null;
  curedOn: LocalDate | null;
  archiveNumber: string | null;
  archivedAt: Date | null;
}

const ORDER = [
  'receivedOn',
  'acceptedOn',
  'concludedOn',
  'effectiveOn',
  'performedOn',
  'archivedOn',
] as const satisfies readonly (keyof ImportedRow)[];

/** How the case ended: by its state; one that is archived says it itself. */
function outcomeOf({ outcome }: ImportedRow, state: State): Outcome | undefined {
  return state === 'ARCHIVED' ? outcome : OUTCOMES[state];
}

/** True of an archived agreement that was broken and never made good. */
const staysBroken = ({ breachedOn, curedOn }: ImportedRow): boolean =>
  breachedOn !== undefined && curedOn === undefined;

/** The columns a state cannot do without; what is archived after an agreement was performed, or broken for good. */
function neededBy(
  row: ImportedRow,
  state: State,
  outcome: Outcome | undefined,
): readonly (keyof ImportedRow)[] {
  const archived = state === 'ARCHIVED' ? (['outcome', 'concludedOn', 'archiveNumber'] as const) : [];
  if (state === 'AGREED') return ['receivedOn', 'agreedOn', 'amountAgreed'];
  if (outcome === undefined) return ['receivedOn', ...archived];
  if (outcome !== 'agreed') return ['receivedOn', 'concludedOn', ...archived];
  const agreed = ['receivedOn', 'concludedOn', 'effectiveOn', 'amountAgreed', ...archived] as const;
  if (state === 'PERFORMED' || (state === 'ARCHIVED' && !staysBroken(row))) return [...agreed, 'performedOn'];
  return state === 'BREACHED' ? [...agreed, 'breachedOn'] : agreed;
}

/** What only an agreement has; a breach that was made good stays told of. */
const OF_AGREEMENT = [
  'agreedOn',
  'effectiveOn',
  'breachedOn',
  'curedOn',
  'amountAgreed',
  'agreementForm',
  'agreementNumber',
] as const satisfies readonly (keyof ImportedRow)[];

/** What stands agreed before the signatures. */
const BEFORE_EFFECT: readonly (keyof ImportedRow)[] = ['agreedOn', 'amountAgreed', 'agreementForm'];

function foreignOfAgreement(state: State, outcome: Outcome | undefined): readonly (keyof ImportedRow)[] {
  if (outcome === 'agreed') return state === 'BREACHED' ? ['curedOn'] : [];
  return state === 'AGREED' ? OF_AGREEMENT.filter((name) => !BEFORE_EFFECT.includes(name)) : OF_AGREEMENT;
}

/** The columns a state has never come to: each would be counted as if it had. */
function foreignTo(state: State, outcome: Outcome | undefined): readonly (keyof ImportedRow)[] {
  const isArchived = state === 'ARCHIVED';
  const isPerformed = outcome === 'agreed' && (state === 'PERFORMED' || isArchived);
  return [
    ...(outcome === undefined && !isArchived ? (['concludedOn'] as const) : []),
    ...foreignOfAgreement(state, outcome),
    ...(outcome === 'not-accepted' ? [] : (['notAcceptedCode'] as const)),
    ...(isPerformed ? [] : (['performedOn'] as const)),
    ...(isArchived ? [] : (['archiveNumber', 'archivedOn'] as const)),
  ];
}

/** What the row says of itself twice, and not the same. */
function* contradictions(row: ImportedRow, state: State): Generator<FieldError> {
  const code = 'state-contradicted';
  if (row.outcome !== undefined && row.outcome !== outcomeOf(row, state)) {
    yield { pointer: '/outcome', code, detail: { zh: '与状态不符', en: 'is not what the state says' } };
  }
  if (row.agreementForm !== 'oral') return;
  if (isLabour(row.category)) {
    const detail = {
      zh: '劳动争议的调解协议须为书面（调解仲裁法第十四条）',
      en: 'a labour agreement is written',
    };
    yield { pointer: '/agreementForm', code: 'written-agreement-required', detail };
  }
  if (state !== 'AGREED') return;
  const detail = { zh: '口头协议达成即生效', en: 'an oral agreement is in effect when it is reached' };
  yield { pointer: '/agreementForm', code, detail };
}

function* pastFaults(row: ImportedRow, state: State, today: LocalDate): Generator<FieldError> {
  const outcome = outcomeOf(row, state);
  yield* contradictions(row, state);
  yield* missingColumns(row, neededBy(row, state, outcome));
  if (row.curedOn !== undefined) yield* missingColumns(row, ['breachedOn']);
  yield* foreignColumns(row, foreignTo(state, outcome));
  yield* daysOutOfOrder(row, ORDER, { today });
  // What was agreed may be recorded after the day it is in effect from.
  yield* daysOutOfOrder(row, ['agreedOn'], { from: row.acceptedOn ?? row.receivedOn ?? '', today });
  yield* daysOutOfOrder(row, ['breachedOn', 'curedOn'], { from: row.effectiveOn ?? '', today });
}

const at = (date: LocalDate | undefined): Date | null => (date === undefined ? null : startOfDay(date));

/** What was agreed, and what became of it. */
function agreementOf(row: ImportedRow, isAgreed: boolean) {
  const { amountAgreed, effectiveOn } = row;
  return {
    agreementForm: isAgreed ? (row.agreementForm ?? 'written') : null,
    agreementNumber: row.agreementNumber ?? null,
    amountAgreed: amountAgreed === undefined ? null : parseYuan(amountAgreed, '/amountAgreed'),
    agreedAt: isAgreed ? at(row.agreedOn ?? effectiveOn) : null,
    effectiveOn: effectiveOn ?? null,
    performedOn: row.performedOn ?? null,
    breachedOn: row.breachedOn ?? null,
    curedOn: row.curedOn ?? null,
  };
}

/** The past of the row's case; refuses what contradicts itself, every fault at once. */
export function pastOf(row: ImportedRow, now: Date): CasePast {
  const { state = 'REGISTERED', receivedOn = '', acceptedOn } = row;
  const errors = [...pastFaults(row, state, localDateOf(now))];
  if (errors.length > 0) throw fieldRules(errors);
  const outcome = outcomeOf(row, state) ?? null;
  return {
    state,
    receivedOn,
    registeredAt: startOfDay(receivedOn),
    acceptedAt: at(acceptedOn),
    startedAt: at(acceptedOn),
    extended: row.extendedDays !== undefined,
    outcome,
    notAcceptedCode: row.notAcceptedCode ?? null,
    concludedOn: row.concludedOn ?? null,
    ...agreementOf(row, outcome === 'agreed' || state === 'AGREED'),
    archiveNumber: row.archiveNumber ?? null,
    archivedAt: at(row.archivedOn),
  };
}
