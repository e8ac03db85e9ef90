import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { ensureSeen } from '@qinwu/platform/http/seen';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { code, timestamp } from '../fields.ts';
import { language, MediatorBody } from '../rules/mediator-body.ts';
import { MEDIATOR_KINDS } from '../session-vocabulary.ts';
import { putMediator } from '../use-cases/put-mediator.ts';
import { getMediator, pageOfMediators } from '../use-cases/read-roster.ts';
import { CATEGORY_CODES } from '../vocabulary.ts';
import { ADMIN_SCOPE, READ_SCOPE, READERS } from '../who.ts';
import { MediatorView, mediatorView } from './mediator-view.ts';
import { BASE } from './present.ts';

const tags = ['调解员 mediators'];
const ByCode = z.object({ code: code.describe('调解员编号') });
const access = { roles: [...READERS, 'admin'] as const, scopes: [READ_SCOPE] };

const EXAMPLE = {
  name: '蔡文静',
  subject: 'mediator-cai',
  organisation: { kind: 'window', name: '涉企纠纷综合窗口' },
  kinds: ['tea-table'],
  languages: ['zh', 'nan'],
  grids: ['G-01'],
  certifiedFrom: '2025-01-01',
  certifiedUntil: '2027-12-31',
};

const ListQuery = z.object({
  ...PAGE_QUERY,
  kind: z.enum(MEDIATOR_KINDS).optional(),
  language: language.optional(),
  category: z.enum(CATEGORY_CODES).optional().describe('受理该类纠纷'),
  grid: code.optional(),
  active: z.boolean().optional(),
  freeFrom: timestamp.optional().describe('该时段内没有会议，与 freeTo 同时填写'),
  freeTo: timestamp.optional(),
});

const optionalDate = (text: string | undefined) => (text === undefined ? undefined : new Date(text));

/** The roster of mediators 调解员名册. */
export function mediatorRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'GET',
      url: `${BASE}/mediators`,
      operationId: 'listMediators',
      summary: '调解员名册 List mediators',
      tags,
      access,
      query: ListQuery,
      responses: {
        200: { description: '一页', schema: pageSchema('MediatorPage', MediatorView) },
        422: { description: '空闲时段不完整或颠倒', schema: null },
      },
    },
    async (call) => {
      const { freeFrom, freeTo, ...query } = call.query;
      const times = { freeFrom: optionalDate(freeFrom), freeTo: optionalDate(freeTo) };
      const page = await pageOfMediators(deps, call, { ...query, ...times });
      const items = page.items.map((row) => mediatorView(row, call.actor));
      return pageAnswer(call, { items, next: page.next });
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/mediators/:code`,
      operationId: 'getMediator',
      summary: '调解员详情 Get a mediator',
      tags,
      access,
      params: ByCode,
      responses: { 200: { description: '调解员及其在办量', schema: MediatorView } },
    },
    async (call) => {
      const row = await getMediator(deps, call, call.params.code);
      return { status: 200, body: mediatorView(row, call.actor), version: row.version };
    },
  );

  http.route(
    {
      method: 'PUT',
      url: `${BASE}/mediators/:code`,
      operationId: 'putMediator',
      summary: '登记或更新调解员 Enter or change a mediator',
      description:
        '新登记不带 If-Match；更新须带 GET 同一地址得到的 ETag，否则 428。身份号码与亲属仅存不可还原的索引，不再显示。',
      tags,
      access: { roles: ['admin'], scopes: [ADMIN_SCOPE] },
      params: ByCode,
      body: MediatorBody,
      example: EXAMPLE,
      ifMatch: 'optional',
      responses: {
        200: { description: '已更新', schema: MediatorView },
        201: { description: '已登记', schema: MediatorView },
      },
    },
    async (call) => {
      const { row, isNew } = await putMediator(deps, call, {
        code: call.params.code,
        body: call.body,
        expected: (before) => ensureSeen(call, before),
      });
      return {
        status: isNew ? 201 : 200,
        body: mediatorView(row, call.actor),
        version: row.version,
        ...(isNew ? { location: `${BASE}/mediators/${row.code}` } : {}),
      };
    },
  );
}
