/** A party that changes sides would read what the other side said in confidence. */
import { fieldRule } from '@qinwu/domain/errors';
import { membersOf, type Party } from './case.ts';

function isSame(a: Party, b: Party): boolean {
  const members = membersOf([b]);
  return a.id === b.id || membersOf([a]).some((member) => members.includes(member));
}

/** Which of the parties as they will stand stood on another side, by itself, an account of it or its enterprise; or -1. */
export function crossing(before: readonly Party[], after: readonly Party[]): number {
  return after.findIndex((party) => before.some((each) => isSame(party, each) && party.side !== each.side));
}

/** The refusal to change sides once something was said or shown on one. */
export function sideKept(n: number): Error {
  return fieldRule(`/parties/${n}/side`, 'side-kept', {
    zh: '案件中已有背对背沟通、方案或证据，当事人不能换到另一方',
    en: 'Something was said or shown on one side already: nobody changes sides',
  });
}
