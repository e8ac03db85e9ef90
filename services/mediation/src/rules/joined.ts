/** From which day on a party is in the case 加入案件: nothing is agreed by it, nor said in its presence, before. */
import { fieldRule } from '@qinwu/domain/errors';
import type { LocalDate } from '@qinwu/domain/local-date';
import { checkNotBefore, checkNotFuture } from './calculations/inputs.ts';
import type { Party } from './case.ts';

interface Joined {
  before: readonly Party[];
  /** The days that are given, in the order of the parties. */
  days: readonly (LocalDate | undefined)[];
  receivedOn: LocalDate;
  today: LocalDate;
}

/** The parties after a correction: who was there before stays so, who is new, or another enterprise, joins on the day given, or that day. */
export function withJoining<P extends Party>(
  parties: readonly P[],
  { before, days, receivedOn, today }: Joined,
): P[] {
  return parties.map((party, n) => {
    const stood = before.find(({ id }) => id === party.id);
    const isSame = stood !== undefined && (stood.uscc === null || stood.uscc === party.uscc);
    const day = days[n];
    if (day !== undefined) {
      const pointer = `/parties/${n}/joinedOn`;
      if (isSame && stood.joinedOn === undefined) throw thereFromTheStart(pointer);
      checkNotBefore(day, receivedOn, pointer);
      checkNotFuture(day, today, pointer);
    }
    const joinedOn = day ?? (isSame ? stood.joinedOn : today);
    return joinedOn === undefined ? party : { ...party, joinedOn };
  });
}

function thereFromTheStart(pointer: string): Error {
  return fieldRule(pointer, 'there-from-the-start', {
    zh: '该当事人自申请时即在案，无加入之日',
    en: 'This party has been in the case since the application',
  });
}

type Joining = Pick<Party, 'id' | 'joinedOn'>;

/** The day a party joined, where that was after the given one; null where it was in the case by then. */
function joinedAfter({ joinedOn }: Joining, day: LocalDate): LocalDate | null {
  return joinedOn !== undefined && joinedOn > day ? joinedOn : null;
}

/** Refuses an agreement of the two sides of a day on which one of them was not in the case yet. */
export function ensureJoinedBy(parties: readonly Party[], day: LocalDate, pointer: string): void {
  const sides = parties.filter(({ side }) => side !== 'third');
  const last = sides
    .flatMap((party) => joinedAfter(party, day) ?? [])
    .toSorted()
    .at(-1);
  if (last === undefined) return;
  throw fieldRule(pointer, 'party-joined-later', {
    zh: `有当事人自${last}起才加入案件，不得早于该日`,
    en: `A party has been in the case since ${last}: not before that day`,
  });
}

/** Refuses that a party was somewhere on a day on which it was not in the case yet. */
export function ensureJoined(
  parties: readonly Joining[],
  party: string,
  { on, pointer }: { on: LocalDate; pointer: string },
): void {
  const found = parties.find(({ id }) => id === party);
  const joined = found === undefined ? null : joinedAfter(found, on);
  if (joined === null) return;
  throw fieldRule(pointer, 'party-joined-later', {
    zh: `该当事人自${joined}起才加入案件`,
    en: `This party has been in the case since ${joined}`,
  });
}
