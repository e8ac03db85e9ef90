import type { Database } from '@qinwu/platform/db/database';
import { and, desc, eq, getTableColumns, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import { disputeCase } from './case-table.ts';
import { type NoticeRow, notice } from './session-tables.ts';

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

export type FoundNotice = NoticeRow & { wrapped: string | null; number: string };

/**
 * Notices to the parties that the caller is or speaks for, and to the mediator it is, while it stands in the case; to
 * nobody of what is for a side while they are a party of another.
 */
export async function listNotices({ orm }: Database, page: NoticePage): Promise<FoundNotice[]> {
  const { park, reach, unread, after, limit } = page;
  const { subject, org, mediates, members } = reach;
  const parties = sql`jsonb_to_recordset(${disputeCase.parties})`;
  const columns = sql.raw('(id uuid, side text, subject text, uscc text, mandate jsonb)');
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
      wrapped: sql<string | null>`k.wrapped`,
      number: disputeCase.number,
    })
    .from(notice)
    .innerJoin(disputeCase, eq(disputeCase.id, notice.caseId))
    .leftJoin(sql`record_key k`, sql`k.record_id = ${notice.caseId}`)
    .where(
      and(
        eq(notice.parkId, park),
        eq(disputeCase.parkId, park),
        sql`${disputeCase.members} && ${sql.param([...members], disputeCase.members)}`,
        or(toParty, toMediator),
        unread ? isNull(notice.readAt) : undefined,
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

/** Puts on record when notices were first read. */
export async function markRead({ orm }: Database, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return;
  await orm
    .update(notice)
    .set({ readAt: at })
    .where(and(inArray(notice.id, [...ids]), isNull(notice.readAt)));
}
