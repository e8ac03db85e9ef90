import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { NOTICE_KINDS, NOTICE_READERS } from '../session-vocabulary.ts';
import { readCaseNotices, type SentNotice } from '../use-cases/read-case-notices.ts';
import { readNotices } from '../use-cases/read-notices.ts';
import { PARTIES, READ_SCOPE, STAFF } from '../who.ts';
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
    readAt: z.iso.datetime().nullable().describe('本人此前首次读取的时间；null 为首次'),
  })
  .meta({ id: 'Notice' });

const SentNoticeView = z
  .object({
    id: z.uuid(),
    kind: z.enum(NOTICE_KINDS),
    session: z.uuid().nullable(),
    party: z.uuid().nullable().describe('发给该当事人'),
    mediator: z.uuid().nullable().describe('发给该调解员'),
    title: z.string().nullable(),
    text: z.string().nullable().describe('个人信息删除后为 null'),
    createdAt: z.iso.datetime(),
    readings: z
      .array(
        z
          .object({
            by: z.string().nullable().describe('读取账号；null 为分人记录以前的读取'),
            as: z.enum(NOTICE_READERS).nullable().describe('以当事人、代理人或调解员身份'),
            at: z.iso.datetime().describe('首次读取的时间'),
          })
          .meta({ id: 'NoticeReading' }),
      )
      .describe('何人何时读过'),
  })
  .meta({ id: 'SentNotice' });

function readingsOf({ readAt, readings }: SentNotice) {
  const before = readAt === null ? [] : [{ by: null, as: null, at: readAt.toISOString() }];
  const known = readings.map(({ reader, readAs, readAt: at }) => ({
    by: reader,
    as: readAs,
    at: at.toISOString(),
  }));
  return [...before, ...known];
}

/** Notices to parties and mediators, each its own 通知; and for those who run a case, who has read its notices. */
export function noticeRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'GET',
      url: `${BASE}/notices`,
      operationId: 'listNotices',
      summary: '本人的通知 Own notices',
      description: '当事人与调解员各见发给自己的；首次读取即记为本人已读，代理人读取不算当事人已读。',
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

  http.route(
    {
      method: 'GET',
      url: `${BASE}/cases/:id/notices`,
      operationId: 'listCaseNotices',
      summary: '本案通知与阅读情况 Notices of a case and who has read them',
      description: '限窗口与承办调解员；查看不影响各方的已读状态。',
      tags: ['会议 sessions'],
      access: { roles: STAFF, scopes: [READ_SCOPE] },
      params: z.object({ id: z.uuid().describe('案件标识') }),
      query: z.object(PAGE_QUERY),
      responses: { 200: { description: '一页', schema: pageSchema('SentNoticePage', SentNoticeView) } },
    },
    async (call) => {
      const page = await readCaseNotices(deps, call, { id: call.params.id, query: call.query });
      const items = page.items.map((sent) => ({
        id: sent.id,
        kind: sent.kind,
        session: sent.sessionId,
        party: sent.partyId,
        mediator: sent.mediatorId,
        title: sent.said?.title[call.language] ?? null,
        text: sent.said?.text[call.language] ?? null,
        createdAt: sent.createdAt.toISOString(),
        readings: readingsOf(sent),
      }));
      return pageAnswer(call, { items, next: page.next });
    },
  );
}
