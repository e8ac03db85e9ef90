import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { ensureSeen } from '@qinwu/platform/http/seen';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { division, line, uscc } from '../../fields.ts';
import type { EnterpriseRow } from '../../store/enterprise-table.ts';
import { putEnterprise } from '../../use-cases/enterprises/put-enterprise.ts';
import { getEnterprise, searchEnterprises } from '../../use-cases/enterprises/read-enterprises.ts';
import { ENTERPRISE_READERS, KEEPERS, READ_SCOPE, WRITE_SCOPE } from '../../who.ts';
import { BASE } from '../base.ts';

const tags = ['企业与指标 inputs'];
const url = `${BASE}/enterprises/:uscc`;
export const EnterpriseCode = z.object({ uscc: uscc.describe('统一社会信用代码') });

const Enterprise = z
  .object({
    name: line(200).describe('企业名称'),
    industry: division.nullable().default(null).describe('国民经济行业大类（GB/T 4754），两位数字'),
    foundedOn: z.iso.date().nullable().default(null).describe('成立日期'),
    active: z.boolean().default(true).describe('存续'),
  })
  .meta({ id: 'EnterpriseEntry' });

const EnterpriseView = z
  .object({
    id: z.uuid(),
    version: z.int(),
    uscc: z.string(),
    name: z.string(),
    industry: z.string().nullable(),
    foundedOn: z.string().nullable(),
    active: z.boolean(),
  })
  .meta({ id: 'Enterprise' });

function enterpriseView(row: EnterpriseRow): z.input<typeof EnterpriseView> {
  const { id, version, uscc: of, name, industry, foundedOn, active } = row;
  return { id, version, uscc: of, name, industry, foundedOn, active };
}

/** The enterprises of the park, as far as scoring needs them. */
export function enterpriseRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'PUT',
      url,
      operationId: 'putEnterprise',
      summary: '登记或更新企业 Enter or replace an enterprise',
      description: '新登记不带 If-Match；更新须带 GET 同一地址得到的 ETag，或以 `*` 覆盖现有版本，否则 428。',
      tags,
      access: { roles: KEEPERS, scopes: [WRITE_SCOPE] },
      params: EnterpriseCode,
      ifMatch: 'optional',
      body: Enterprise,
      example: { name: '晋江市某某科技有限公司', industry: '39', foundedOn: '2019-05-06' },
      responses: {
        200: { description: '已更新', schema: EnterpriseView },
        201: { description: '已登记', schema: EnterpriseView },
      },
    },
    async (call) => {
      const { row, isNew } = await putEnterprise(deps, call, {
        uscc: call.params.uscc,
        fields: call.body,
        ensureSeen: (before) => ensureSeen(call, before),
      });
      return { status: isNew ? 201 : 200, body: enterpriseView(row), version: row.version, id: row.id };
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/enterprises`,
      operationId: 'listEnterprises',
      summary: '企业列表 List enterprises',
      description: '企业账号只看到本企业。',
      tags,
      access: { roles: ENTERPRISE_READERS, scopes: [READ_SCOPE] },
      query: z.object({
        ...PAGE_QUERY,
        industry: division.optional().describe('行业大类'),
        active: z.boolean().optional().describe('存续'),
      }),
      responses: { 200: { description: '一页', schema: pageSchema('EnterprisePage', EnterpriseView) } },
    },
    async (call) => {
      const page = await searchEnterprises(deps, call.actor, call.query);
      return pageAnswer(call, { items: page.items.map(enterpriseView), next: page.next });
    },
  );

  http.route(
    {
      method: 'GET',
      url,
      operationId: 'getEnterprise',
      summary: '企业 Get an enterprise',
      tags,
      access: { roles: ENTERPRISE_READERS, scopes: [READ_SCOPE] },
      params: EnterpriseCode,
      responses: { 200: { description: '企业', schema: EnterpriseView } },
    },
    async (call) => {
      const row = await getEnterprise(deps, call.actor, call.params.uscc);
      return { status: 200, body: enterpriseView(row), version: row.version, id: row.id };
    },
  );
}
