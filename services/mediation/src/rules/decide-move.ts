/** Decides an action on a case: what it sets, which clocks it stops and starts, what the ledger says. */
import type { Actor } from '@qinwu/domain/actor';
import type { Calendar } from '@qinwu/domain/calendar';
import { fieldRule } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { type LocalDate, localDateOf, startOfDay } from '@qinwu/domain/local-date';
import { parseYuan } from '@qinwu/domain/money';
import type { AgreementForm, NotAcceptedCode, Outcome, State } from '../vocabulary.ts';
import type { BodyOf, Move } from './action-bodies.ts';
import { checkNotBefore, checkNotFuture } from './calculations/inputs.ts';
import type { DisputeCase, Party } from './case.ts';
import {
  endedWithCase,
  extendClock,
  openClock,
  type RunningClock,
  stopClock,
  sweptNext,
} from './case-clock.ts';
import { ensureAllowed } from './guards.ts';
import { isKeptBy, openPromises, overdueSince } from './instalment-clock.ts';
import { AT_REST, isOpen } from './lifecycle.ts';
import type { Fit } from './mediator-choice.ts';
import type { Standing } from './standing.ts';
import { CONFIRM, REVIEW } from './terms.ts';
import { keptByDay, reachedOn, withdrawnOn } from './told-later.ts';

/** What an action can set. */
export interface CaseSet {
  state?: State;
  parties?: Party[];
  extended?: boolean;
  agreementForm?: AgreementForm | null;
  amountAgreed?: bigint | null;
  outcome?: Outcome | null;
  notAcceptedCode?: NotAcceptedCode;
  archiveNumber?: string;
  acceptedAt?: Date;
  startedAt?: Date;
  agreedAt?: Date | null;
  effectiveOn?: LocalDate;
  concludedOn?: LocalDate | null;
  performedOn?: LocalDate;
  breachedOn?: LocalDate | null;
  curedOn?: LocalDate | null;
  archivedAt?: Date;
}

export interface Decision {
  set: CaseSet;
  clocks: readonly RunningClock[];
  change: Record<string, unknown>;
  words: Record<string, unknown>;
  /** Why it ended, for the sealed content. */
  closingNote?: string;
}

export interface MoveInput {
  found: DisputeCase;
  clocks: readonly RunningClock[];
  fit: Fit;
  actor: Actor;
  standing: Standing;
  move: Move;
  now: Date;
  calendar: Calendar;
}

/** Nothing stands agreed, where the sides go back to the table and where it ends before the agreement took effect. */
const NOT_AGREED = { agreedAt: null, amountAgreed: null, agreementForm: null } satisfies CaseSet;

/** Ends of a case without agreement. */
const ENDINGS: Partial<Record<Move['action'], Outcome>> = {
  'not-accept': 'not-accepted',
  fail: 'failed',
  refuse: 'refused',
  withdraw: 'withdrawn',
  'time-out': 'timed-out',
};

/** The parties an action speaks for: the caller's own, or the one the staff names. */
function speaking({ found, standing }: MoveInput, named: string | undefined): readonly string[] {
  if (standing.as === 'party') {
    if (named === undefined || standing.parties.includes(named))
      return named === undefined ? standing.parties : [named];
    throw fieldRule('/party', 'party-not-yours', { zh: '只能代表本人', en: 'Speak for yourself alone' });
  }
  if (named === undefined) {
    throw fieldRule('/party', 'party-missing', { zh: '须写明当事人', en: 'Say which party it is' });
  }
  if (found.parties.some(({ id }) => id === named)) return [named];
  throw fieldRule('/party', 'party-unknown', { zh: '案件中没有该当事人', en: 'The case has no such party' });
}

/** Mediation is between the two sides (人民调解法 art. 17): a third party that will not take part leaves them to it. */
function isThirdLeaving(input: MoveInput): boolean {
  const { found, move } = input;
  if (move.action !== 'refuse') return false;
  const leaving = speaking(input, move.body.party);
  return found.parties.every(({ id, side }) => side === 'third' || !leaving.includes(id));
}

function withConsent(found: DisputeCase, ids: readonly string[], consent: Party['consent']): Party[] {
  return found.parties.map((party) => (ids.includes(party.id) ? { ...party, consent } : party));
}

function ensureKnown(found: DisputeCase, agreedBy: readonly string[]): void {
  const unknown = agreedBy.findIndex((id) => found.parties.every((party) => party.id !== id));
  if (unknown === -1) return;
  throw fieldRule(`/agreedBy/${unknown}`, 'party-unknown', {
    zh: '案件中没有该当事人',
    en: 'The case has no such party',
  });
}

function ensureAll(found: DisputeCase, agreedBy: readonly string[]): void {
  ensureKnown(found, agreedBy);
  const missing = found.parties.filter(({ id, side }) => side !== 'third' && !agreedBy.includes(id));
  if (missing.length === 0) return;
  throw fieldRule('/agreedBy', 'extension-not-by-all', {
    zh: '延期须双方当事人同意',
    en: 'Only all parties together extend the term',
  });
}

/** The limits that begin with an agreement's effect: judicial confirmation, and for labour the arbitration review. */
export function clocksOfEffect(
  labour: boolean,
  { start, now, calendar }: { start?: Date; now: Date; calendar: Calendar },
): RunningClock[] {
  const at = { start: start ?? now, now, calendar };
  const confirm = openClock({ id: newId(), kind: 'confirm' }, CONFIRM, at);
  return labour ? [openClock({ id: newId(), kind: 'review' }, REVIEW, at), confirm] : [confirm];
}

function effectOf(input: MoveInput): CaseSet {
  const { found, clocks, move, now } = input;
  const today = localDateOf(now);
  switch (move.action) {
    case 'consent':
      return { parties: withConsent(found, speaking(input, move.body.party), 'agreed') };
    case 'accept':
      return { acceptedAt: now };
    case 'not-accept':
      return { notAcceptedCode: move.body.code };
    case 'start':
      return { startedAt: now };
    case 'extend':
      ensureAll(found, move.body.agreedBy);
      return { extended: true };
    case 'agree':
      return { agreementForm: 'written', agreedAt: now };
    case 'agree-orally':
      return {
        agreementForm: 'oral',
        agreedAt: now,
        amountAgreed: amountOf(move.body),
        effectiveOn: reachedOn(input, move.body),
        outcome: 'agreed',
        concludedOn: reachedOn(input, move.body),
      };
    case 'renegotiate':
      return NOT_AGREED;
    case 'refuse':
      return { parties: withConsent(found, speaking(input, move.body.party), 'refused') };
    case 'withdraw':
      return withdrawn(input, move.body);
    case 'perform':
      return performed(input, performedOn(found, move.body, today));
    case 'breach':
      return { breachedOn: overdueSince(openPromises(clocks), now) ?? today, curedOn: null };
    case 'archive':
      return { archiveNumber: move.body.archiveNumber, archivedAt: now };
    default:
      return {};
  }
}

/** Nobody withdraws what others applied for: all applicants do, or the one that leaves is taken out of the parties. */
function withdrawn(input: MoveInput, { party, agreedBy = [], ...said }: BodyOf<'withdraw'>): CaseSet {
  ensureKnown(input.found, agreedBy);
  const ids = speaking(input, party);
  const { side } = input.found.parties.find(({ id }) => ids.includes(id)) ?? {};
  if (side !== 'applicant') {
    throw fieldRule('/party', 'not-the-applicant', {
      zh: '只有申请人可以撤回',
      en: 'Only the applicant withdraws',
    });
  }
  const applicants = input.found.parties.filter((each) => each.side === 'applicant');
  if (applicants.every(({ id }) => ids.includes(id) || agreedBy.includes(id))) {
    return { concludedOn: withdrawnOn(input, said) };
  }
  throw fieldRule('/agreedBy', 'withdrawal-not-by-all', {
    zh: '有数名申请人的，须全部撤回；只有部分退出的，从当事人中更正',
    en: 'All applicants withdraw together; one that leaves alone is taken out of the parties',
  });
}

function amountOf({ amountAgreed }: BodyOf<'agree-orally'>): bigint {
  return parseYuan(amountAgreed, '/amountAgreed');
}

/** A breach that was only a performance recorded late never was one. */
function performed({ found, clocks }: MoveInput, on: LocalDate): CaseSet {
  // Of an oral agreement, or one that was imported, no promise tells: the day of the breach does.
  const isBefore = found.breachedOn !== null && on < found.breachedOn;
  const isKept = found.state === 'BREACHED' && (isBefore || isKeptBy(clocks, on));
  return { performedOn: on, ...(isKept ? { breachedOn: null, curedOn: null } : {}) };
}

function performedOn({ effectiveOn }: DisputeCase, body: BodyOf<'perform'>, today: LocalDate): LocalDate {
  const day = body.performedOn ?? today;
  if (effectiveOn !== null) checkNotBefore(day, effectiveOn, '/performedOn');
  checkNotFuture(day, today, '/performedOn');
  return day;
}

function movedClocks(input: MoveInput, state: State): RunningClock[] {
  const { found, clocks, move, now, calendar } = input;
  const mediate = clocks.find(({ kind, stoppedAt }) => kind === 'mediate' && stoppedAt === null);
  if (move.action === 'extend' && mediate !== undefined) {
    return [extendClock(mediate, { unit: 'calendar-day', amount: move.body.days }, calendar, now)];
  }
  if (AT_REST.includes(state)) return endedWithCase(clocks, now);
  // Before signatures and seal there is no agreement in law (调解仲裁法 art. 14): the term goes on.
  if (move.action !== 'agree-orally') {
    return mediate === undefined || isOpen(state) ? [] : [stopClock(mediate, now)];
  }
  const day = reachedOn(input, move.body);
  const options = clocksOfEffect(found.labour, { start: startOfDay(day), now, calendar });
  return [...keptByDay(clocks, day, now), ...options.map((clock) => sweptNext(clock, now))];
}

/** Decides an action; throws a refusal where the table, a guard or a rule of the action says no. */
export function decideMove(input: MoveInput): Decision {
  const { found, clocks, fit, actor, standing, move, now } = input;
  const next = ensureAllowed(found, actor, standing, { action: move.action, at: { now, clocks, fit } });
  const goesOn = isThirdLeaving(input);
  const state = goesOn ? found.state : next;
  const outcome = goesOn ? undefined : ENDINGS[move.action];
  const ended = outcome === undefined ? {} : { ...NOT_AGREED, outcome, concludedOn: localDateOf(now) };
  const set: CaseSet = { ...ended, ...effectOf(input), state };
  const { reason } = move.body as { reason?: string };
  return {
    set,
    clocks: movedClocks(input, state),
    change: {
      from: found.state,
      to: state,
      ...('code' in move.body ? { code: move.body.code } : {}),
      ...(set.breachedOn === undefined ? {} : { breachedOn: set.breachedOn }),
    },
    words: move.body,
    ...(outcome !== undefined && reason !== undefined ? { closingNote: reason } : {}),
  };
}
