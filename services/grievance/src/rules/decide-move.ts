/** One action on one grievance: values and `now` in, a refusal or the whole change out. */
import { type Actor, hasRole } from '@qinwu/domain/actor';
import { localDateOf } from '@qinwu/domain/local-date';
import type { BodyOf, Move } from './action-bodies.ts';
import { checkAssignee } from './assignee.ts';
import { mergeClocks, moveClocks, recapClocks, type Timing } from './clock-moves.ts';
import { type Clock, extendClock, isOpen, summarize } from './clocks.ts';
import type { Directory } from './directory.ts';
import { effects } from './effects.ts';
import type { Grievance } from './grievance.ts';
import { ensureAllowed } from './guards.ts';
import { moveOfAnswer } from './hotline.ts';
import { type Action, lifecycle } from './lifecycle.ts';

/** What happened that others may hear of. */
export type Fact = 'registered' | 'accepted' | 'declined' | 'closed' | 'written-off' | 'escalated';

/** A decided change: what to write, what to put in the ledger, what to announce. */
export interface Decision<Set = Partial<Grievance>> {
  set: Set;
  clocks: Clock[];
  /** For the ledger: `change` as it stands, `words` as ciphertext under the record's key. */
  entry: { action: string; change: Record<string, unknown>; words: Record<string, unknown> };
  facts: Fact[];
  /** When the clock fell due that took the case up. */
  overdueSince?: Date;
}

export interface MoveInput {
  grievance: Grievance;
  clocks: readonly Clock[];
  actor: Actor;
  move: Move;
  directory: Directory;
  timing: Timing;
  /** For what the action makes. */
  newId: string;
}

// One action's body always meets its own effect; the table's type says so, the compiler cannot follow it.
function effectOf<A extends Action>(action: A, input: MoveInput, body: BodyOf<A>): Partial<Grievance> {
  const { actor, timing } = input;
  const acting = { actor: actor.id, now: timing.now, isClient: hasRole(actor, 'client'), newId: input.newId };
  return effects[action](input.grievance, body, acting);
}

function extendAnswer(input: MoveInput): Clock[] {
  const { grievance, clocks, timing } = input;
  const request = grievance.extensionRequest;
  const answer = clocks.find(
    (clock) => clock.kind === 'answer' && clock.cycle === grievance.cycle && isOpen(clock),
  );
  if (request === null || answer === undefined) return [];
  const limit = { unit: request.unit, amount: request.amount };
  return [extendClock(answer, limit, timing.calendar, timing.now)];
}

function factsOf(before: Grievance, after: Grievance): Fact[] {
  const facts: Fact[] = [];
  if (before.acceptedAt === null && after.acceptedAt !== null) facts.push('accepted');
  if (before.state !== after.state) {
    if (after.state === 'DECLINED') facts.push('declined');
    if (after.state === 'CLOSED') facts.push('closed');
    if (after.state === 'WRITTEN_OFF') facts.push('written-off');
  }
  if (after.escalationLevel > before.escalationLevel) facts.push('escalated');
  return facts;
}

/** What the ledger keeps of a clock that was moved. */
export function clockLine({ kind, cycle, run, dueAt, stoppedAt, onTime }: Clock): Record<string, unknown> {
  const stopped = stoppedAt === null ? {} : { stoppedAt: stoppedAt.toISOString(), onTime };
  return { kind, cycle, run, dueAt: dueAt.toISOString(), ...stopped };
}

/** Decides an action; throws a refusal where the table, a guard or a rule of the action says no. */
export function decideMove(input: MoveInput): Decision {
  const { grievance, actor, move } = input;
  ensureAllowed(grievance, actor, move.action);
  if (move.action === 'assign') checkAssignee(move.body, input.directory, localDateOf(input.timing.now));
  if (move.action !== 'hotline-answer') return applyMove(input, move);
  const matter = grievance.hotlinePending;
  if (matter === null) throw new Error('a guard let an unasked answer of the hotline pass');
  const { granted, dueAt } = move.body;
  const answered = moveOfAnswer(matter, move.body, grievance);
  return applyMove(input, answered, granted && dueAt !== undefined ? { hotlineDueAt: new Date(dueAt) } : {});
}

function applyMove(input: MoveInput, move: Move, said: Partial<Grievance> = {}): Decision {
  const { grievance, timing } = input;
  const state = lifecycle.next(grievance.state, move.action);
  const set = { ...said, ...effectOf(move.action, input, move.body), state };
  const after: Grievance = { ...grievance, ...set };
  const moved =
    move.action === 'approve-extension'
      ? extendAnswer(input)
      : moveClocks(input.clocks, after, move.action, timing);
  const clocks = recapClocks(input.clocks, moved, after.hotlineDueAt, timing);
  const shown = summarize(mergeClocks(input.clocks, clocks));
  const change = {
    from: grievance.state,
    to: state,
    ...(input.move.action === move.action ? {} : { as: move.action }),
    clocks: clocks.map(clockLine),
  };
  return {
    set: { ...set, ...shown },
    clocks,
    entry: { action: input.move.action, change, words: input.move.body },
    facts: factsOf(grievance, after),
  };
}
