import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { code, day, uscc } from '../fields.ts';
import { VisitBody } from '../rules/visit-body.ts';
import { getVisit, searchVisits } from '../use-cases/read-visits.ts';
import { recordVisit } from '../use-cases/record-visit.ts';
import { READ_SCOPE, READERS, WRITE_SCOPE } from '../who.ts';
import { BASE } from './present.ts';
import { VisitView, visitView } from './visit-view.ts';

const TAGS = ['走访 visits'];
const Id = z.object({ id: z.uuid().describe('走访标识') });

const EXAMPLE = {
  enterprise: { name: '晋江市恒盛鞋业有限公司' },
  officer: 'QW001',
  checklist: [
    { item: '消防通道', result: 'ok' },
    { item: '用电安全', result: 'problem', note: '配电箱门缺失' },
  ],
  problems: [
    { title: '成型车间配电箱门缺失', text: '配电箱门缺失，线路裸露。', categoryCode: 'safety.electric' },
  ],
};

const ListQuery = z.object({
  ...PAGE_QUERY,
  enterprise: uscc.optional().describe('统一社会信用代码'),
  officer: code.optional().describe('勤务员'),
  visitedFrom: day.optional().describe('走访日期起（含）'),
  visitedTo: day.optional().describe('走访日期止（含）'),
});

/** Patrol visits: record one with all it found, list, get. */
export function visitRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'POST',
      url: `${BASE}/visits`,
      operationId: 'recordVisit',
      summary: '记录走访 Record a patrol visit',
      description:
        '一次提交：走访、检查清单和发现的问题。没有问题也计一次走访。上报的问题按诉求登记、派单、起算时限；当场整改的附整改前后照片，直接办结待他人核验。',
      tags: TAGS,
      access: { roles: ['officer', 'handler', 'dispatcher', 'supervisor'], scopes: [WRITE_SCOPE] },
      idempotency: 'required',
      body: VisitBody,
      example: EXAMPLE,
      responses: { 201: { description: '已记录', schema: VisitView } },
    },
    (call) =>
      recordVisit(deps, call, call.body, (found, dek) => {
        const { id, version } = found.row;
        const answer = { status: 201, body: visitView(found), version, location: `${BASE}/visits/${id}` };
        return { answer, kept: call.keep(answer, id, dek) };
      }),
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/visits`,
      operationId: 'listVisits',
      summary: '走访列表 List patrol visits',
      tags: TAGS,
      access: { roles: READERS, scopes: [READ_SCOPE] },
      query: ListQuery,
      responses: { 200: { description: '新的在前', schema: pageSchema('VisitPage', VisitView) } },
    },
    async (call) => {
      const { items, next } = await searchVisits(deps, call.actor, call.query);
      return pageAnswer(call, { items: items.map(visitView), next });
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/visits/:id`,
      operationId: 'getVisit',
      summary: '走访详情 Get a patrol visit',
      tags: TAGS,
      access: { roles: READERS, scopes: [READ_SCOPE] },
      params: Id,
      responses: { 200: { description: '走访', schema: VisitView } },
    },
    async (call) => {
      const found = await getVisit(deps, call.actor, call.params.id);
      return { status: 200, body: visitView(found), version: found.row.version };
    },
  );
}
