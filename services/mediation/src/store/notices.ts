import type { Database } from '@qinwu/platform/db/database';
import { and, asc, desc, eq, getTableColumns, gt, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import { disputeCase } from './case-table.ts';
import { type NoticeReadingRow, type NoticeRow, notice, noticeReading } from './session-tables.ts';

/** Whom notices are for: an account, the enterprise it speaks for, and whether it signs in as a mediator. */
export interface NoticeReach {
  subject: string;
  org: string | null;
  mediates: boolean;
  members: readonly string[];
}

export interface NoticePage {
  park: string;
  reach: NoticeReach;
  unread: boolean;
  after: { createdAt: Date; id: string } | null;
  limit: number;
}

/** A notice to the caller; `readAt` is when the caller first read it, `byMandate` that it is somebody else's party. */
export type FoundNotice = NoticeRow & { wrapped: string | null; number: string; byMandate: boolean };

/**
 * Notices to the parties that the caller is or speaks for, and to the mediator it is, while it stands in the case; to
 * nobody of what is for a side while they are a party of another.
 */
export async function listNotices({ orm }: Database, page: NoticePage): Promise<FoundNotice[]> {
  const { park, reach, unread, after, limit } = page;
  const { subject, org, mediates, members } = reach;
  const parties = sql`jsonb_to_recordset(${disputeCase.parties})`;
  const columns = sql.raw('(id uuid, side text, subject text, uscc text, mandate jsonb)');
  const isOwn = sql`exists (select 1 from ${parties} as p ${columns}
    where p.id = ${notice.partyId} and (p.subject = ${subject} or p.uscc = ${org}))`;
  const toParty = sql`exists (select 1 from ${parties} as p ${columns}
    where p.id = ${notice.partyId}
      and (p.subject = ${subject} or p.uscc = ${org} or p.mandate ->> 'subject' = ${subject})
      and not exists (select 1 from ${parties} as q ${columns}
        where (q.subject = ${subject} or q.uscc = ${org}) and q.side <> p.side))`;
  const toMediator = sql`(${mediates}::boolean and ${`m:${subject}`} = any(${disputeCase.members}) and exists (select 1
    from mediator m where m.id = ${notice.mediatorId} and m.park_id = ${park} and m.subject = ${subject}))`;
  return orm
    .select({
      ...getTableColumns(notice),
      readAt: sql<Date | null>`coalesce(${noticeReading.readAt}, ${notice.readAt})`.mapWith(notice.readAt),
      wrapped: sql<string | null>`k.wrapped`,
      number: disputeCase.number,
      byMandate: sql<boolean>`${notice.partyId} is not null and not ${isOwn}`,
    })
    .from(notice)
    .innerJoin(disputeCase, eq(disputeCase.id, notice.caseId))
    .leftJoin(noticeReading, and(eq(noticeReading.noticeId, notice.id), eq(noticeReading.reader, subject)))
    .leftJoin(sql`record_key k`, sql`k.record_id = ${notice.caseId}`)
    .where(
      and(
        eq(notice.parkId, park),
        eq(disputeCase.parkId, park),
        sql`${disputeCase.members} && ${sql.param([...members], disputeCase.members)}`,
        or(toParty, toMediator),
        unread ? and(isNull(noticeReading.readAt), isNull(notice.readAt)) : undefined,
        after === null
          ? undefined
          : or(
              lt(notice.createdAt, after.createdAt),
              and(eq(notice.createdAt, after.createdAt), lt(notice.id, after.id)),
            ),
      ),
    )
    .orderBy(desc(notice.createdAt), desc(notice.id))
    .limit(limit);
}

/** Puts on record who has read notices; a reader's first reading stays. */
export async function addReadings({ orm }: Database, readings: readonly NoticeReadingRow[]): Promise<void> {
  if (readings.length === 0) return;
  await orm
    .insert(noticeReading)
    .values([...readings])
    .onConflictDoNothing();
}

/** The notices of a case, the first first. */
export async function listCaseNotices(
  { orm }: Database,
  page: { park: string; caseId: string; after: { at: Date; id: string } | null; limit: number },
): Promise<NoticeRow[]> {
  const { park, caseId, after, limit } = page;
  return orm
    .select()
    .from(notice)
    .where(
      and(
        eq(notice.parkId, park),
        eq(notice.caseId, caseId),
        after === null
          ? undefined
          : or(gt(notice.createdAt, after.at), and(eq(notice.createdAt, after.at), gt(notice.id, after.id))),
      ),
    )
    .orderBy(asc(notice.createdAt), asc(notice.id))
    .limit(limit);
}

/** Who has read these notices, the first first. */
export async function listReadings(
  { orm }: Database,
  park: string,
  notices: readonly string[],
): Promise<NoticeReadingRow[]> {
  return orm
    .select()
    .from(noticeReading)
    .where(and(eq(noticeReading.parkId, park), inArray(noticeReading.noticeId, [...notices])))
    .orderBy(asc(noticeReading.readAt), asc(noticeReading.reader));
}
