import type { Database } from '@qinwu/platform/db/database';
import { and, asc, eq, getTableColumns, gt, gte, inArray, isNotNull, lt, or, sql } from 'drizzle-orm';
import { disputeCase, type PartyRow } from './case-table.ts';
import {
  type BookingRow,
  type CaseMediatorRow,
  caseMediator,
  type SessionRow,
  session,
  sessionBooking,
} from './session-tables.ts';

/** Everybody who was ever named in a case, the first first. */
export async function listNamed({ orm }: Database, park: string, caseId: string): Promise<CaseMediatorRow[]> {
  return orm
    .select()
    .from(caseMediator)
    .where(and(eq(caseMediator.parkId, park), eq(caseMediator.caseId, caseId)))
    .orderBy(asc(caseMediator.namedAt), asc(caseMediator.id));
}

/** The sessions of a case in order of time. */
export async function listSessions({ orm }: Database, park: string, caseId: string): Promise<SessionRow[]> {
  return orm
    .select()
    .from(session)
    .where(and(eq(session.parkId, park), eq(session.caseId, caseId)))
    .orderBy(asc(session.startsAt), asc(session.id));
}

/** What a session takes or took. */
export async function listBookings(
  { orm }: Database,
  park: string,
  sessionId: string,
): Promise<BookingRow[]> {
  return orm
    .select()
    .from(sessionBooking)
    .where(and(eq(sessionBooking.parkId, park), eq(sessionBooking.sessionId, sessionId)))
    .orderBy(asc(sessionBooking.id));
}

/** Of these mediators and rooms, what another session takes in that time. */
export async function listTaken(
  { orm }: Database,
  {
    park,
    startsAt,
    endsAt,
    keys,
    except,
  }: {
    park: string;
    startsAt: Date;
    endsAt: Date;
    keys: readonly string[];
    except: string | null;
  },
): Promise<BookingRow[]> {
  const rows = await orm
    .select()
    .from(sessionBooking)
    .where(
      and(
        eq(sessionBooking.parkId, park),
        eq(sessionBooking.taken, true),
        inArray(sessionBooking.key, [...keys]),
        lt(sessionBooking.startsAt, endsAt),
        gt(sessionBooking.endsAt, startsAt),
      ),
    )
    .orderBy(asc(sessionBooking.kind), asc(sessionBooking.key));
  return rows.filter(({ sessionId }) => sessionId !== except);
}

/** A session in a calendar, with as much of its case as says who stands in it. */
export type CalendarRow = SessionRow & {
  standing: { parties: PartyRow[]; members: string[]; filedBy: string; sealed: boolean };
};

export interface CalendarPage {
  park: string;
  from: Date;
  to: Date;
  mediator?: string | undefined;
  room?: string | undefined;
  after: { startsAt: Date; id: string } | null;
  limit: number;
}

/** Sessions of the park that touch a time, whatever became of them. */
export async function listCalendar({ orm }: Database, page: CalendarPage): Promise<CalendarRow[]> {
  const { park, from, to, mediator, room, after, limit } = page;
  const { parties, members, filedBy, sealed } = disputeCase;
  return orm
    .select({ ...getTableColumns(session), standing: { parties, members, filedBy, sealed } })
    .from(session)
    .innerJoin(disputeCase, eq(disputeCase.id, session.caseId))
    .where(
      and(
        eq(session.parkId, park),
        // No session is longer than twelve hours: the index ends the search.
        gte(session.startsAt, new Date(from.getTime() - 12 * 3_600_000)),
        lt(session.startsAt, to),
        gt(session.endsAt, from),
        mediator === undefined ? undefined : sql`${mediator}::uuid = any(${session.mediators})`,
        room === undefined ? undefined : eq(session.room, room),
        after === null
          ? undefined
          : or(
              gt(session.startsAt, after.startsAt),
              and(eq(session.startsAt, after.startsAt), gt(session.id, after.id)),
            ),
      ),
    )
    .orderBy(asc(session.startsAt), asc(session.id))
    .limit(limit);
}

/** The planned sessions that take a mediator or a room in a time, the first first. */
export async function listPlannedWith(
  { orm }: Database,
  {
    park,
    kind,
    key,
    from,
    to,
    limit,
  }: {
    park: string;
    kind: BookingRow['kind'];
    key: string;
    from: Date;
    to: Date;
    limit: number;
  },
): Promise<SessionRow[]> {
  return orm
    .select(getTableColumns(session))
    .from(session)
    .innerJoin(sessionBooking, eq(sessionBooking.sessionId, session.id))
    .where(
      and(
        eq(sessionBooking.parkId, park),
        eq(sessionBooking.kind, kind),
        eq(sessionBooking.key, key),
        eq(sessionBooking.taken, true),
        lt(sessionBooking.startsAt, to),
        gt(sessionBooking.endsAt, from),
        eq(session.status, 'planned'),
      ),
    )
    .orderBy(asc(session.startsAt), asc(session.id))
    .limit(limit);
}

/** What a bulk move has already put in place. */
export async function listMoved({ orm }: Database, park: string, moveRef: string): Promise<SessionRow[]> {
  return orm
    .select()
    .from(session)
    .where(and(eq(session.parkId, park), eq(session.moveRef, moveRef)))
    .orderBy(asc(session.startsAt), asc(session.id));
}

/** Sessions still to come of cases that have ended, at most `limit`; one that began may have been held. */
export async function listPlannedOfEnded(
  { orm }: Database,
  { now, limit }: { now: Date; limit: number },
): Promise<{ park: string; caseId: string; id: string }[]> {
  return orm
    .select({ park: session.parkId, caseId: session.caseId, id: session.id })
    .from(session)
    .innerJoin(disputeCase, eq(disputeCase.id, session.caseId))
    .where(and(eq(session.status, 'planned'), gt(session.startsAt, now), isNotNull(disputeCase.concludedOn)))
    .limit(limit);
}
