/**
 * A payment recorded by mistake 作废更正: its instalment, the breach and the performance come out as if it had never
 * been recorded.
 */
import type { Calendar } from '@qinwu/domain/calendar';
import { refuse } from '@qinwu/domain/errors';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import type { State } from '../vocabulary.ts';
import type { RunningClock } from './case-clock.ts';
import { isOverdue, lit, openPromises } from './instalment-clock.ts';
import { lifecycle } from './lifecycle.ts';
import type { PaidInstalment } from './performance.ts';

const PAYING: readonly State[] = ['EFFECTIVE', 'BREACHED', 'PERFORMED'];

/** Refuses a payment that is void already, and any once the case is with the archive. */
export function ensureVoidable(state: State, { voidedAt }: { voidedAt: Date | null }): void {
  if (!PAYING.includes(state)) {
    throw refuse('conflict', 'case-archived', {
      zh: '案件已归档，付款记录不再更改',
      en: 'The case is archived: its payments stay as they are',
    });
  }
  if (voidedAt === null) return;
  throw refuse('conflict', 'voided-already', { zh: '该付款已作废', en: 'This payment is void already' });
}

export interface Voiding {
  found: {
    state: State;
    breachedOn: LocalDate | null;
    curedOn: LocalDate | null;
    performedOn: LocalDate | null;
  };
  clocks: readonly RunningClock[];
  /** What the clock of what is done rather than paid refers to. */
  agreementId: string;
  reminderDays: number;
  instalment: PaidInstalment;
  others: readonly PaidInstalment[];
}

/** What a case is without a payment. */
export interface Voided {
  set: {
    state: State;
    agreementStanding: 'owed';
    breachedOn: LocalDate | null;
    curedOn: LocalDate | null;
    performedOn: LocalDate | null;
  };
  /** Promises that run again, as they were and as they are lit now. */
  relit: { before: RunningClock; after: RunningClock }[];
}

/** Decides what the case is without one payment on the instalment, which is open then. */
export function decideVoid(voiding: Voiding, { now, calendar }: { now: Date; calendar: Calendar }): Voided {
  const { clocks, reminderDays } = voiding;
  const relit = reopened(voiding).map((before) => {
    const running = { ...before, stoppedAt: null, onTime: null };
    return { before, after: lit(running, reminderDays, { now, calendar }) };
  });
  const open = [...openPromises(clocks), ...relit.map(({ after }) => after)];
  const overdue = open.filter((clock) => isOverdue(clock, now));
  return { set: standingWithout(voiding, overdue), relit };
}

/**
 * Promises that the payment let end. What is done rather than paid is said to be done by the performance of the whole
 * (`perform`), which nobody could have recorded while money was open.
 */
function reopened({ found, clocks, agreementId, instalment }: Voiding): RunningClock[] {
  const refs = found.state === 'PERFORMED' ? [instalment.id, agreementId] : [instalment.id];
  return clocks.filter(({ kind, ref, stoppedAt }) => {
    return kind === 'instalment' && stoppedAt !== null && ref !== null && refs.includes(ref);
  });
}

function standingWithout(voiding: Voiding, overdue: readonly RunningClock[]): Voided['set'] {
  const { found, agreementId, others } = voiding;
  // A breach that nothing had made good: it goes on as long as anything is overdue.
  const unhealed = found.curedOn === null ? found.breachedOn : null;
  const isUnpaid = overdue.some(({ ref }) => ref !== agreementId);
  // Whether something that is no payment was done, people say: it is a breach where they had said so.
  const isBreach = isUnpaid || (unhealed !== null && overdue.length > 0);
  const running = found.state === 'PERFORMED' ? lifecycle.next(found.state, 'reopen') : found.state;
  const rest = { agreementStanding: 'owed', performedOn: null } as const;
  if (!isBreach) {
    const curedOn = unhealed === null ? found.curedOn : (lastLateDay(others) ?? found.performedOn);
    return { ...rest, state: running, breachedOn: found.breachedOn, curedOn };
  }
  const state = running === 'EFFECTIVE' ? lifecycle.next(running, 'breach') : running;
  const days = [unhealed, breachSince(voiding, overdue)].filter((day) => day !== null);
  return { ...rest, state, breachedOn: days.toSorted().at(0) ?? null, curedOn: null };
}

/** The day of the payment that made good what was late. */
function lastLateDay(others: readonly PaidInstalment[]): LocalDate | null {
  const days = others.flatMap(({ settledOn, onTime }) =>
    onTime === false && settledOn !== null ? settledOn : [],
  );
  return days.toSorted().at(-1) ?? null;
}

/** The first day of the breach: one that was still open when what is overdue became so began it. */
function breachSince({ clocks, others }: Voiding, overdue: readonly RunningClock[]): LocalDate | null {
  const dayOf = ({ dueAt }: RunningClock): LocalDate => localDateOf(dueAt);
  const [first] = overdue.map(dayOf).toSorted();
  if (first === undefined) return null;
  const late = others.flatMap(({ id, settledOn, onTime }) => {
    const clock = clocks.find(({ kind, ref }) => kind === 'instalment' && ref === id);
    return clock === undefined || settledOn === null || onTime !== false
      ? []
      : { from: dayOf(clock), until: settledOn };
  });
  return late
    .toSorted((a, b) => (a.from < b.from ? 1 : -1))
    .reduce((since, { from, until }) => (from < since && until >= since ? from : since), first);
}
