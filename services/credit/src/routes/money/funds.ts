import { formatYuan } from '@qinwu/domain/money';
import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { ensureSeen } from '@qinwu/platform/http/seen';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { code, line } from '../../fields.ts';
import { type FundRow, fund } from '../../store/money/tables.ts';
import { putByCode } from '../../use-cases/put-by-code.ts';
import { searchRecords } from '../../use-cases/search-records.ts';
import { ADMIN_SCOPE, PARK_READERS, READ_SCOPE } from '../../who.ts';
import { BASE } from '../base.ts';
import { readAmount, yuan } from './amounts.ts';

const tags = ['基金 funds'];
const READ = { roles: PARK_READERS, scopes: [READ_SCOPE] } as const;
const record = { id: z.uuid(), version: z.int() };

const FundEntry = z
  .object({
    name: line(200).describe('基金名称'),
    manager: line(200).describe('管理人'),
    filingNumber: line(40).nullable().default(null).describe('备案编号'),
    committed: yuan.describe('认缴规模（元）'),
    paidIn: yuan.default('0').describe('实缴（元）'),
  })
  .meta({ id: 'FundEntry' });
const FundView = FundEntry.extend({ ...record, code: z.string() }).meta({ id: 'Fund' });

function fundView(row: FundRow): z.input<typeof FundView> {
  const { id, version, code: of, name, manager, filingNumber, committed, paidIn } = row;
  return {
    id,
    version,
    code: of,
    name,
    manager,
    filingNumber,
    committed: formatYuan(committed),
    paidIn: formatYuan(paidIn),
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
      const { committed, paidIn, ...rest } = call.body;
      const paid = paidIn === '0' ? 0n : readAmount(paidIn, '/paidIn');
      const fields = { ...rest, committed: readAmount(committed, '/committed'), paidIn: paid };
      const seen = (before: { id: string; version: number } | null) => ensureSeen(call, before);
      const entry = { code: call.params.code, fields, change: call.body, ensureSeen: seen };
      const { row, isNew } = await putByCode<FundRow>(deps, call, { table: fund, kind: 'fund' }, entry);
      return { status: isNew ? 201 : 200, body: fundView(row), version: row.version, id: row.id };
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
      const search = { ...call.query, filter: { list: 'funds' }, where: undefined };
      const page = await searchRecords(deps, call.actor, fund, search);
      return pageAnswer(call, { items: page.items.map(fundView), next: page.next });
    },
  );
}
