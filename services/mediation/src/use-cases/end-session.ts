import { createHash } from 'node:crypto';
import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import { retryStale } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Deps } from '../deps.ts';
import {
  attendanceOf,
  checkParticipants,
  ensureBegun,
  ensurePlanned,
  ensureRecordable,
  type Participant,
} from '../rules/session.ts';
import { ensureRunsCase } from '../rules/speaker.ts';
import { listBookings } from '../store/find-sessions.ts';
import { saveCaseWithSessions, sessionValues } from '../store/session-commits.ts';
import { type CaseChange, commitCase } from './commit-case.ts';
import { sessionOfCase } from './move-session.ts';
import { type OpenedCase, openCase, type Present } from './open-case.ts';
import { caseErased } from './party-marks.ts';
import { sealJson } from './secrets.ts';
import { noticesOf, type OpenedSession, releasedBookings, roomOf, sealSession } from './session-parts.ts';

/** How a session ended. */
export type SessionEnd =
  | {
      action: 'hold';
      attendance: readonly { party: string; present: boolean }[];
      participants?: readonly Participant[] | undefined;
      minutes?: string | undefined;
    }
  | {
      action: 'cancel';
      reason: string;
      /** Why, in words the notices carry. */
      noticeReason?: string | undefined;
    };

type Hold = Extract<SessionEnd, { action: 'hold' }>;
type Cancel = Extract<SessionEnd, { action: 'cancel' }>;

/** What mediators wrote down is theirs: nobody else writes it, and nobody else reads it. */
function sealedMinutes(
  deps: Deps,
  { standing, dek }: OpenedCase,
  { id }: OpenedSession,
  text: string | undefined,
): string | null {
  if (text === undefined) return null;
  if (standing.as !== 'mediator') {
    throw refuse('forbidden', 'minutes-of-mediators', {
      zh: '会议记录由承办调解员填写',
      en: 'The minutes are written by a mediator of the case',
    });
  }
  if (dek === null) throw caseErased();
  return sealJson(deps.keyring, dek, { column: 'session.minutes', id }, text);
}

function held(
  deps: Deps,
  { now }: Caller,
  found: OpenedCase,
  { before, end }: { before: OpenedSession; end: Hold },
): { session: OpenedSession; change: CaseChange } {
  ensureRecordable(found.row, before);
  ensureBegun(before, now);
  const participants = end.participants ?? before.said?.participants ?? [];
  checkParticipants(participants, found.row.parties);
  const attendance = attendanceOf(before.invited, end.attendance);
  const minutes = sealedMinutes(deps, found, before, end.minutes);
  const session: OpenedSession = {
    ...before,
    status: 'held',
    attendance,
    minutes,
    closedAt: now,
    said: { place: null, ...before.said, reason: null, participants },
  };
  // Of the ciphertext: shows that the minutes are the same ones, and nothing else.
  const digest = minutes === null ? null : createHash('sha256').update(minutes).digest('hex');
  const change: CaseChange = {
    action: 'session-held',
    change: { session: before.id, attendance, minutes: digest },
    words: { participants },
    statement: saveCaseWithSessions,
    values: sessionValues({ sessions: [sealSession(deps, found, session)] }),
  };
  return { session, change };
}

async function cancelled(
  deps: Deps,
  { now }: Caller,
  found: OpenedCase,
  { before, end: { reason, noticeReason } }: { before: OpenedSession; end: Cancel },
): Promise<{ session: OpenedSession; change: CaseChange }> {
  const { parkId } = found.row;
  const said = { place: null, participants: [], ...before.said, reason };
  const session: OpenedSession = { ...before, status: 'cancelled', closedAt: now, said };
  const room = await roomOf(deps, parkId, before.room);
  const rooms = new Map(room === null ? [] : [[room.code, room.name]]);
  const change: CaseChange = {
    action: 'session-cancelled',
    change: { session: before.id },
    words: { reason, noticeReason },
    statement: saveCaseWithSessions,
    values: sessionValues({
      sessions: [sealSession(deps, found, session)],
      bookings: releasedBookings(await listBookings(deps.db, parkId, before.id)),
      notices: noticesOf(deps, found, {
        kind: 'session-cancelled',
        session,
        rooms,
        reason: noticeReason,
        now,
      }),
    }),
  };
  return { session, change };
}

/** Records that a session was held, or cancels it. */
export async function endSession<A>(
  deps: Deps,
  caller: Caller,
  input: { id: string; sessionId: string; end: SessionEnd; ifMatch: number | null },
  present: (session: OpenedSession) => Present<A>,
): Promise<A> {
  const { id, sessionId, end, ifMatch } = input;
  return retryStale(async () => {
    const found = await openCase(deps, caller.actor, id);
    ensureVersion(found.row, ifMatch);
    ensureRunsCase(found.standing);
    const before = await sessionOfCase(deps, found, sessionId);
    ensurePlanned(before);
    const { session, change } =
      end.action === 'hold'
        ? held(deps, caller, found, { before, end })
        : await cancelled(deps, caller, found, { before, end });
    return commitCase(deps, caller, found, change, present(session));
  });
}
