import type { ColumnsOfForm } from '../column-pointers.ts';
import type { ImportedInjury } from './imported-row.ts';

/** The column behind each member of the form of an application; the rest is called alike in both. */
export const INJURY_FORM: ColumnsOfForm = {
  '/worker/name': 'workerName',
  '/worker/idType': 'workerIdType',
  '/worker/idNumber': 'workerIdNumber',
  '/worker/phone': 'workerPhone',
  '/applicant': 'applicantName',
  '/applicant/name': 'applicantName',
  '/applicant/relation': 'relation',
  '/employer/name': 'employerName',
  '/employer/uscc': 'employerUscc',
  '/event/occurredAt': 'occurredAt',
  '/event/firstDiagnosedAt': 'firstDiagnosedAt',
  '/event/diagnosedOn': 'diagnosedOn',
  '/event/diedAt': 'diedAt',
  '/event/place': 'place',
  '/event/injury': 'injury',
  '/event/hospital': 'hospital',
} satisfies Record<string, keyof ImportedInjury>;
