/**
 * An application that a case opened by mistake 误立: nobody was hurt, or somebody else. It counts nowhere. What anybody applied
 * for is never closed so: that ends by their own written withdrawal alone.
 */
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

/** Closes it with the reason; refuses one that somebody applied for. */
export function decideOpenedInError(
  { found, clocks, now }: { found: InjuryApplication; clocks: readonly InjuryClock[]; now: Date },
  { note }: { note: string },
): Decision & { closingNote: string } {
  if (!isNobodys(found)) {
    throw refuse('conflict', 'applied-for', {
      zh: '已有人提出申请或交来材料的，不能作为误立办结：由申请人书面撤回，或者作为重复件办结',
      en: 'Somebody applied or brought papers: it ends by a written withdrawal, or as a duplicate',
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
