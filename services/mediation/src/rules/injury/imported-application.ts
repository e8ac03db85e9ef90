/** One row of an imported register of work-injury applications 工伤认定申请台账. */
import { type FieldError, fieldRules } from '@qinwu/domain/errors';
import { type LocalDate, localDateOf, startOfDay } from '@qinwu/domain/local-date';
import { z } from 'zod';
import { day, line, prose, uscc } from '../../fields.ts';
import {
  APPLICANT_KINDS,
  CONCLUSIONS,
  type Conclusion,
  INJURY_CAUSES,
  INJURY_STATES,
  type InjuryState,
  LEGAL_HEADS,
  NOT_TRANSFERRED_REASONS,
  type NotTransferredReason,
  type Transfer,
} from '../../injury-vocabulary.ts';
import type { InjuryIntakeBody } from './intake-body.ts';
import { pastFaults } from './past-faults.ts';

export const ImportedInjury = z.object({
  externalRef: line(100),
  applicantKind: z.enum(APPLICANT_KINDS),
  cause: z.enum(INJURY_CAUSES),
  legalHead: z.enum(LEGAL_HEADS).optional(),
  workerName: line(100),
  workerIdNumber: line(32).optional(),
  workerPhone: line(32).optional(),
  applicantName: line(200).optional(),
  relation: line(100).optional(),
  employerName: line(200),
  employerUscc: uscc,
  occurredAt: z.date().optional(),
  diagnosedOn: day.optional(),
  place: line(300).optional(),
  injury: prose(2000),
  hospital: line(200).optional(),
  sensitiveConsent: z.boolean(),
  delegated: z.boolean().optional(),

  state: z.enum(INJURY_STATES).optional(),
  receivedOn: day.optional(),
  completeOn: day.optional(),
  transferredOn: day.optional(),
  receiver: line(200).optional(),
  receiptNumber: line(100).optional(),
  notTransferredReason: z.enum(NOT_TRANSFERRED_REASONS).optional(),
  conclusion: z.enum(CONCLUSIONS).optional(),
  concludedOn: day.optional(),
});
export type ImportedInjury = z.output<typeof ImportedInjury>;

/** Columns that only an application of the past may fill. */
export const HISTORY_FIELDS = [
  'state',
  'receivedOn',
  'completeOn',
  'transferredOn',
  'receiver',
  'receiptNumber',
  'notTransferredReason',
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
      ...(idNumber === undefined ? {} : { idType: 'citizen-id' as const, idNumber }),
    },
    ...(applicantName === undefined ? {} : { applicant: { name: applicantName, relation } }),
    employer: { name: row.employerName, uscc: row.employerUscc },
    event: {
      occurredAt: row.occurredAt?.toISOString(),
      diagnosedOn: row.diagnosedOn,
      place: row.place,
      injury: row.injury,
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
  completeOn: LocalDate | null;
  transferredOn: LocalDate | null;
  transfer: Transfer | null;
  notTransferredReason: NotTransferredReason | null;
  conclusion: Conclusion | null;
  concludedOn: LocalDate | null;
  movedOn: LocalDate;
}

/** The past of the row's application; refuses what contradicts itself, every fault at once. */
export function injuryPastOf(row: ImportedInjury, now: Date): InjuryPast {
  const {
    state = 'RECEIVED',
    receivedOn = '',
    completeOn = null,
    transferredOn = null,
    concludedOn = null,
  } = row;
  const errors = [...pastFaults(row, state, localDateOf(now))];
  if (errors.length > 0) throw fieldRules(errors);
  const { receiver = '', receiptNumber = '' } = row;
  return {
    state,
    appliedOn: receivedOn,
    receivedOn,
    receivedAt: startOfDay(receivedOn),
    completeOn,
    transferredOn,
    transfer:
      transferredOn === null
        ? null
        : { receiver, receiptNumber, transferredOn, incomplete: completeOn === null },
    notTransferredReason: row.notTransferredReason ?? null,
    conclusion: row.conclusion ?? null,
    concludedOn,
    movedOn: concludedOn ?? transferredOn ?? completeOn ?? receivedOn,
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
  if (errors.length > 0) throw fieldRules(errors);
}
