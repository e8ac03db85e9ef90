import { localDateOf } from '@qinwu/domain/local-date';
import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import type { Answer } from '@qinwu/platform/http/route';
import { ensureSeen } from '@qinwu/platform/http/seen';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { day, line } from '../fields.ts';
import { readStandardValue } from '../rules/standards.ts';
import { STANDARD_KINDS } from '../standard.ts';
import type { StandardRow } from '../store/standards.ts';
import { putStandard } from '../use-cases/put-standard.ts';
import { getStandard, pageOfStandards, standardsInForce } from '../use-cases/read-standards.ts';
import { ADMIN_SCOPE, READ_SCOPE } from '../who.ts';
import { BASE } from './present.ts';
import { CALCULATORS, knownOn, lookOf, region, StandardView, standardView } from './standard-view.ts';

const tags = ['计算 calculations'];

const StandardKeyParams = z.object({
  kind: z
    .enum(STANDARD_KINDS)
    .describe(
      '月最低工资、上年度职工月平均工资、月计薪天数；非劳动争议的调解期限；法院送来案件的调解期限：统一的，或分委派（立案前）、委托（立案后普通程序）、委托（简易程序）',
    ),
  region: region.describe('行政区划代码，全国为 000000'),
  validFrom: day.describe('施行日'),
});

const StandardBody = z
  .object({
    value: z.string().min(1).max(20).describe('元/月，或天数；十进制，至多两位小数'),
    validUntil: day.optional().describe('止日（含）；不填至下一条施行'),
    source: line(300).describe('依据：文件、文号'),
    official: z.boolean().describe('是否出自公开文件'),
  })
  .meta({ id: 'StandardBody' });

const StoredStandardView = StandardView.extend({
  id: z.uuid(),
  version: z.int(),
  recordedOn: z.string(),
}).meta({ id: 'Standard' });

const storedView = (row: StandardRow) => ({
  ...standardView(row),
  id: row.id,
  version: row.version,
  recordedOn: row.recordedOn,
});

function answerOf(status: 200 | 201, row: StandardRow): Answer {
  return { status, body: storedView(row), version: row.version, id: row.id };
}

/** Standards 标准 that calculations use: dated, never overwritten once relied on. */
export function standardRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'GET',
      url: `${BASE}/standards`,
      operationId: 'listStandards',
      summary: '标准列表 List',
      description: '本园区登记的标准；没有登记的类别适用默认值（official=false），见 in-force。',
      tags,
      access: { roles: CALCULATORS, scopes: [READ_SCOPE] },
      query: z.object(PAGE_QUERY),
      responses: { 200: { description: '一页', schema: pageSchema('StandardPage', StoredStandardView) } },
    },
    async (call) => {
      const page = await pageOfStandards(deps, call.actor, call.query);
      return pageAnswer(call, { items: page.items.map(storedView), next: page.next });
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/standards/in-force`,
      operationId: 'standardsInForce',
      summary: '某日适用的标准 In force on a day',
      tags,
      access: { roles: CALCULATORS, scopes: [READ_SCOPE] },
      query: z.object({ on: day.optional().describe('默认今天'), region: region.optional(), knownOn }),
      responses: {
        422: { description: '该日该地区没有适用的标准', schema: null },
        200: {
          description: '每类一条，含默认值',
          schema: z.object({ items: z.array(StandardView) }).meta({ id: 'StandardsInForce' }),
        },
      },
    },
    async (call) => {
      const { on = localDateOf(call.now), ...look } = call.query;
      const found = await standardsInForce(deps, call, { on, ...lookOf(look) });
      return { status: 200, body: { items: found.map(standardView) } };
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/standards/:kind/:region/:validFrom`,
      operationId: 'getStandard',
      summary: '标准详情 Get',
      tags,
      access: { roles: CALCULATORS, scopes: [READ_SCOPE] },
      params: StandardKeyParams,
      responses: { 200: { description: '标准', schema: StoredStandardView } },
    },
    async (call) => answerOf(200, await getStandard(deps, call.actor, call.params)),
  );

  http.route(
    {
      method: 'PUT',
      url: `${BASE}/standards/:kind/:region/:validFrom`,
      operationId: 'putStandard',
      summary: '登记、更正或终止标准 Enter, correct or end',
      description:
        '新登记不带 If-Match；更新须带 GET 同一地址得到的 ETag，否则 428。施行前及登记当日可更正，其后只能定止日（不早于今天），新标准另行登记。案件的调解期限（civil-mediation-days、court-mediation-days）收件之日没有登记适用的，仍用默认值。',
      tags,
      access: { roles: ['admin'], scopes: [ADMIN_SCOPE] },
      params: StandardKeyParams,
      body: StandardBody,
      example: { value: '20.50', source: '示例：以公布的文件为准', official: false },
      ifMatch: 'optional',
      responses: {
        200: { description: '已更新', schema: StoredStandardView },
        201: { description: '已登记', schema: StoredStandardView },
      },
    },
    async (call) => {
      const { kind } = call.params;
      const { value, validUntil = null, source, official } = call.body;
      const { row, isNew } = await putStandard(deps, call, {
        fields: { ...call.params, value: readStandardValue(kind, value), validUntil, source, official },
        expected: (before) => ensureSeen(call, before),
      });
      return answerOf(isNew ? 201 : 200, row);
    },
  );
}
