/** The applications a case leads to, as far as the case tells: who was hurt and where they work. */
import type { Party } from '../case.ts';
import { type CaseContent, type PartyContent, UNNAMED } from '../case-content.ts';
import { type InjuryContent, NOTHING_TOLD } from './injury-content.ts';

/** Who acts where a case tells of an injury. */
export const BY_REPORT = 'system:injury-reported';

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

/** The party that is taken for the employer of whoever was hurt. */
export function employerIn({ parties }: { parties: readonly Party[] }): Party | undefined {
  return parties.find(({ kind }) => kind === 'enterprise');
}

function employerOf(dispute: { parties: readonly Party[] }, content: CaseContent) {
  const employer = employerIn(dispute);
  const firm = employer === undefined ? undefined : content.parties[employer.id];
  return {
    uscc: employer?.uscc ?? null,
    content: {
      name: firm?.name ?? UNNAMED,
      contact: firm?.legalRepresentative ?? null,
      phone: firm?.phone ?? null,
    },
  };
}

export type ReportedInjury = ReturnType<typeof reportedOf>;

/** What follows from the case; the injury itself has to be asked for, with the consent, and the day where it is not told. */
function reportedOf(dispute: { parties: readonly Party[] }, content: CaseContent, person: Party | undefined) {
  const byPerson = dispute.parties.some(({ side, kind }) => side === 'applicant' && kind === 'person');
  const employer = employerOf(dispute, content);
  const sealed: InjuryContent = {
    worker: workerOf(person === undefined ? undefined : content.parties[person.id]),
    applicant: null,
    employer: employer.content,
    ...NOTHING_TOLD,
    closingNote: null,
  };
  return {
    partyId: person?.id ?? null,
    applicantKind: byPerson ? ('worker' as const) : ('employer' as const),
    cause: 'accident' as const,
    legalHead: null,
    workerSubject: person?.subject ?? null,
    applicantSubject: null,
    employerUscc: employer.uscc,
    baseOn: content.accidentOn ?? null,
    delegated: false,
    sensitiveConsent: false,
    content: sealed,
  };
}

/** Everybody the case names as hurt; where it names nobody, the first person who applies, else the first there is. */
export function reportedInjuries(
  dispute: { parties: readonly Party[] },
  content: CaseContent,
  refusedBy: readonly string[] = [],
): { isNamed: boolean; injuries: ReportedInjury[] } {
  const people = dispute.parties.filter(({ kind }) => kind === 'person');
  const named = people.filter(({ id }) => content.parties[id]?.injured === true && !refusedBy.includes(id));
  // Who was hurt may be somebody of whom nobody may tell it any more.
  if (named.length === 0 && refusedBy.length > 0) return { isNamed: false, injuries: [] };
  const first = people.find(({ side }) => side === 'applicant') ?? people[0];
  const hurt = named.length > 0 ? named : [first];
  return {
    isNamed: named.length > 0,
    injuries: hurt.map((person) => reportedOf(dispute, content, person)),
  };
}
