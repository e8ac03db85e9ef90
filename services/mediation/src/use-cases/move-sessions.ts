import { createHash } from 'node:crypto';
import type { Caller } from '@qinwu/domain/caller';
import { fieldRule, isDomainError, refuse, type Text } from '@qinwu/domain/errors';
import { type KeptAnswer, keepAnswer } from '@qinwu/platform/db/idempotency';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import type { Deps } from '../deps.ts';
import { listMoved, listPlannedWith } from '../store/find-sessions.ts';
import { findMediators } from '../store/mediators.ts';
import type { SessionRow } from '../store/session-tables.ts';
import { moveSession, type Relocation } from './move-session.ts';
import { roomOf } from './session-parts.ts';

/** Sessions of one mediator or room in a time, all to be moved by so much or given a replacement. */
export interface BulkMove {
  taken: { kind: 'mediator' | 'room'; key: string };
  from: Date;
  to: Date;
  how: { minutes: number } | { replacement: string };
  reason: string;
  /** Why, in words the notices carry. */
  noticeReason?: string | undefined;
}

export interface BulkResult {
  moved: { session: string; to: string; startsAt: Date; endsAt: Date }[];
  left: { session: string; code: string; why: Text }[];
}

const MOST = 200;
const LONGEST_MS = 93 * 86_400_000;

function checkPeriod({ from, to }: BulkMove): void {
  if (from < to && to.getTime() - from.getTime() <= LONGEST_MS) return;
  throw fieldRule('/to', 'period-invalid', {
    zh: '止须晚于起，且不超过九十三天',
    en: 'must be later than from, by 93 days at most',
  });
}

async function checkReplacement(
  { db, ...deps }: Deps,
  park: string,
  { taken, how }: BulkMove,
): Promise<void> {
  if (!('replacement' in how)) return;
  const { replacement } = how;
  const pointer = `/replacement/${taken.kind}`;
  if (replacement === taken.key) {
    throw fieldRule(pointer, 'replacement-is-same', { zh: '不能以自身替换', en: 'That is the same one' });
  }
  if (taken.kind === 'room') await roomOf({ db, ...deps }, park, replacement, pointer);
  else if ((await findMediators(db, park, [replacement])).length === 0) {
    throw fieldRule(pointer, 'mediator-unknown', { zh: '名册中没有该调解员', en: 'No such mediator' });
  }
}

function relocation({ taken, how, reason, noticeReason }: BulkMove, session: SessionRow): Relocation {
  const why = { reason, noticeReason };
  if ('minutes' in how) {
    const shifted = (at: Date) => new Date(at.getTime() + how.minutes * 60_000);
    return { startsAt: shifted(session.startsAt), endsAt: shifted(session.endsAt), ...why };
  }
  if (taken.kind === 'room') return { room: how.replacement, ...why };
  return { replacement: { of: taken.key, by: how.replacement }, ...why };
}

/** Those that go later give way from the last, those that go earlier from the first: none meets one yet to move. */
function inTurn(sessions: readonly SessionRow[], { how }: BulkMove): readonly SessionRow[] {
  return 'minutes' in how && how.minutes > 0 ? sessions.toReversed() : sessions;
}

type One = { session: SessionRow } | { left: { code: string; why: Text } };

async function moveOne(deps: Deps, caller: Caller, session: SessionRow, to: Relocation): Promise<One> {
  const input = { id: session.caseId, sessionId: session.id, to, ifMatch: null };
  try {
    const moved = await moveSession(deps, caller, input, (placed) => () => ({
      answer: placed,
      kept: undefined,
    }));
    return { session: moved };
  } catch (error) {
    if (!isDomainError(error) || error.kind === 'unavailable') throw error;
    return { left: { code: error.code, why: error.detail ?? error.title } };
  }
}

/**
 * Moves every session that falls out, each in a commit of its own with its case's ledger entry and notices; what would
 * clash stays and is reported. `key` names the request: begun again, it goes on where it stopped and moves nothing twice.
 */
export async function moveSessions<A>(
  deps: Deps,
  caller: Caller,
  { bulk, key }: { bulk: BulkMove; key: string },
  present: (result: BulkResult) => { answer: A; kept: KeptAnswer | undefined },
): Promise<A> {
  const { actor } = caller;
  checkPeriod(bulk);
  await checkReplacement(deps, actor.park, bulk);
  const moveRef = createHash('sha256')
    .update(JSON.stringify([actor.park, actor.id, key, bulk]))
    .digest('hex');
  const { kind, key: takenKey } = bulk.taken;
  const { from, to } = bulk;
  const planned = await listPlannedWith(deps.db, {
    park: actor.park,
    kind,
    key: takenKey,
    from,
    to,
    limit: MOST + 1,
  });
  if (planned.length > MOST) {
    throw refuse('rule', 'too-many-sessions', {
      zh: `一次至多调整 ${MOST} 场会议，请缩短时段`,
      en: `At most ${MOST} sessions at a time: take a shorter period`,
    });
  }
  const left: BulkResult['left'] = [];
  const due = planned.filter((session) => session.moveRef !== moveRef);
  for (const session of inTurn(due, bulk)) {
    const one = await moveOne(deps, caller, session, { ...relocation(bulk, session), moveRef });
    if ('left' in one) left.push({ session: session.id, ...one.left });
  }
  const moved = await listMoved(deps.db, actor.park, moveRef);
  const { answer, kept } = present({
    moved: moved.map(({ id, movedFrom, startsAt, endsAt }) => ({
      session: movedFrom ?? id,
      to: id,
      startsAt,
      endsAt,
    })),
    // Another run of the same request may have moved it meanwhile.
    left: left.filter(({ session }) => !moved.some(({ movedFrom }) => movedFrom === session)),
  });
  if (kept !== undefined) await inTransaction(deps.db, (tx) => keepAnswer(tx, kept));
  return answer;
}
