/** A party that changes sides would read what the other side said in confidence. */
import { fieldRule } from '@qinwu/domain/errors';
import type { Side } from '../vocabulary.ts';
import { accountsOf, memberOf, membersOf, type Party } from './case.ts';

/** An account or an enterprise that stood on a side. */
export interface Left {
  member: string;
  side: Side;
}

function isSame(a: Party, b: Party): boolean {
  const members = membersOf([b]);
  return a.id === b.id || membersOf([a]).some((member) => members.includes(member));
}

/**
 * Which of the parties as they will stand stood on another side, by itself, an account of it or its enterprise, now or
 * before it left the case; or -1.
 */
export function crossing(
  before: readonly Party[],
  after: readonly Party[],
  left: readonly Left[] = [],
): number {
  return after.findIndex((party) => {
    const members = membersOf([party]);
    return (
      before.some((each) => isSame(party, each) && party.side !== each.side) ||
      left.some(({ member, side }) => members.includes(member) && party.side !== side)
    );
  });
}

/** Who stands in the case no more, with the side on which they heard what was said. */
export function gone(before: readonly Party[], after: readonly Party[]): Left[] {
  const kept = membersOf(after);
  return before.flatMap((party) =>
    membersOf([party])
      .filter((member) => !kept.includes(member))
      .map((member) => ({ member, side: party.side })),
  );
}

/** The accounts among those who left a side. */
export function accountsLeft(left: readonly Left[]): string[] {
  const prefix = memberOf.subject('');
  return left.flatMap(({ member }) => (member.startsWith(prefix) ? member.slice(prefix.length) : []));
}

/** Whoever applied has agreed by that alone, and another enterprise has not said anything yet: they are asked (人民调解法 art. 17). */
function isAskedAnew(party: Party, known: Party): boolean {
  const isOther = known.uscc !== null && known.uscc !== party.uscc;
  return isOther || (known.side !== party.side && [known.side, party.side].includes('applicant'));
}

/** The parties with their consents as they count once a correction has put others in their places. */
export function askedAnew(before: readonly Party[], after: readonly Party[]): Party[] {
  return after.map((party) => {
    const known = before.find(({ id }) => id === party.id);
    if (known === undefined || !isAskedAnew(party, known)) return party;
    return { ...party, consent: party.side === 'applicant' ? 'agreed' : 'pending' };
  });
}

/** The refusal to change sides once something was said or shown on one. */
export function sideKept(n: number): Error {
  return fieldRule(`/parties/${n}/side`, 'side-kept', {
    zh: '案件中已有背对背沟通、方案或证据，当事人不能换到另一方',
    en: 'Something was said or shown on one side already: nobody changes sides',
  });
}

/** True where somebody comes to speak for a party who did not before. */
export function bringsAccounts(before: readonly Party[], after: readonly Party[]): boolean {
  const known = before.flatMap(accountsOf);
  return after.flatMap(accountsOf).some((account) => !known.includes(account));
}

/** Refuses whoever mediated the case and read what a side said in confidence: they speak for nobody in it. */
export function ensureNoneMediated(parties: readonly Party[], gone: readonly string[]): void {
  for (const [n, party] of parties.entries()) {
    const account = accountsOf(party).find((each) => gone.includes(each));
    if (account === undefined) continue;
    const member = account === party.subject ? 'subject' : 'representative/subject';
    throw fieldRule(`/parties/${n}/${member}`, 'mediated-before', {
      zh: '该账号曾为本案调解员，已知悉一方的背对背沟通、方案或证据，不能代表任何一方（人民调解法第十五条）',
      en: 'This account mediated the case and read what a side said or showed: it speaks for nobody in it',
    });
  }
}
