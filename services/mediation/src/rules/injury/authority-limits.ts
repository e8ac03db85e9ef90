/** The limits of the authority that still run for an application of the past: those its course by actions would have opened. */
import { newId } from '@qinwu/domain/id';
import type { LocalDate } from '@qinwu/domain/local-date';
import type { InjuryState } from '../../injury-vocabulary.ts';
import {
  ACCEPT,
  decideTerm,
  type InjuryClock,
  type Moment,
  openFrom,
  resumeClock,
  suspendClock,
} from './limits.ts';

/** Days on which the authority's decision waited 中止: from the suspension to the day it was resumed. */
export interface Suspension {
  from: LocalDate;
  /** Null while it waits. */
  to: LocalDate | null;
}

interface AtAuthority {
  state: InjuryState;
  completeOn: LocalDate | null;
  transferredOn: LocalDate | null;
  acceptedOn: LocalDate | null;
  suspensions: readonly Suspension[];
  /** To be decided in fifteen days; undefined where the register does not tell. */
  simple: boolean | undefined;
}

/** The fifteen days to accept; what was handed over incomplete waits for the rest (工伤认定办法 art. 8). */
function accepting(
  { completeOn, transferredOn }: AtAuthority,
  delegated: boolean,
  at: Moment,
): InjuryClock[] {
  const from = delegated ? completeOn : transferredOn;
  if (completeOn === null || from === null) return [];
  return [openFrom(newId(), 'accept', ACCEPT, { ...at, from })];
}

/** The sixty or fifteen days to decide; none where the register tells no day they hang on. */
function deciding({ state, acceptedOn, suspensions, simple }: AtAuthority, at: Moment): InjuryClock[] {
  const isUntold = state === 'SUSPENDED' && suspensions.length === 0 && simple === undefined;
  if (acceptedOn === null || isUntold) return [];
  const clock = openFrom(newId(), 'decide', decideTerm(simple === true), { ...at, from: acceptedOn });
  return [
    suspensions.reduce((running, { from, to }) => {
      const stopped = suspendClock(running, from, at);
      return to === null ? stopped : resumeClock(stopped, to, at);
    }, clock),
  ];
}

/** What the authority still has to keep by the state and the days of the register; over already, it shows red. */
export function authorityLimits(past: AtAuthority, delegated: boolean, at: Moment): InjuryClock[] {
  if (past.state === 'TRANSFERRED') return accepting(past, delegated, at);
  return past.state === 'ACCEPTED' || past.state === 'SUSPENDED' ? deciding(past, at) : [];
}
