import { z } from 'zod';
import { day, line, prose, uscc } from '../../fields.ts';
import {
  APPLICANT_KINDS,
  CLOSED_REASONS,
  CONCLUSIONS,
  INJURY_CAUSES,
  INJURY_STATES,
  LEGAL_HEADS,
} from '../../injury-vocabulary.ts';

/** One row of an imported register of work-injury applications 工伤认定申请台账. */
export const ImportedInjury = z.object({
  externalRef: line(100),
  applicantKind: z.enum(APPLICANT_KINDS),
  cause: z.enum(INJURY_CAUSES),
  legalHead: z.enum(LEGAL_HEADS).optional(),
  workerName: line(100),
  /** Of a citizen where it is not said. */
  workerIdType: z.enum(['citizen-id', 'passport', 'other']).optional(),
  workerIdNumber: line(32).optional(),
  workerPhone: line(32).optional(),
  applicantName: line(200).optional(),
  relation: line(100).optional(),
  employerName: line(200),
  employerUscc: uscc.optional(),
  occurredAt: z.date().optional(),
  /** The day, where nothing else is told of the accident: the consent is missing. */
  accidentOn: day.optional(),
  firstDiagnosedAt: z.date().optional(),
  diedAt: z.date().optional(),
  diagnosedOn: day.optional(),
  place: line(300).optional(),
  injury: prose(2000).optional(),
  hospital: line(200).optional(),
  sensitiveConsent: z.boolean(),
  delegated: z.boolean().optional(),

  state: z.enum(INJURY_STATES).optional(),
  receivedOn: day.optional(),
  /** Lists, as rules/injury/entered-lists.ts reads them. */
  employerExtensions: line(2000).optional(),
  excludedPeriods: line(2000).optional(),
  completeOn: day.optional(),
  transferredOn: day.optional(),
  receiver: line(200).optional(),
  receiptNumber: line(100).optional(),
  acceptedOn: day.optional(),
  /** To be decided in fifteen days. */
  simpleDecision: z.boolean().optional(),
  /** A list, as above. */
  suspendedPeriods: line(2000).optional(),
  withdrawnOn: day.optional(),
  notTransferredReason: z.enum(CLOSED_REASONS).optional(),
  /** The number, in the same source, of the application that goes on. */
  duplicateOf: line(100).optional(),
  conclusion: z.enum(CONCLUSIONS).optional(),
  concludedOn: day.optional(),
});
export type ImportedInjury = z.output<typeof ImportedInjury>;

/** What an export masks of persons. */
export const MASKABLE = [
  'workerName',
  'workerIdNumber',
  'workerPhone',
  'applicantName',
] as const satisfies readonly (keyof ImportedInjury)[];
