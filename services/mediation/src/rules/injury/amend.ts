/** A correction of an application before it is handed over, checked as a whole. */
import type { Actor } from '@qinwu/domain/actor';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import type { LocalDate } from '@qinwu/domain/local-date';
import type { ApplicantKind, InjuryCause, LegalHead } from '../../injury-vocabulary.ts';
import type { InjuryContent } from './injury-content.ts';
import { type CheckedInjury, checkInjury } from './intake.ts';
import type { InjuryPatchBody, Stated } from './intake-body.ts';
import { unmasked } from './unmasked.ts';

export interface Before {
  applicantKind: ApplicantKind;
  cause: InjuryCause;
  legalHead: LegalHead | null;
  workerSubject: string | null;
  applicantSubject: string | null;
  employerUscc: string | null;
  baseOn: LocalDate | null;
  appliedOn: LocalDate;
  receivedOn: LocalDate;
  sensitiveConsent: boolean;
  content: InjuryContent;
}

/** The object without the members that are null, as a form leaves them out. */
function given<T extends object>(of: T): { [K in keyof T]?: Exclude<T[K], null> } {
  return Object.fromEntries(Object.entries(of).filter(([, value]) => value !== null)) as {
    [K in keyof T]?: Exclude<T[K], null>;
  };
}

function statedBefore({ content, ...row }: Before): Stated {
  const { worker, applicant, employer, injury } = content;
  const { occurredAt, firstDiagnosedAt, diedAt, place, course, hospital, hints } = content;
  return {
    applicantKind: row.applicantKind,
    cause: row.cause,
    legalHead: row.legalHead ?? undefined,
    worker: {
      ...(given(worker) as Stated['worker']),
      ...(row.workerSubject === null ? {} : { subject: row.workerSubject }),
    },
    ...(applicant === null
      ? {}
      : {
          applicant: {
            ...(given(applicant) as NonNullable<Stated['applicant']>),
            ...(row.applicantSubject === null ? {} : { subject: row.applicantSubject }),
          },
        }),
    employer: {
      ...(given(employer) as Stated['employer']),
      ...(row.employerUscc === null ? {} : { uscc: row.employerUscc }),
    },
    event: {
      ...given({ occurredAt, firstDiagnosedAt, diedAt, place, course, hospital }),
      // The day of the diagnosis stands in the row alone: the limits run from it.
      ...given({ diagnosedOn: row.cause === 'disease' ? row.baseOn : null }),
      injury: injury ?? '',
      hints,
    },
    sensitiveConsent: row.sensitiveConsent,
  };
}

/** A person as corrected; one whose name stays keeps the account, which the window is not shown. */
function personOf<P extends { name: string; subject?: string | null | undefined }>(
  patch: P,
  before: { name: string; subject?: string | undefined } | undefined,
): Omit<P, 'subject'> & { subject: string | undefined } {
  const { subject = patch.name === before?.name ? before.subject : undefined, ...rest } = patch;
  return { ...rest, subject: subject ?? undefined };
}

/** Nobody applied for what had not happened yet: a later day would hide that the limits were missed. */
function ensureApplied({ appliedOn, receivedOn, ...before }: Before, { cause, baseOn }: CheckedInjury): void {
  const last = appliedOn < receivedOn ? appliedOn : receivedOn;
  if (baseOn === before.baseOn || baseOn <= last) return;
  throw fieldRule(`/event/${cause === 'disease' ? 'diagnosedOn' : 'occurredAt'}`, 'event-after-receipt', {
    zh: `事故伤害发生或者诊断之日不能晚于申请、收件之日（${last}）`,
    en: `The day is after the application was made or received (${last})`,
  });
}

/** The application as it stands with the correction; refuses with every fault. */
export function checkInjuryPatch(
  before: Before,
  patch: InjuryPatchBody,
  actor: Actor,
  now: Date,
): CheckedInjury {
  if (before.content.injury === null && patch.event === undefined) {
    throw refuse('rule', 'event-missing', {
      zh: '请一并填写事故伤害或职业病的情况',
      en: 'Say what happened as well',
    });
  }
  const stated = statedBefore(before);
  const {
    worker,
    employer,
    applicant = stated.applicant,
    legalHead = stated.legalHead,
  } = unmasked(patch, before.content);
  const checked = checkInjury(
    {
      applicantKind: patch.applicantKind ?? stated.applicantKind,
      cause: patch.cause ?? stated.cause,
      worker: worker === undefined ? stated.worker : personOf(worker, stated.worker),
      employer: employer ?? stated.employer,
      event: patch.event ?? stated.event,
      sensitiveConsent: patch.sensitiveConsent ?? stated.sensitiveConsent,
      applicant:
        applicant === undefined || applicant === null ? undefined : personOf(applicant, stated.applicant),
      legalHead: legalHead ?? undefined,
    },
    actor,
    now,
  );
  ensureApplied(before, checked);
  return checked;
}
