/** Where an actor stands in an application; who stands nowhere is told that there is none. */
import { type Actor, hasRole } from '@qinwu/domain/actor';
import type { ApplicantKind } from '../../injury-vocabulary.ts';
import { memberOf } from '../case.ts';

export type InjuryStanding = 'window' | 'worker' | 'employer' | 'applicant' | 'filer';

interface Stood {
  workerSubject: string | null;
  applicantSubject: string | null;
  employerUscc: string | null;
  filedBy: string;
}

/** The standing of the actor, or null where it has none; one who is concerned is so even where it works for the window. */
export function injuryStandingOf(actor: Actor, found: Stood, isSealed = false): InjuryStanding | null {
  if (found.workerSubject === actor.id) return 'worker';
  if (found.applicantSubject === actor.id) return 'applicant';
  const speaksFor = found.employerUscc !== null && found.employerUscc === actor.org;
  if (speaksFor && hasRole(actor, 'enterprise', 'party')) return 'employer';
  if (hasRole(actor, 'supervisor')) return 'window';
  // With its case an application is sealed: for those concerned and supervisors alone.
  if (isSealed) return null;
  if (hasRole(actor, 'dispatcher')) return 'window';
  return found.filedBy === actor.id ? 'filer' : null;
}

/** True of whoever applied: theirs alone is a withdrawal, of the worker where the worker applied, and so on. */
export function isApplicant(standing: InjuryStanding, kind: ApplicantKind): boolean {
  return standing === (kind === 'relative' || kind === 'union' ? 'applicant' : kind);
}

/** True of whoever hears which case an application belongs to: a relative or a union may know nothing of the dispute. */
export function hearsOfCase(standing: InjuryStanding | null): boolean {
  return standing === 'window' || standing === 'worker' || standing === 'employer';
}

/** True of whoever sees the files that came with it; an employer those of its own application alone. */
export function seesMaterials(standing: InjuryStanding, kind: ApplicantKind): boolean {
  return standing !== 'employer' || kind === 'employer';
}

/** The members an application is found by. */
export function injuryMembersOf({
  workerSubject,
  applicantSubject,
  employerUscc,
}: Omit<Stood, 'filedBy'>): string[] {
  const subjects = [workerSubject, applicantSubject].filter((subject) => subject !== null);
  return [
    ...new Set(subjects.map(memberOf.subject)),
    ...(employerUscc === null ? [] : [memberOf.enterprise(employerUscc)]),
  ];
}
