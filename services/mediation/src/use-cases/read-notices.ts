import { type Actor, hasRole } from '@qinwu/domain/actor';
import type { Caller } from '@qinwu/domain/caller';
import { decodeCursor, encodeCursor, type Page } from '@qinwu/domain/page';
import type { Deps } from '../deps.ts';
import { membersOfActor } from '../rules/case.ts';
import type { NoticeContent } from '../rules/notice-text.ts';
import { addReadings, type FoundNotice, listNotices, type NoticeReach } from '../store/notices.ts';
import type { NoticeReadingRow } from '../store/session-tables.ts';
import { openJson } from './secrets.ts';

export interface OpenedNotice extends FoundNotice {
  said: NoticeContent | null;
}

function reachOf(actor: Actor): NoticeReach {
  return {
    subject: actor.id,
    org: hasRole(actor, 'enterprise', 'party') ? actor.org : null,
    mediates: hasRole(actor, 'mediator'),
    members: membersOfActor(actor),
  };
}

/** That the caller has read a notice, and as what: who stands for a party reads for itself alone. */
function readingOf(
  { id, parkId, partyId, byMandate }: FoundNotice,
  { actor, now }: Caller,
): NoticeReadingRow {
  const asParty = byMandate ? 'representative' : 'party';
  const readAs = partyId === null ? 'mediator' : asParty;
  return { noticeId: id, parkId, reader: actor.id, readAs, readAt: now };
}

/** A page of the caller's own notices, the newest first; from then on they count as read by the caller. */
export async function readNotices(
  deps: Deps,
  caller: Caller,
  { limit, cursor, unread }: { limit: number; cursor?: string | undefined; unread: boolean },
): Promise<Page<OpenedNotice>> {
  const { actor } = caller;
  const filter = { list: 'notices', unread };
  const [createdAt, id] = cursor === undefined ? [] : decodeCursor(cursor, filter, ['instant', 'id']);
  const after = createdAt === undefined ? null : { createdAt: new Date(String(createdAt)), id: String(id) };
  const reach = reachOf(actor);
  const rows = await listNotices(deps.db, { park: actor.park, reach, unread, after, limit: limit + 1 });
  const items = rows.slice(0, limit).map((row) => {
    const dek = row.wrapped === null ? null : deps.keyring.unwrap(row.caseId, row.wrapped);
    const at = { column: 'notice', id: row.id };
    return { ...row, said: openJson<NoticeContent>(deps.keyring, dek, at, row.content) };
  });
  await addReadings(
    deps.db,
    items.filter(({ readAt }) => readAt === null).map((each) => readingOf(each, caller)),
  );
  const last = items.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { items, next: hasMore ? encodeCursor([last.createdAt.toISOString(), last.id], filter) : null };
}
