/** A second application of one accident, which nobody could tell apart when it came; the other one goes on. */
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { localDateOf } from '@qinwu/domain/local-date';
import type { NamedInjury } from '../../injury-vocabulary.ts';
import type { InjuryApplication } from './application.ts';
import type { Decision } from './decide-decision.ts';
import { endedHere } from './ended-here.ts';
import type { InjuredPerson, InjuryContent } from './injury-content.ts';
import { isBeforeTransfer } from './lifecycle.ts';
import { type InjuryClock, isVoided } from './limits.ts';
import { isSameName } from './same-accident.ts';

/** What bears on the limits of an application. */
type Limiting = Pick<InjuryApplication, 'delegated' | 'receivedOn' | 'extensions' | 'excluded'>;
/** An application as far as it tells whose accident it is about, and by when it was applied for. */
type Told = NamedInjury &
  Limiting &
  Pick<InjuryApplication, 'state' | 'baseOn'> & { content: InjuryContent | null };

/** Two people may have one name, and none has two document numbers. */
function isSameWorker(one: InjuredPerson, other: InjuredPerson): boolean {
  const numbers = [one, other].map(({ idType, idNumber }) => (idNumber === null ? null : [idType, idNumber]));
  const isOther = !numbers.includes(null) && String(numbers[0]) !== String(numbers[1]);
  return !isOther && isSameName(one.name, other.name);
}

/** Refuses where nobody can compare any more what was erased. */
function ensureReadable(one: Told, other: Told): void {
  if (one.content !== null && other.content !== null) return;
  throw refuse('conflict', 'application-erased', {
    zh: '其中一件的个人信息已删除，无法核对是否同一事故',
    en: 'One of them was erased: nobody can tell whether they are of one accident',
  });
}

/** The same worker, and no two days: what else was written differs with who wrote it. */
function isSameAccident(one: Told, other: Told): boolean {
  if (one.content === null || other.content === null) return false;
  const isSameDay = one.baseOn === null || other.baseOn === null || one.baseOn === other.baseOn;
  return isSameDay && isSameWorker(one.content.worker, other.content.worker);
}

function ensureGoesOn(found: Told, other: Told): void {
  if (other.id === found.id || other.state === 'NOT_TRANSFERRED') {
    throw fieldRule('/of', 'not-going-on', {
      zh: '须为另一件仍在办理或已移交的申请',
      en: 'Name another application, which goes on',
    });
  }
  ensureReadable(found, other);
  if (isSameAccident(found, other)) return;
  throw fieldRule('/of', 'another-accident', {
    zh: '两件申请的职工姓名、证件号码或事故之日不一致：请先更正，再作重复件办结',
    en: 'Worker or day differ: put them right before one is closed for the other',
  });
}

/** What was not taken back. */
function standing<E extends { voidedOn?: string | undefined }>(entries: readonly E[]): E[] {
  return entries.filter((each) => !isVoided(each));
}

/** True where something that keeps a limit would end with the one, since the other does not say it as well. */
function losesLimits(one: Limiting, other: Limiting): boolean {
  // Received on the authority's behalf 委托收件 it was applied for on that day.
  const isReceived = one.delegated && !(other.delegated && other.receivedOn <= one.receivedOn);
  const isApproved = standing(one.extensions).some(({ documentNumber }) =>
    standing(other.extensions).every((each) => each.documentNumber !== documentNumber),
  );
  const isExcluded = standing(one.excluded).some(({ from, to }) =>
    standing(other.excluded).every((each) => each.from !== from || each.to !== to),
  );
  return isReceived || isApproved || isExcluded;
}

/** What was handed over is not closed for another one any more: only before that there is a choice which one goes on. */
function ensureLimitsKept(found: Told, other: Told): void {
  if (!isBeforeTransfer(other.state) || !losesLimits(found, other)) return;
  throw fieldRule('/of', 'limits-lost', {
    zh: '本件的委托收件、经批准的延长或者不计入期间会随之丧失：先在另一件登记延长和期间；本件为委托收件且在先的，将另一件作为重复件办结',
    en: 'Its receipt on the authority’s behalf, its extension or its excluded days would be lost: enter the latter in the other one, or close that one for this',
  });
}

/** Closes an application for another one; its limits are those of the other. */
export function decideDuplicate(
  found: Told,
  other: Told,
  { clocks, now }: { clocks: readonly InjuryClock[]; now: Date },
): Decision {
  ensureGoesOn(found, other);
  ensureLimitsKept(found, other);
  const duplicateOf = { id: other.id, number: other.number };
  return {
    set: {
      state: 'NOT_TRANSFERRED',
      notTransferredReason: 'duplicate',
      duplicateOf,
      movedOn: localDateOf(now),
    },
    clocks: endedHere(clocks, now),
    change: { duplicateOf, from: found.state, to: 'NOT_TRANSFERRED' },
  };
}
