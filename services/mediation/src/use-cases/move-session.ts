import type { Caller } from '@qinwu/domain/caller';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { retryStale } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Deps } from '../deps.ts';
import {
  checkTimes,
  checkVenue,
  ensureInSession,
  ensurePlanned,
  invitedOf,
  sittingOf,
} from '../rules/session.ts';
import { ensureRunsCase } from '../rules/speaker.ts';
import { listBookings, listSessions } from '../store/find-sessions.ts';
import { findMediators } from '../store/mediators.ts';
import { saveCaseWithSessions, sessionValues } from '../store/session-commits.ts';
import type { CaseMediatorRow } from '../store/session-tables.ts';
import { type CaseChange, commitCase } from './commit-case.ts';
import { namingChange } from './name-mediators.ts';
import { ensureNaming } from './naming.ts';
import { type OpenedCase, openCase, type Present } from './open-case.ts';
import { ensureStillChoosable, linesOf } from './plan-session.ts';
import {
  bookingsOf,
  noticesOf,
  type OpenedSession,
  openSession,
  overlapOf,
  roomOf,
  sealSession,
} from './session-parts.ts';

/** Where a session goes; what is left out stays. */
export interface Relocation {
  startsAt?: Date | undefined;
  endsAt?: Date | undefined;
  /** Null: no room. */
  room?: string | null | undefined;
  place?: string | null | undefined;
  link?: string | null | undefined;
  mediators?: readonly string[] | undefined;
  /** Parties invited besides: whoever is invited stays so, or they would be told where they are not to come. */
  invite?: readonly string[] | undefined;
  reason: string;
  /** Why, in words the notices carry. */
  noticeReason?: string | undefined;
  /** A mediator who takes another's seat, and is named in the case where it is none of its own yet. */
  replacement?: { of: string; by: string };
  moveRef?: string;
}

/** A session of a case; refuses `session-missing`. */
export async function sessionOfCase(
  deps: Deps,
  found: OpenedCase,
  sessionId: string,
): Promise<OpenedSession> {
  const rows = await listSessions(deps.db, found.row.parkId, found.row.id);
  const row = rows.find(({ id }) => id === sessionId);
  if (row !== undefined) return openSession(deps, found, row);
  throw refuse('missing', 'session-missing', { zh: '没有该会议', en: 'There is no such session' });
}

interface Seats {
  mediators: string[];
  set: CaseChange['set'];
  named: CaseMediatorRow[];
}

/** Who sits in the session at its new time; a replacement is named in the case by the same commit. */
async function seatsOf(
  deps: Deps,
  caller: Caller,
  found: OpenedCase,
  { before, to }: { before: OpenedSession; to: Relocation },
): Promise<Seats> {
  const { row } = found;
  const { replacement, startsAt = before.startsAt } = to;
  if (replacement === undefined) {
    const mediators = sittingOf(row.mediators, to.mediators ?? before.mediators);
    await ensureStillChoosable(deps, found, { mediators, startsAt });
    return { mediators, set: undefined, named: [] };
  }
  const seated = before.mediators.filter((id) => id !== replacement.of && id !== replacement.by);
  const mediators = [...seated, replacement.by];
  await ensureStillChoosable(deps, found, { mediators, startsAt });
  if (row.mediators.includes(replacement.by)) return { mediators, set: undefined, named: [] };
  ensureNaming(row);
  const [mediator] = await findMediators(deps.db, row.parkId, [replacement.by]);
  if (mediator === undefined) {
    throw fieldRule('/replacement/mediator', 'mediator-unknown', {
      zh: '名册中没有该调解员',
      en: 'The roster has no such mediator',
    });
  }
  const naming = { mediators: [mediator.id] };
  const { set, rows } = namingChange(deps, caller, found, { mediators: [mediator], naming });
  return { mediators, set, named: rows };
}

function relocated(
  { actor, now }: Caller,
  { row }: OpenedCase,
  before: OpenedSession,
  to: Relocation & { mediators: string[] },
): OpenedSession {
  const { startsAt = before.startsAt, endsAt = before.endsAt } = to;
  const place = to.place === undefined ? (before.said?.place ?? null) : to.place;
  const link = to.link === undefined ? (before.said?.link ?? null) : to.link;
  const stillInvited = before.invited.filter((party) => row.parties.some(({ id }) => id === party));
  return {
    ...before,
    id: newId(),
    room: to.room === undefined ? before.room : to.room,
    startsAt,
    endsAt,
    mediators: to.mediators,
    invited: [...new Set([...stillInvited, ...invitedOf(row.parties, to.invite ?? [], '/invite')])],
    movedFrom: before.id,
    moveRef: to.moveRef ?? null,
    plannedBy: actor.id,
    recordedAt: now,
    said: { place, link, participants: before.said?.participants ?? [], reason: null },
  };
}

/** Who left the session or came to it: nobody else is named in its notices. */
function changedOf(before: readonly string[], after: readonly string[]): string[] {
  return [
    ...before.filter((each) => !after.includes(each)),
    ...after.filter((each) => !before.includes(each)),
  ];
}

async function roomNames(deps: Deps, park: string, codes: readonly (string | null)[]) {
  const found = await Promise.all([...new Set(codes)].map((code) => roomOf(deps, park, code)));
  return new Map(found.flatMap((room) => (room === null ? [] : [[room.code, room.name] as const])));
}

/** Moves a session: it stays as it was, and the one that takes its place is planned in the same commit. */
export async function moveSession<A>(
  deps: Deps,
  caller: Caller,
  input: { id: string; sessionId: string; to: Relocation; ifMatch: number | null },
  present: (session: OpenedSession) => Present<A>,
): Promise<A> {
  const { id, sessionId, to, ifMatch } = input;
  const { actor, now } = caller;
  return retryStale(async () => {
    const found = await openCase(deps, actor, id);
    ensureVersion(found.row, ifMatch);
    ensureRunsCase(found.standing);
    const before = await sessionOfCase(deps, found, sessionId);
    ensurePlanned(before);
    ensureInSession(found.row);
    const seats = await seatsOf(deps, caller, found, { before, to });
    const session = relocated(caller, found, before, { ...to, mediators: seats.mediators });
    checkTimes(session, now);
    const { place = null, link = null } = session.said ?? {};
    checkVenue({ room: session.room, place, link });
    const rooms = await roomNames(deps, actor.park, [session.room, before.room]);
    const left: OpenedSession = {
      ...before,
      status: 'moved',
      movedTo: session.id,
      closedAt: now,
      said: { place: null, participants: [], ...before.said, reason: to.reason },
    };
    const sat = await findMediators(deps.db, actor.park, changedOf(before.mediators, session.mediators));
    const names = new Map(sat.map(({ id: mediator, name }) => [mediator, name]));
    const told = { names, reason: to.noticeReason };
    const notices = noticesOf(deps, found, { kind: 'session-moved', session, before, rooms, ...told, now });
    const { startsAt, endsAt, mediators, invited, room } = session;
    const change: CaseChange = {
      action: 'session-moved',
      ...(seats.set === undefined ? {} : { set: seats.set }),
      change: linesOf({ session: before.id, to: session.id, startsAt, endsAt, room, mediators, invited }),
      words: { reason: to.reason, noticeReason: to.noticeReason, place, link },
      statement: saveCaseWithSessions,
      values: sessionValues({
        named: seats.named,
        sessions: [sealSession(deps, found, left), sealSession(deps, found, session)],
        bookings: bookingsOf(session, await listBookings(deps.db, actor.park, before.id)),
        notices,
      }),
    };
    try {
      return await commitCase(deps, caller, found, change, present(session));
    } catch (error) {
      throw await overlapOf(deps, error, session, before.id);
    }
  });
}
