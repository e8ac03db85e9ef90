import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { NOTICE_KINDS } from '../session-vocabulary.ts';
import { readNotices } from '../use-cases/read-notices.ts';
import { PARTIES, READ_SCOPE } from '../who.ts';
import { BASE } from './present.ts';

const NoticeView = z
  .object({
    id: z.uuid(),
    kind: z.enum(NOTICE_KINDS),
    case: z.uuid(),
    number: z.string().describe('案号'),
    session: z.uuid().nullable().describe('所指的会议；履行通知为 null'),
    party: z.uuid().nullable().describe('发给该当事人'),
    title: z.string().nullable(),
    text: z.string().nullable().describe('个人信息删除后为 null'),
    createdAt: z.iso.datetime(),
    readAt: z.iso.datetime().nullable().describe('此前首次读取的时间；null 为首次'),
  })
  .meta({ id: 'Notice' });

/** Notices to parties and mediators, each its own 通知. */
export function noticeRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'GET',
      url: `${BASE}/notices`,
      operationId: 'listNotices',
      summary: '本人的通知 Own notices',
      description: '当事人与调解员各见发给自己的；首次读取即记为已读。',
      tags: ['会议 sessions'],
      access: { roles: [...PARTIES, 'mediator'], scopes: [READ_SCOPE] },
      query: z.object({ ...PAGE_QUERY, unread: z.boolean().default(false).describe('仅未读') }),
      responses: { 200: { description: '一页', schema: pageSchema('NoticePage', NoticeView) } },
    },
    async (call) => {
      const page = await readNotices(deps, call, call.query);
      const items = page.items.map(({ said, ...row }) => ({
        id: row.id,
        kind: row.kind,
        case: row.caseId,
        number: row.number,
        session: row.sessionId,
        party: row.partyId,
        title: said?.title[call.language] ?? null,
        text: said?.text[call.language] ?? null,
        createdAt: row.createdAt.toISOString(),
        readAt: row.readAt?.toISOString() ?? null,
      }));
      return pageAnswer(call, { items, next: page.next });
    },
  );
}
