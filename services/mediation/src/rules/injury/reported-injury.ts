/** The application a case leads to, as far as the case tells: who was hurt and where they work. */
import type { Party } from '../case.ts';
import { type CaseContent, type PartyContent, UNNAMED } from '../case-content.ts';
import type { InjuryContent } from './injury-content.ts';

function workerOf(of: PartyContent | undefined): InjuryContent['worker'] {
  return {
    name: of?.name ?? UNNAMED,
    idType: of?.idType ?? null,
    idNumber: of?.idNumber ?? null,
    phone: of?.phone ?? null,
    gender: of?.gender ?? null,
    address: of?.address ?? null,
    position: of?.occupation ?? null,
  };
}

/** What follows from the case; the injury itself has to be asked for, with the consent, and the day where it is not told. */
export function reportedInjury({ parties }: { parties: readonly Party[] }, content: CaseContent) {
  const worker = parties.find(({ side, kind }) => side === 'applicant' && kind === 'person');
  const person = worker ?? parties.find(({ kind }) => kind === 'person');
  const employer = parties.find(({ kind }) => kind === 'enterprise');
  const firm = employer === undefined ? undefined : content.parties[employer.id];
  const sealed: InjuryContent = {
    worker: workerOf(person === undefined ? undefined : content.parties[person.id]),
    applicant: null,
    employer: {
      name: firm?.name ?? UNNAMED,
      contact: firm?.legalRepresentative ?? null,
      phone: firm?.phone ?? null,
    },
    occurredAt: null,
    firstDiagnosedAt: null,
    diedAt: null,
    place: null,
    course: null,
    injury: null,
    hospital: null,
    hints: [],
    closingNote: null,
  };
  return {
    applicantKind: worker === undefined ? ('employer' as const) : ('worker' as const),
    cause: 'accident' as const,
    legalHead: null,
    workerSubject: person?.subject ?? null,
    applicantSubject: null,
    employerUscc: employer?.uscc ?? null,
    baseOn: content.accidentOn ?? null,
    delegated: false,
    sensitiveConsent: false,
    content: sealed,
  };
}
