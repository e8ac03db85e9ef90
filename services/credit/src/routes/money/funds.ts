import { formatYuan } from '@qinwu/domain/money';
import { parseUscc } from '@qinwu/domain/uscc';
import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { ensureSeen } from '@qinwu/platform/http/seen';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { code, line, uscc } from '../../fields.ts';
import type { FundPartner } from '../../money-words.ts';
import type { FundRow } from '../../store/money/tables.ts';
import { putFund } from '../../use-cases/money/put-fund.ts';
import { searchFunds } from '../../use-cases/money/search-funds.ts';
import { ADMIN_SCOPE, PARK_READERS, READ_SCOPE } from '../../who.ts';
import { BASE } from '../base.ts';
import { readAmount, yuan } from './amounts.ts';

const tags = ['基金 funds'];
const READ = { roles: PARK_READERS, scopes: [READ_SCOPE] } as const;
const record = { id: z.uuid(), version: z.int() };

const Partner = z
  .object({
    name: line(200).describe('合伙人名称'),
    uscc: uscc.nullable().default(null).describe('统一社会信用代码'),
    committed: yuan.describe('认缴（元）'),
  })
  .meta({ id: 'FundPartner' });
const FundEntry = z
  .object({
    name: line(200).describe('基金名称'),
    manager: line(200).describe('管理人'),
    filingNumber: line(40).nullable().default(null).describe('备案编号'),
    committed: yuan.describe('认缴规模（元）'),
    partners: z.array(Partner).max(200).default([]).describe('合伙人，认缴合计不超过认缴规模'),
  })
  .meta({ id: 'FundEntry' });
const FundView = FundEntry.extend({
  ...record,
  code: z.string(),
  paidIn: z.string().describe('实缴（元）：登记的缴款之和'),
}).meta({ id: 'Fund' });

function fundView({ row, paidIn }: { row: FundRow; paidIn: bigint }): z.input<typeof FundView> {
  const { id, version, code: of, name, manager, filingNumber, committed, partners } = row;
  return {
    id,
    version,
    code: of,
    name,
    manager,
    filingNumber,
    committed: formatYuan(committed),
    paidIn: formatYuan(paidIn),
    partners: [...partners],
  };
}

/** A partner with its amount in one form. */
function readPartner({ name, uscc: of, committed }: z.output<typeof Partner>, n: number): FundPartner {
  const at = `/partners/${n}`;
  return {
    name,
    uscc: of === null ? null : parseUscc(of, `${at}/uscc`),
    committed: formatYuan(readAmount(committed, `${at}/committed`)),
  };
}

/** Funds 基金. */
export function fundRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'PUT',
      url: `${BASE}/funds/:code`,
      operationId: 'putFund',
      summary: '登记或更新基金 Enter or replace a fund',
      tags,
      access: { roles: ['admin'], scopes: [ADMIN_SCOPE] },
      params: z.object({ code: code.describe('编码') }),
      ifMatch: 'optional',
      body: FundEntry,
      example: { name: '劲邦晋钠基金', manager: '劲邦资本', committed: '500000000.00' },
      responses: {
        200: { description: '已更新', schema: FundView },
        201: { description: '已登记', schema: FundView },
      },
    },
    async (call) => {
      const { committed, partners: given, ...rest } = call.body;
      const partners = given.map(readPartner);
      const fields = { ...rest, committed: readAmount(committed, '/committed'), partners };
      const seen = (before: { id: string; version: number } | null) => ensureSeen(call, before);
      const entry = { code: call.params.code, fields, change: call.body, ensureSeen: seen };
      const { row, paidIn, isNew } = await putFund(deps, call, entry);
      const body = fundView({ row, paidIn });
      return { status: isNew ? 201 : 200, body, version: row.version, id: row.id };
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/funds`,
      operationId: 'listFunds',
      summary: '基金列表 List funds',
      tags,
      access: READ,
      query: z.object(PAGE_QUERY),
      responses: { 200: { description: '一页', schema: pageSchema('FundPage', FundView) } },
    },
    async (call) => {
      const page = await searchFunds(deps, call.actor, call.query);
      return pageAnswer(call, { items: page.items.map(fundView), next: page.next });
    },
  );
}
