import { defineCommit } from '@qinwu/platform/db/commit';
import { type InferSelectModel, placeholder, type SQL, sql } from 'drizzle-orm';
import { changedCase, clocksPart } from './case-commits.ts';
import { wordParts } from './recorded-words.ts';
import {
  type BookingRow,
  type CaseMediatorRow,
  caseMediator,
  type NoticeRow,
  notice,
  type SessionRow,
  session,
  sessionBooking,
} from './session-tables.ts';
import { rowValues, writtenRows } from './written-rows.ts';

/**
 * Part of a commit: writes bookings. Two commits that took the same mediator at once would wait for each other in the
 * exclusion constraint until PostgreSQL ends one as a deadlock; so each takes the rows of what it books first, always
 * in the same order, and whoever comes second is refused at once.
 */
const bookingsPart: SQL = sql`
  insert into session_booking (id, park_id, session_id, kind, key, starts_at, ends_at, taken)
  with wanted as (
    select b.* from jsonb_populate_recordset(null::session_booking, ${placeholder('bookings')}::jsonb) b
  ), mediators as materialized (
    select m.id from mediator m
    where m.park_id = ${placeholder('parkId')}
      and m.id in (select w.key::uuid from wanted w where w.kind = 'mediator' and w.taken)
    order by m.id for no key update
  ), rooms as materialized (
    select r.id from room r
    where r.park_id = ${placeholder('parkId')} and (select count(*) from mediators) >= 0
      and r.code in (select w.key from wanted w where w.kind = 'room' and w.taken)
    order by r.id for no key update
  )
  select w.id, w.park_id, w.session_id, w.kind, w.key, w.starts_at, w.ends_at, w.taken
  from "guard", wanted w
  where (select count(*) from rooms) >= 0
  on conflict (id) do update set session_id = excluded.session_id, key = excluded.key,
    starts_at = excluded.starts_at, ends_at = excluded.ends_at, taken = excluded.taken`;

/** A case with its mediators, sessions, what these take, and what is told of them. */
export const saveCaseWithSessions = defineCommit('save-case-sessions', {
  guard: changedCase,
  also: {
    clocks: clocksPart,
    named: writtenRows(caseMediator, 'named'),
    sessions: writtenRows(session, 'sessions'),
    bookings: bookingsPart,
    notices: writtenRows(notice, 'notices'),
  },
});

/** A case with a mediator to whom a party objects, and the word by which it does. */
export const saveCaseWithObjection = defineCommit('save-case-objection', {
  guard: changedCase,
  also: { clocks: clocksPart, named: writtenRows(caseMediator, 'named'), ...wordParts },
});

export interface SessionRows {
  named?: readonly CaseMediatorRow[];
  sessions?: readonly SessionRow[];
  bookings?: readonly BookingRow[];
  notices?: readonly NoticeRow[];
}

/** The values of the placeholders of `saveCaseWithSessions`; what is given up is written before what is taken. */
export function sessionValues({ named = [], sessions = [], bookings = [], notices = [] }: SessionRows) {
  const ordered: InferSelectModel<typeof sessionBooking>[] = bookings.toSorted(
    (a, b) => Number(a.taken) - Number(b.taken),
  );
  return {
    named: rowValues(caseMediator, named),
    sessions: rowValues(session, sessions),
    bookings: rowValues(sessionBooking, ordered),
    notices: rowValues(notice, notices),
  };
}
