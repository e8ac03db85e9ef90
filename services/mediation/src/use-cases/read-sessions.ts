import type { Caller } from '@qinwu/domain/caller';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { decodeCursor, encodeCursor, type Page } from '@qinwu/domain/page';
import type { Deps } from '../deps.ts';
import { concernedBy } from '../rules/session.ts';
import { ensureAtTable } from '../rules/speaker.ts';
import { standingOf } from '../rules/standing.ts';
import { addDisclosure } from '../store/disclosures.ts';
import { type CalendarRow, listCalendar, listSessions } from '../store/find-sessions.ts';
import { sessionOfCase } from './move-session.ts';
import { type OpenedCase, openCase } from './open-case.ts';
import { openJson } from './secrets.ts';
import { type OpenedSession, openSession } from './session-parts.ts';

const LONGEST_MS = 93 * 86_400_000;

/** The sessions of a case: all for those who run it, and for a party those it was invited or came to. */
export async function readSessions(deps: Deps, found: OpenedCase): Promise<OpenedSession[]> {
  const { row, standing } = found;
  ensureAtTable(standing);
  const rows = await listSessions(deps.db, row.parkId, row.id);
  const shown =
    standing.as === 'party'
      ? rows.filter((row) => concernedBy(row).some((id) => standing.parties.includes(id)))
      : rows;
  return shown.map((session) => openSession(deps, found, session));
}

/** The minutes of a session, for a mediator of the case alone; every reading is on record before it is given. */
export async function readMinutes(
  deps: Deps,
  { actor, now }: Caller,
  { id, sessionId }: { id: string; sessionId: string },
): Promise<string> {
  const found = await openCase(deps, actor, id);
  if (found.standing.as !== 'mediator') {
    throw refuse('forbidden', 'minutes-of-mediators', {
      zh: '会议记录仅承办调解员可以查看',
      en: 'Only the mediators of the case read the minutes',
    });
  }
  const session = await sessionOfCase(deps, found, sessionId);
  const at = { column: 'session.minutes', id: session.id };
  const text =
    session.minutes === null ? null : openJson<string>(deps.keyring, found.dek, at, session.minutes);
  if (text === null) {
    throw refuse('missing', 'minutes-missing', { zh: '没有会议记录', en: 'There are no minutes' });
  }
  const fields = [`sessions/${session.id}/minutes`];
  await addDisclosure(deps.db, { park: actor.park, caseId: id, actor: actor.id, at: now, fields });
  return text;
}

export interface CalendarQuery {
  from: Date;
  to: Date;
  mediator?: string | undefined;
  room?: string | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** A session in the calendar; whose case it is shows only to who stands in that case. */
export type CalendarItem = Omit<CalendarRow, 'caseId'> & { caseId: string | null };

/** A page of the calendar of the park's sessions, without what they are about. */
export async function readCalendar(
  deps: Deps,
  { actor }: Caller,
  { limit, cursor, ...filter }: CalendarQuery,
): Promise<Page<CalendarItem>> {
  const { from, to } = filter;
  if (from >= to || to.getTime() - from.getTime() > LONGEST_MS) {
    throw fieldRule('/to', 'period-invalid', {
      zh: '止须晚于起，且不超过九十三天',
      en: 'must be later than from, by 93 days at most',
    });
  }
  const [startsAt, id] = cursor === undefined ? [] : decodeCursor(cursor, filter, ['instant', 'id']);
  const after = startsAt === undefined ? null : { startsAt: new Date(String(startsAt)), id: String(id) };
  const rows = await listCalendar(deps.db, { ...filter, park: actor.park, after, limit: limit + 1 });
  const items = rows.slice(0, limit).map((row) => {
    const standing = standingOf(actor, row.standing);
    return { ...row, caseId: standing === null ? null : row.caseId };
  });
  const last = items.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { items, next: hasMore ? encodeCursor([last.startsAt.toISOString(), last.id], filter) : null };
}
