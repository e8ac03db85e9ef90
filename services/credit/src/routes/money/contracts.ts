import { formatYuan } from '@qinwu/domain/money';
import { parseUscc } from '@qinwu/domain/uscc';
import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { line, uscc } from '../../fields.ts';
import { CONTRACT_KINDS } from '../../money-words.ts';
import { type ContractRow, techContract } from '../../store/money/tables.ts';
import { cancelContract, registerContract } from '../../use-cases/money/contracts.ts';
import { searchRecords } from '../../use-cases/search-records.ts';
import { KEEPERS, PARK_READERS, READ_SCOPE, WRITE_SCOPE } from '../../who.ts';
import { BASE, presenting } from '../base.ts';
import { readAmount, StrikeBody, yuan } from './amounts.ts';

const tags = ['技术合同 technology contracts'];
const url = `${BASE}/tech-contracts`;
const ENTER = { roles: KEEPERS, scopes: [WRITE_SCOPE] } as const;

const ContractEntry = z
  .object({
    number: line(40).describe('认定登记编号'),
    kind: z
      .enum(CONTRACT_KINDS)
      .describe(
        'development 技术开发、transfer 技术转让、licence 技术许可、consulting 技术咨询、service 技术服务',
      ),
    title: line(200).describe('合同名称'),
    seller: uscc.describe('卖方（园区企业）的统一社会信用代码'),
    buyer: line(200).describe('买方'),
    amount: yuan.describe('成交额（元）'),
    signedOn: z.iso.date().describe('签订日期'),
    registeredOn: z.iso.date().describe('登记日期'),
  })
  .meta({ id: 'TechContractEntry' });
const ContractView = ContractEntry.extend({
  id: z.uuid(),
  version: z.int(),
  valid: z.boolean().describe('已注销为否'),
  reason: z.string().nullable().describe('注销缘由'),
}).meta({ id: 'TechContract' });

function contractView(row: ContractRow): z.input<typeof ContractView> {
  const { id, version, number, kind, title, seller, buyer, signedOn, registeredOn, valid, reason } = row;
  const amount = formatYuan(row.amount);
  return { id, version, number, kind, title, seller, buyer, amount, signedOn, registeredOn, valid, reason };
}

const presented = { view: contractView, path: 'tech-contracts' } as const;

/** Technology contracts 技术合同 as their registry confirmed them. */
export function contractRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'POST',
      url,
      operationId: 'registerContract',
      summary: '登记技术合同 Register a technology contract',
      description:
        '自登记之日起一年内（至次年同日的前一日，园区的口径，非官方）计入卖方的指标 T7：某日的值为当日在计的合同成交额之和；注销的不计。',
      tags,
      access: ENTER,
      idempotency: 'required',
      body: ContractEntry,
      example: {
        number: '2025350582000001',
        kind: 'development',
        title: '智能织造产线控制系统开发',
        seller: '91350582MA0000015J',
        buyer: '某某纺织有限公司',
        amount: '52500000.00',
        signedOn: '2025-03-01',
        registeredOn: '2025-03-20',
      },
      responses: { 201: { description: '已登记', schema: ContractView } },
    },
    (call) => {
      const seller = parseUscc(call.body.seller, '/seller');
      const given = { ...call.body, seller, amount: readAmount(call.body.amount, '/amount') };
      return registerContract(deps, call, given, presenting(call, { ...presented, status: 201 }));
    },
  );

  http.route(
    {
      method: 'GET',
      url,
      operationId: 'listContracts',
      summary: '技术合同列表 List technology contracts',
      tags,
      access: { roles: PARK_READERS, scopes: [READ_SCOPE] },
      query: z.object(PAGE_QUERY),
      responses: { 200: { description: '新的在前', schema: pageSchema('TechContractPage', ContractView) } },
    },
    async (call) => {
      const search = { ...call.query, filter: { list: 'tech-contracts' }, where: undefined };
      const page = await searchRecords(deps, call.actor, techContract, search);
      return pageAnswer(call, { items: page.items.map(contractView), next: page.next });
    },
  );

  http.route(
    {
      method: 'POST',
      url: `${url}/:id/actions/cancel`,
      operationId: 'cancelContract',
      summary: '注销技术合同登记 Cancel a technology contract',
      tags,
      access: ENTER,
      params: z.object({ id: z.uuid() }),
      idempotency: 'required',
      ifMatch: 'optional',
      body: StrikeBody,
      example: { reason: '合同解除' },
      responses: { 200: { description: '已注销', schema: ContractView } },
    },
    (call) => {
      const strike = { id: call.params.id, reason: call.body.reason, ifMatch: call.ifMatch };
      return cancelContract(deps, call, strike, presenting(call, { ...presented, status: 200 }));
    },
  );
}
