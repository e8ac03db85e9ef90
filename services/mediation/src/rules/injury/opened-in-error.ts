/**
 * An application that is none 误立: a case opened it though nobody was hurt, or somebody else, or the staff typed it in by
 * mistake. It counts nowhere. What anybody applied for is never closed so: that ends by their own written withdrawal alone.
 */
import { type Actor, hasRole } from '@qinwu/domain/actor';
import { refuse } from '@qinwu/domain/errors';
import { localDateOf } from '@qinwu/domain/local-date';
import type { ClosedReason, NamedInjury } from '../../injury-vocabulary.ts';
import type { InjuryApplication } from './application.ts';
import type { Decision } from './decide-decision.ts';
import { endedHere } from './ended-here.ts';
import type { InjuryClock } from './limits.ts';
import { BY_REPORT } from './reported-injury.ts';

type Filed = Pick<InjuryApplication, 'filedBy' | 'materials' | 'delegated' | 'duplicates'>;

/** True where nobody applied: a case opened it, no paper came in, and nobody's own application ended in it. */
export function isNobodys({ filedBy, materials, delegated, duplicates }: Filed): boolean {
  const isBare = materials.every(({ providedOn }) => providedOn === null);
  return filedBy === BY_REPORT && isBare && !delegated && duplicates.length === 0;
}

type Typed = Filed & Pick<InjuryApplication, 'enteredByStaff' | 'notices' | 'caseId'>;

/** True of what the staff typed in where nothing on record says that somebody came: no scan, no notice, no case. */
function isTypedIn({ enteredByStaff, materials, notices, delegated, duplicates, caseId }: Typed): boolean {
  const isUnscanned = materials.every(({ files }) => files.length === 0);
  const isUntold = notices.length === 0 && duplicates.length === 0 && caseId === null;
  return enteredByStaff && isUnscanned && isUntold && !delegated;
}

/** Nothing else tells a mistake from what somebody applied for: another one than who typed it in looks at it. */
function isSecondPerson(actor: Actor, { filedBy }: Pick<Filed, 'filedBy'>): boolean {
  return hasRole(actor, 'supervisor') && actor.id !== filedBy;
}

/** True where this actor of the window can close it as opened in error. */
export function closesAsError(found: Typed, actor: Actor): boolean {
  return isNobodys(found) || (isTypedIn(found) && isSecondPerson(actor, found));
}

export function appliedFor(): Error {
  return refuse('conflict', 'applied-for', {
    zh: '已有人提出申请或交来材料的，不能作为误立办结：由申请人书面撤回，或者作为重复件办结',
    en: 'Somebody applied or brought papers: it ends by a written withdrawal, or as a duplicate',
  });
}

/** Closes it with the reason; refuses one that somebody applied for. */
export function decideOpenedInError(
  {
    found,
    clocks,
    actor,
    now,
  }: { found: InjuryApplication; clocks: readonly InjuryClock[]; actor: Actor; now: Date },
  { note }: { note: string },
): Decision & { closingNote: string } {
  if (!isNobodys(found) && !isTypedIn(found)) throw appliedFor();
  if (!closesAsError(found, actor)) {
    throw refuse('forbidden', 'second-person-needed', {
      zh: '工作人员误录的申请，由录入人以外的主管核实后办结',
      en: 'What the staff typed in is closed by a supervisor who did not enter it',
    });
  }
  const reason: ClosedReason = 'opened-in-error';
  return {
    set: { notTransferredReason: reason, movedOn: localDateOf(now) },
    clocks: endedHere(clocks, now),
    change: { reason },
    closingNote: note,
  };
}

interface Closed {
  notTransferredReason: ClosedReason | null;
}

export function isOpenedInError({ notTransferredReason }: Closed): boolean {
  return notTransferredReason === 'opened-in-error';
}

/** True of what is no application of its own: closed for another one of the accident, or opened in error. */
export function countsNowhere(row: Closed & { duplicateOf: NamedInjury | null }): boolean {
  return row.duplicateOf !== null || isOpenedInError(row);
}
