/** A row of an imported register as the application it is or once was. */
import { type FieldError, fieldRules } from '@qinwu/domain/errors';
import { type LocalDate, localDateOf, startOfDay } from '@qinwu/domain/local-date';
import type {
  ClosedReason,
  Conclusion,
  EmployerExtension,
  ExcludedPeriod,
  InjuryState,
  Transfer,
} from '../../injury-vocabulary.ts';
import { gathering } from '../gather-faults.ts';
import { missingColumns } from '../past-columns.ts';
import type { Suspension } from './authority-limits.ts';
import { readExtensions, readPeriods, readSuspensions } from './entered-lists.ts';
import type { ImportedInjury } from './imported-row.ts';
import type { InjuryIntakeBody } from './intake-body.ts';
import { pastFaults } from './past-faults.ts';

/** Columns that only an application of the past may fill. */
export const HISTORY_FIELDS = [
  'state',
  'receivedOn',
  'employerExtensions',
  'excludedPeriods',
  'completeOn',
  'transferredOn',
  'receiver',
  'receiptNumber',
  'accidentOn',
  'acceptedOn',
  'simpleDecision',
  'suspendedPeriods',
  'withdrawnOn',
  'notTransferredReason',
  'duplicateOf',
  'conclusion',
  'concludedOn',
] as const satisfies readonly (keyof ImportedInjury)[];

/** The row as the application it is or once was. */
export function injuryBodyOf(row: ImportedInjury): InjuryIntakeBody {
  const { applicantName, workerIdNumber: idNumber, relation } = row;
  return {
    applicantKind: row.applicantKind,
    cause: row.cause,
    legalHead: row.legalHead,
    worker: {
      name: row.workerName,
      phone: row.workerPhone,
      ...(idNumber === undefined ? {} : { idType: row.workerIdType ?? 'citizen-id', idNumber }),
    },
    ...(applicantName === undefined ? {} : { applicant: { name: applicantName, relation } }),
    employer: { name: row.employerName, uscc: row.employerUscc },
    event: {
      occurredAt: row.occurredAt?.toISOString(),
      firstDiagnosedAt: row.firstDiagnosedAt?.toISOString(),
      diedAt: row.diedAt?.toISOString(),
      diagnosedOn: row.diagnosedOn,
      place: row.place,
      injury: row.injury ?? '',
      hospital: row.hospital,
    },
    sensitiveConsent: row.sensitiveConsent,
    delegated: row.delegated,
    materials: [],
  };
}

/** What an application of the past sets beyond what was applied for. */
export interface InjuryPast {
  state: InjuryState;
  appliedOn: LocalDate;
  receivedOn: LocalDate;
  receivedAt: Date;
  extensions: EmployerExtension[];
  excluded: ExcludedPeriod[];
  completeOn: LocalDate | null;
  transferredOn: LocalDate | null;
  transfer: Transfer | null;
  acceptedOn: LocalDate | null;
  withdrawnOn: LocalDate | null;
  notTransferredReason: ClosedReason | null;
  conclusion: Conclusion | null;
  concludedOn: LocalDate | null;
  movedOn: LocalDate;
  suspensions: Suspension[];
  simple: boolean | undefined;
}

/** The past of the row's application; refuses what contradicts itself, every fault at once. */
export function injuryPastOf(row: ImportedInjury, now: Date): InjuryPast {
  const {
    state = 'RECEIVED',
    receivedOn = '',
    completeOn = null,
    transferredOn = null,
    concludedOn = null,
    withdrawnOn = null,
  } = row;
  const { attempt, errors } = gathering();
  const today = localDateOf(now);
  errors.push(...pastFaults(row, state, today));
  const extensions = attempt(() => readExtensions(row.employerExtensions, today)) ?? [];
  const excluded = attempt(() => readPeriods(row.excludedPeriods, today)) ?? [];
  const { acceptedOn, simpleDecision: simple } = row;
  const suspensions =
    attempt(() =>
      readSuspensions(row.suspendedPeriods, { acceptedOn, isSuspended: state === 'SUSPENDED', today }),
    ) ?? [];
  if (errors.length > 0) throw fieldRules(errors);
  const { receiver = '', receiptNumber = '' } = row;
  return {
    state,
    appliedOn: receivedOn,
    receivedOn,
    receivedAt: startOfDay(receivedOn),
    extensions,
    excluded,
    completeOn,
    transferredOn,
    transfer:
      transferredOn === null
        ? null
        : { receiver, receiptNumber, transferredOn, incomplete: completeOn === null },
    acceptedOn: acceptedOn ?? null,
    withdrawnOn,
    notTransferredReason: row.notTransferredReason ?? null,
    conclusion: row.conclusion ?? null,
    concludedOn,
    movedOn:
      concludedOn ??
      withdrawnOn ??
      suspensions.at(-1)?.from ??
      acceptedOn ??
      transferredOn ??
      completeOn ??
      receivedOn,
    suspensions,
    simple,
  };
}

/** Refuses the columns of the past in a row that is a new application. */
export function ensureNewInjury(row: ImportedInjury): void {
  const errors = HISTORY_FIELDS.filter((name) => row[name] !== undefined).map(
    (name): FieldError => ({
      pointer: `/${name}`,
      code: 'history-not-allowed',
      detail: {
        zh: '只有持 import:history 并写明状态的历史申请可填写',
        en: 'only an application of the past, imported with import:history and its state, has this',
      },
    }),
  );
  errors.push(...missingColumns(row, ['injury', 'employerUscc']));
  if (errors.length > 0) throw fieldRules(errors);
}
