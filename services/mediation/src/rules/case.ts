/** A mediation case as decisions see it; plain values, no row of a table. */
import { type Actor, hasRole } from '@qinwu/domain/actor';
import type { LocalDate } from '@qinwu/domain/local-date';
import type { AgreementStanding, Consent, Organisation, PartyKind, Side, State } from '../vocabulary.ts';
import type { Mandate } from './mandate.ts';

/** A party without its name. */
export interface Party {
  id: string;
  side: Side;
  kind: PartyKind;
  uscc: string | null;
  subject: string | null;
  consent: Consent;
  addressSealed: boolean;
  /** Where it came in after the application: since when. */
  joinedOn?: LocalDate;
  /** Of who stands for it. */
  mandate?: Mandate;
}

/** What decisions look at. */
export interface DisputeCase {
  id: string;
  state: State;
  labour: boolean;
  organisation: Organisation;
  parties: readonly Party[];
  mediators: readonly string[];
  extended: boolean;
  filedBy: string;
  agreementNumber: string | null;
  agreementStanding: AgreementStanding | null;
  /** The first day that the last draft names; after it the draft is drawn up anew. */
  draftUntil: LocalDate | null;
  receivedOn: LocalDate;
  startedAt: Date | null;
  concludedOn: LocalDate | null;
  effectiveOn: LocalDate | null;
  breachedOn: LocalDate | null;
  dueAt: Date | null;
}

/** How the outside sees a person or enterprise in `members`. */
export const memberOf = {
  subject: (id: string): string => `s:${id}`,
  enterprise: (uscc: string): string => `e:${uscc}`,
  mediator: (subject: string): string => `m:${subject}`,
} as const;

/** The accounts that stand as a party: its own, and that of who stands for it. */
export function accountsOf({ subject, mandate }: Pick<Party, 'subject' | 'mandate'>): string[] {
  return [subject, mandate?.subject ?? null].filter((account) => account !== null);
}

/** The members a case has by its parties; mediators are added when they are named. */
export function membersOf(parties: readonly Pick<Party, 'uscc' | 'subject' | 'mandate'>[]): string[] {
  return parties.flatMap((party) => [
    ...accountsOf(party).map(memberOf.subject),
    ...(party.uscc === null ? [] : [memberOf.enterprise(party.uscc)]),
  ]);
}

/** Those of the members who are mediators. */
export function membersOfMediators(members: readonly string[]): string[] {
  return members.filter((member) => member.startsWith('m:'));
}

/** The members an actor can be found as; only who speaks for an enterprise, or mediates, as one of these. */
export function membersOfActor(actor: Actor): string[] {
  return [
    memberOf.subject(actor.id),
    ...(hasRole(actor, 'mediator') ? [memberOf.mediator(actor.id)] : []),
    ...(actor.org !== null && hasRole(actor, 'enterprise', 'party') ? [memberOf.enterprise(actor.org)] : []),
  ];
}
