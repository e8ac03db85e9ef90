/** Who may file an application, and whose accounts they may name in it: an account reads the application and withdraws it. */
import { type Actor, hasRole } from '@qinwu/domain/actor';
import { type FieldError, fieldRules } from '@qinwu/domain/errors';
import type { ApplicantKind } from '../../injury-vocabulary.ts';
import { STAFF } from '../../who.ts';
import type { Gathering } from '../gather-faults.ts';
import type { Stated } from './intake-body.ts';
import { injuryStandingOf } from './standing.ts';

const isStaff = (actor: Actor): boolean => hasRole(actor, ...STAFF, 'client');

/** True where the staff typed in what others came with: none of their own matters, nor what another system sent. */
export function isEnteredByStaff(actor: Actor, filed: Parameters<typeof injuryStandingOf>[1]): boolean {
  const standing = injuryStandingOf(actor, filed);
  const isConcerned = standing === 'worker' || standing === 'applicant' || standing === 'employer';
  return hasRole(actor, ...STAFF) && !isConcerned;
}

/** The kinds of applicant that each person of the form can be. */
const APPLIES_AS = {
  worker: ['worker'],
  applicant: ['relative', 'union'],
} as const satisfies Record<string, readonly ApplicantKind[]>;

function isWho(who: keyof typeof APPLIES_AS, { applicantKind }: Stated): boolean {
  return APPLIES_AS[who].some((kind) => kind === applicantKind);
}

/** That the authority has it when we have it 委托收件 stops the limits of the law: only the window can say so. */
export function checkDelegated(
  { delegated }: { delegated?: boolean | undefined },
  actor: Actor,
  { fault }: Gathering,
): void {
  if (delegated !== true || hasRole(actor, 'dispatcher', 'supervisor', 'admin')) return;
  fault('/delegated', 'delegated-not-yours', {
    zh: '委托收件只能由窗口登记',
    en: 'Only the window records that it receives on behalf of the authority',
  });
}

/** Whoever applies for themselves does so for nobody else. */
export function checkFiler(body: Stated, actor: Actor, { fault }: Gathering): void {
  // An administrator brings in whole registers, and files no application.
  if (isStaff(actor) || hasRole(actor, 'admin')) return;
  const isFirm = hasRole(actor, 'enterprise') && actor.org !== null;
  const isEmployer = body.applicantKind === 'employer';
  if (isEmployer && !(isFirm && body.employer.uscc?.toUpperCase() === actor.org)) {
    fault('/employer/uscc', 'employer-not-yours', {
      zh: '只能为本单位申请',
      en: 'Apply for your own enterprise',
    });
  }
  if (!isEmployer && isFirm && !hasRole(actor, 'party', 'citizen')) {
    fault('/applicantKind', 'applicant-not-you', {
      zh: '单位只能以用人单位身份申请',
      en: 'An enterprise applies as the employer',
    });
  }
}

const NAMED = ['worker', 'applicant'] as const;

/** The persons of a form or of a correction, as far as their accounts go. */
type Named = { [who in (typeof NAMED)[number]]?: { subject?: string | null | undefined } | null | undefined };

/** An account of their own would let the staff withdraw what somebody else applied for, without a paper. */
function faultOfOwn(who: keyof typeof APPLIES_AS): FieldError {
  return {
    pointer: `/${who}/subject`,
    code: 'subject-own',
    detail: {
      zh: '工作人员不能把自己的账号登记为职工或申请人的账号，本人确系当事人的由其他工作人员登记',
      en: 'The staff enters no account of its own: where it is yours, somebody else enters it',
    },
  };
}

/** Refuses a correction by which the staff enters itself. */
export function ensureNotOwn(named: Named, actor: Actor): void {
  const errors = NAMED.filter((who) => named[who]?.subject === actor.id).map(faultOfOwn);
  if (errors.length > 0) throw fieldRules(errors);
}

/**
 * The staff have seen whom they enter, and enter none of their own. Everybody else, also a system of a court or a hotline,
 * names no account but their own, as the person they apply as; who works for the park files so for themselves as well.
 */
export function checkNamed(body: Stated, actor: Actor, { fault, errors }: Gathering): void {
  for (const who of NAMED) {
    const subject = body[who]?.subject;
    if (subject === undefined) continue;
    if (subject === actor.id && hasRole(actor, 'party', 'citizen') && isWho(who, body)) continue;
    if (hasRole(actor, ...STAFF)) {
      if (subject === actor.id) errors.push(faultOfOwn(who));
      continue;
    }
    fault(`/${who}/subject`, 'subject-not-yours', {
      zh: '只能以本人申请的身份填写本人账号，其他账号由窗口核实后登记',
      en: 'Name no account but your own, as the one who applies: the window enters those of others',
    });
  }
}

/** The accounts of worker and applicant; who applies from an account of their own reads it with that. */
export function subjectsOf(
  body: Stated,
  actor: Actor,
): { workerSubject: string | null; applicantSubject: string | null } {
  const self = hasRole(actor, 'party', 'citizen') && !isStaff(actor) ? actor.id : null;
  const own = (who: keyof typeof APPLIES_AS) => (isWho(who, body) ? self : null);
  return {
    workerSubject: body.worker.subject ?? own('worker'),
    applicantSubject: body.applicant?.subject ?? own('applicant'),
  };
}
