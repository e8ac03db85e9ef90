/** What the end of an objection to a score 积分异议 makes of the grievance that was opened of it: answered and closed. */
import type { Resolution, State } from '../vocabulary.ts';
import { mergeClocks, moveClocks, type Timing } from './clock-moves.ts';
import { type Clock, summarize } from './clocks.ts';
import { clockLine, type Decision } from './decide-move.ts';
import type { Grievance } from './grievance.ts';

/** How an objection ended, as credit announced it. */
export interface ObjectionEnd {
  readonly number: string;
  readonly outcome: 'UPHELD' | 'REJECTED' | 'WITHDRAWN';
  readonly decidedOn: string;
}

/** Nobody waits for an answer any more: what people closed, declined or verified is theirs. */
const OVER: readonly State[] = ['DECLINED', 'CLOSED', 'WRITTEN_OFF', 'ARCHIVED'];

const ANSWERS: Readonly<Record<ObjectionEnd['outcome'], { resolution: Resolution; says: string }>> = {
  UPHELD: { resolution: 'resolved', says: '异议成立，积分已更正' },
  REJECTED: { resolution: 'explained', says: '异议不成立，积分不变' },
  WITHDRAWN: { resolution: 'explained', says: '企业已撤回异议' },
};

/** The grievance closed with the outcome as its answer, its clocks stopped; null where it is over already. */
export function decideObjectionEnd(
  { grievance, clocks, actor }: { grievance: Grievance; clocks: readonly Clock[]; actor: string },
  { number, outcome, decidedOn }: ObjectionEnd,
  timing: Timing,
): Decision | null {
  if (OVER.includes(grievance.state)) return null;
  const { now } = timing;
  const { resolution, says } = ANSWERS[outcome];
  const result = `${says}（${number}）`;
  const set: Partial<Grievance> = {
    state: 'CLOSED',
    // Where its handler has said already whether it is solved, those words stand.
    ...(grievance.resolution === null && { resolution, resultText: result }),
    handlers: [...new Set([...grievance.handlers, actor])],
    acceptedAt: grievance.acceptedAt ?? now,
    contactedAt: grievance.contactedAt ?? now,
    repliedAt: grievance.repliedAt ?? now,
    closedAt: now,
    unroutedReason: null,
    hotlinePending: null,
    suspendedSince: null,
  };
  const stopped = moveClocks(clocks, { ...grievance, ...set }, 'resolve', timing);
  const change = {
    from: grievance.state,
    to: 'CLOSED',
    objection: number,
    outcome,
    decidedOn,
    clocks: stopped.map(clockLine),
  };
  return {
    set: { ...set, ...summarize(mergeClocks(clocks, stopped)) },
    clocks: stopped,
    entry: { action: 'objection-decided', change, words: { result } },
    facts: grievance.acceptedAt === null ? ['accepted', 'closed'] : ['closed'],
  };
}
