import { newId } from '@qinwu/domain/id';
import { localDateOf, startOfDay } from '@qinwu/domain/local-date';
import type { Deps } from '../deps.ts';
import { type RunningClock, sweptNext } from '../rules/case-clock.ts';
import { clocksOfEffect } from '../rules/decide-move.ts';
import { openPromise } from '../rules/instalment-clock.ts';
import { lifecycle } from '../rules/lifecycle.ts';
import { effectDay, isComplete } from '../rules/signing.ts';
import { keptByDay } from '../rules/told-later.ts';
import type { AgreementRow } from '../store/agreement-table.ts';
import type { CaseRow } from '../store/case-table.ts';
import type { OpenedAgreement } from './open-agreement.ts';
import type { OpenedCase } from './open-case.ts';

/** What the effect of an agreement writes. */
export interface Effect {
  set: Partial<CaseRow>;
  clocks: RunningClock[];
  agreement: AgreementRow;
  change: Record<string, unknown>;
}

/** The effect of an agreement whose signatures and seal are all there; null while something is missing. */
export function effectOf(
  { calendar }: Deps,
  { row, clocks }: OpenedCase,
  agreement: OpenedAgreement,
  now: Date,
): Effect | null {
  if (!isComplete(agreement.missing)) return null;
  const effectiveOn = effectDay(agreement.signatures, agreement.row, localDateOf(now));
  const state = lifecycle.next(row.state, 'take-effect');
  const { number } = agreement.row;
  return {
    set: {
      state,
      effectiveOn,
      concludedOn: effectiveOn,
      outcome: 'agreed',
      agreementNumber: number,
      agreementStanding: agreement.instalments.length === 0 ? 'settled' : 'owed',
      amountAgreed: agreement.row.amountAgreed,
      // An end that was recorded before the papers had taken these away.
      agreementForm: 'written',
      agreedAt: row.agreedAt ?? startOfDay(effectiveOn),
    },
    clocks: [
      ...keptByDay(clocks, effectiveOn, now),
      // What was signed on paper may be recorded when a day of it is over.
      ...[
        ...clocksOfEffect(row.labour, { start: startOfDay(effectiveOn), now, calendar }),
        ...promisesOf(agreement).map((promise) => openPromise(promise, effectiveOn, { now, calendar })),
      ].map((clock) => sweptNext(clock, now)),
    ],
    agreement: { ...agreement.row, status: 'effective', effectiveOn },
    change: { from: row.state, to: state, number, effectiveOn },
  };
}

/** A clock for each instalment, and one for what is not paid but done. */
function promisesOf({ row, instalments, content }: OpenedAgreement) {
  const { reminderDays, performBy } = row;
  const paid = instalments.map(({ id, dueOn }) => ({ id: newId(), ref: id, dueOn, reminderDays }));
  const isDone = content?.body.terms.some(({ nonMonetary }) => nonMonetary) ?? false;
  const done = { id: newId(), ref: row.id, dueOn: performBy, reminderDays };
  return isDone || paid.length === 0 ? [...paid, done] : paid;
}
