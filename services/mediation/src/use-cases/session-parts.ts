import { fieldRule, refuse, type Text } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { constraintOf } from '@qinwu/platform/db/constraint';
import type { Deps } from '../deps.ts';
import { noticeText, replacedNotice, type SessionFacts } from '../rules/notice-text.ts';
import type { SessionContent } from '../rules/session.ts';
import type { BookedKind, SessionNotice } from '../session-vocabulary.ts';
import { listTaken } from '../store/find-sessions.ts';
import { findOptionalRoom, type RoomRow } from '../store/rooms.ts';
import type { BookingRow, NoticeRow, SessionRow } from '../store/session-tables.ts';
import type { OpenedCase } from './open-case.ts';
import { caseErased } from './party-marks.ts';
import { openJson, sealJson } from './secrets.ts';

/** A session with what is sealed of it besides its minutes. */
export interface OpenedSession extends SessionRow {
  said: SessionContent | null;
}

const column = 'session';

/** Opens what is sealed of a session. */
export function openSession(
  { keyring }: Deps,
  { dek }: Pick<OpenedCase, 'dek'>,
  row: SessionRow,
): OpenedSession {
  return { ...row, said: openJson<SessionContent>(keyring, dek, { column, id: row.id }, row.content) };
}

/** A session as it is stored. */
export function sealSession(
  { keyring }: Deps,
  { dek }: Pick<OpenedCase, 'dek'>,
  { said, ...row }: OpenedSession,
): SessionRow {
  if (dek === null) throw caseErased();
  const empty: SessionContent = { place: null, participants: [], reason: null };
  return { ...row, content: sealJson(keyring, dek, { column, id: row.id }, said ?? empty) };
}

/** The room of this code; refuses one the park does not have. */
export async function roomOf(
  deps: Deps,
  park: string,
  code: string | null,
  pointer = '/room',
): Promise<RoomRow | null> {
  if (code === null) return null;
  const room = await findOptionalRoom(deps.db, park, code);
  if (room !== null) return room;
  throw fieldRule(pointer, 'room-unknown', { zh: '没有该调解室', en: 'There is no such room' });
}

function wantedBy({ mediators, room }: SessionRow): { kind: BookedKind; key: string }[] {
  return [
    ...mediators.map((key) => ({ kind: 'mediator' as const, key })),
    ...(room === null ? [] : [{ kind: 'room' as const, key: room }]),
  ];
}

/** What a session takes, written over what it or its predecessor took; what is left over is given up. */
export function bookingsOf(session: SessionRow, before: readonly BookingRow[] = []): BookingRow[] {
  const { id: sessionId, parkId, startsAt, endsAt } = session;
  const left = new Map(before.map((row) => [`${row.kind}/${row.key}`, row]));
  const taken = wantedBy(session).map(({ kind, key }) => {
    const known = left.get(`${kind}/${key}`);
    left.delete(`${kind}/${key}`);
    return { id: known?.id ?? newId(), parkId, sessionId, kind, key, startsAt, endsAt, taken: true };
  });
  return [...taken, ...releasedBookings([...left.values()])];
}

/** Bookings given up. */
export function releasedBookings(before: readonly BookingRow[]): BookingRow[] {
  return before.map((row) => ({ ...row, taken: false }));
}

const TAKEN: Record<BookedKind, Text> = {
  mediator: { zh: '调解员在该时段已有会议', en: 'The mediator sits in another session' },
  room: { zh: '调解室在该时段已被占用', en: 'The room is taken' },
};

/** Turns a broken exclusion into a refusal that names what is taken, and not by whose case; else the error itself. */
export async function overlapOf(
  deps: Deps,
  error: unknown,
  session: SessionRow,
  except: string | null = null,
): Promise<unknown> {
  if (constraintOf(error) !== 'session_booking_free') return error;
  const { parkId: park, startsAt, endsAt } = session;
  const wanted = wantedBy(session);
  const keys = wanted.map(({ key }) => key);
  const rows = await listTaken(deps.db, { park, startsAt, endsAt, keys, except });
  const taken = rows
    .filter((row) => wanted.some(({ kind, key }) => kind === row.kind && key === row.key))
    .map(({ kind, key, startsAt: from, endsAt: to }) => ({
      kind,
      key,
      startsAt: from.toISOString(),
      endsAt: to.toISOString(),
    }));
  return refuse('conflict', 'session-overlap', TAKEN[taken[0]?.kind ?? 'mediator'], { extra: { taken } });
}

/** Notices of what became of a session, one for each party invited and each mediator. */
export function noticesOf(
  { keyring }: Deps,
  { row, dek }: OpenedCase,
  notice: {
    kind: SessionNotice;
    session: OpenedSession;
    /** The session it was, where it was moved. */
    before?: OpenedSession;
    rooms: ReadonlyMap<string, string>;
    /** Names of those who gave up a seat or took one. */
    names?: ReadonlyMap<string, string>;
    /** Why, in words meant for all of them. */
    reason?: string | undefined;
    now: Date;
  },
): NoticeRow[] {
  const { kind, session, before, rooms, names = new Map<string, string>(), reason = null, now } = notice;
  if (dek === null) throw caseErased();
  const factsOf = ({ startsAt, endsAt, room, said }: OpenedSession): SessionFacts => ({
    number: row.number,
    startsAt,
    endsAt,
    room: room === null ? null : (rooms.get(room) ?? room),
    place: said?.place ?? null,
    link: said?.link ?? null,
  });
  const was = before === undefined ? null : factsOf(before);
  const gone = (before?.mediators ?? []).filter((id) => !session.mediators.includes(id));
  const come = session.mediators.filter((id) => before !== undefined && !before.mediators.includes(id));
  const nameOf = (id: string) => names.get(id) ?? '';
  const told = { gone: gone.map(nameOf), come: come.map(nameOf), reason };
  const content = noticeText(kind, factsOf(session), was, told);
  const parties = new Set([...session.invited, ...(before?.invited ?? [])]);
  const mediators = new Set([...session.mediators, ...(before?.mediators ?? [])]);
  const toAll = [
    ...[...parties].map((partyId) => ({ partyId, mediatorId: null })),
    ...[...mediators].map((mediatorId) => ({ partyId: null, mediatorId })),
  ];
  return toAll.map((to) => {
    const id = newId();
    return {
      id,
      parkId: row.parkId,
      caseId: row.id,
      sessionId: session.id,
      ...to,
      kind,
      content: sealJson(
        keyring,
        dek,
        { column: 'notice', id },
        was !== null && to.mediatorId !== null && gone.includes(to.mediatorId)
          ? replacedNotice(was, told)
          : content,
      ),
      createdAt: now,
      readAt: null,
    };
  });
}
