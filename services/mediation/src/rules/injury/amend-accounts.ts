/** Which account reads an application for whom: nothing it says, so that it changes also once it was handed over or has ended. */
import { refuse } from '@qinwu/domain/errors';
import type { Before } from './amend.ts';
import type { InjuryPatchBody } from './intake-body.ts';
import { unmasked } from './unmasked.ts';

type Named = { name: string; subject?: string | null | undefined };

/** True where a person is named as before, and nothing else is said than the account. */
function isOfAccount(given: Named, stood: { name: string } | null): boolean {
  return (
    given.name === stood?.name && Object.keys(given).every((name) => name === 'name' || name === 'subject')
  );
}

/** The accounts as corrected; refuses whatever else a correction would change. */
export function amendedAccounts(
  before: Pick<Before, 'content' | 'workerSubject' | 'applicantSubject'>,
  patch: InjuryPatchBody,
): Pick<Before, 'workerSubject' | 'applicantSubject'> {
  const { content, workerSubject, applicantSubject } = before;
  const { worker, applicant, ...others } = unmasked(patch, content);
  const isNothingElse =
    Object.keys(others).length === 0 &&
    applicant !== null &&
    (worker === undefined || isOfAccount(worker, content.worker)) &&
    (applicant === undefined || isOfAccount(applicant, content.applicant));
  if (!isNothingElse) {
    throw refuse('conflict', 'application-not-open', {
      zh: '已移交或已终结的申请，除职工和申请人的账号（连同姓名）外不能更正',
      en: 'What was handed over or has ended stays as it is, but for the accounts of worker and applicant (with their names)',
    });
  }
  return {
    workerSubject: worker?.subject === undefined ? workerSubject : worker.subject,
    applicantSubject: applicant?.subject === undefined ? applicantSubject : applicant.subject,
  };
}
