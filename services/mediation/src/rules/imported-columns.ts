import type { ColumnsOfForm } from './column-pointers.ts';
import type { ImportedRow } from './imported-case.ts';

/** The column behind each member of the form of a case, whose first party is the applicant; the rest is called alike in both. */
export const CASE_FORM: ColumnsOfForm = {
  // Of the parties as a whole a row can lack the representative of a group alone.
  '/parties': 'applicantRepresentative',
  '/parties/0': 'applicantName',
  '/parties/0/kind': 'applicantKind',
  '/parties/0/name': 'applicantName',
  '/parties/0/uscc': 'applicantUscc',
  '/parties/0/idNumber': 'applicantIdNumber',
  '/parties/0/phone': 'applicantPhone',
  '/parties/0/representative/name': 'applicantRepresentative',
  '/parties/1': 'respondentName',
  '/parties/1/kind': 'respondentKind',
  '/parties/1/name': 'respondentName',
  '/parties/1/uscc': 'respondentUscc',
  '/parties/1/phone': 'respondentPhone',
  '/claims/0/type': 'claimType',
  '/claims/0/amount': 'amountClaimed',
} satisfies Record<string, keyof ImportedRow>;
