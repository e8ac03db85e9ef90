import type { Caller } from '@qinwu/domain/caller';
import { localDateOf } from '@qinwu/domain/local-date';
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
  uninvitedIn,
} from '../rules/session.ts';
import { ensureRunsCase } from '../rules/speaker.ts';
import { listBookings } from '../store/find-sessions.ts';
import { saveCaseWithSessions, sessionValues } from '../store/session-commits.ts';
import { type CaseChange, commitCase } from './commit-case.ts';
import { sessionOfCase } from './move-session.ts';
import { type OpenedCase, openCase, type Present } from './open-case.ts';
import { sealedMinutes } from './session-minutes.ts';
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

/** When the end of a case was entered: its term stopped with it. */
function endedAt({ clocks }: OpenedCase): Date | null {
  return clocks.find(({ kind }) => kind === 'mediate')?.stoppedAt ?? null;
}

function held(
  deps: Deps,
  { now }: Caller,
  found: OpenedCase,
  { before, end }: { before: OpenedSession; end: Hold },
): { session: OpenedSession; change: CaseChange } {
  ensureRecordable({ ...found.row, endedAt: endedAt(found) }, before);
  ensureBegun(before, now);
  const participants = end.participants ?? before.said?.participants ?? [];
  const { parties } = found.row;
  checkParticipants(participants, parties);
  const on = localDateOf(before.startsAt);
  const attendance = attendanceOf({ parties, invited: before.invited, on }, end.attendance);
  const uninvited = uninvitedIn({ invited: before.invited, attendance });
  const written = end.minutes === undefined ? null : sealedMinutes(deps, found, before.id, end.minutes);
  const session: OpenedSession = {
    ...before,
    status: 'held',
    attendance,
    minutes: written?.minutes ?? null,
    closedAt: now,
    said: { place: null, ...before.said, reason: null, participants },
  };
  const change: CaseChange = {
    action: 'session-held',
    change: {
      session: before.id,
      attendance,
      ...(uninvited.length === 0 ? {} : { uninvited }),
      minutes: written?.digest ?? null,
    },
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
