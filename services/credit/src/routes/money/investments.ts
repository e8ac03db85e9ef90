import { formatYuan } from '@qinwu/domain/money';
import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { code, line, uscc } from '../../fields.ts';
import { fundInvestment, type InvestmentRow } from '../../store/money/tables.ts';
import { enterInvestment, strikeInvestment } from '../../use-cases/money/funds.ts';
import { searchRecords } from '../../use-cases/search-records.ts';
import { KEEPERS, PARK_READERS, READ_SCOPE, WRITE_SCOPE } from '../../who.ts';
import { BASE, presenting } from '../base.ts';
import { readAmount, StrikeBody, yuan } from './amounts.ts';

const tags = ['基金 funds'];
const READ = { roles: PARK_READERS, scopes: [READ_SCOPE] } as const;
const ENTER = { roles: KEEPERS, scopes: [WRITE_SCOPE] } as const;
const params = z.object({ id: z.uuid() });
const record = { id: z.uuid(), version: z.int() };

const InvestmentEntry = z
  .object({
    fund: code.describe('基金编码'),
    target: line(200).describe('被投企业'),
    targetUscc: uscc.nullable().default(null),
    amount: yuan,
    round: line(40).nullable().default(null).describe('轮次'),
    shareBp: z.int().min(0).max(10_000).nullable().default(null).describe('持股比例，万分之一'),
    investedOn: z.iso.date().describe('投资日期'),
    reinvestment: z.boolean().default(false).describe('返投：落地本园区'),
    landingProject: line(200).nullable().default(null).describe('返投落地的项目；仅返投可填'),
    landingRatioBp: z
      .int()
      .min(0)
      .max(100_000)
      .nullable()
      .default(null)
      .describe('返投比例，万分之一，可超过 10000；仅返投可填'),
    note: line(500).nullable().default(null),
  })
  .meta({ id: 'InvestmentEntry' });
const InvestmentView = InvestmentEntry.extend({ ...record, valid: z.boolean() }).meta({
  id: 'FundInvestment',
});

function investmentView(row: InvestmentRow): z.input<typeof InvestmentView> {
  const {
    id,
    version,
    fund: of,
    target,
    targetUscc,
    round,
    shareBp,
    investedOn,
    reinvestment,
    landingProject,
    landingRatioBp,
    valid,
    note,
  } = row;
  const amount = formatYuan(row.amount);
  return {
    id,
    version,
    fund: of,
    target,
    targetUscc,
    amount,
    round,
    shareBp,
    investedOn,
    reinvestment,
    landingProject,
    landingRatioBp,
    valid,
    note,
  };
}

/** What funds invested in 基金投资, and what of it landed in the park 返投. */
export function investmentRoutes(http: Http, deps: Deps): void {
  const investments = `${BASE}/fund-investments`;
  const investment = { view: investmentView, path: 'fund-investments' } as const;

  http.route(
    {
      method: 'POST',
      url: investments,
      operationId: 'enterInvestment',
      summary: '登记投资 Enter an investment',
      description: '累计投资不得超过该基金的实缴（缴款事项之和），否则为 422。',
      tags,
      access: ENTER,
      idempotency: 'required',
      body: InvestmentEntry,
      example: { fund: 'jinna', target: '上海兆钠新能源', amount: '30000000.00', investedOn: '2025-05-08' },
      responses: { 201: { description: '已登记', schema: InvestmentView } },
    },
    (call) => {
      const given = { ...call.body, amount: readAmount(call.body.amount, '/amount') };
      return enterInvestment(deps, call, given, presenting(call, { ...investment, status: 201 }));
    },
  );

  http.route(
    {
      method: 'GET',
      url: investments,
      operationId: 'listInvestments',
      summary: '投资列表 List investments',
      tags,
      access: READ,
      query: z.object(PAGE_QUERY),
      responses: { 200: { description: '新的在前', schema: pageSchema('InvestmentPage', InvestmentView) } },
    },
    async (call) => {
      const search = { ...call.query, filter: { list: 'fund-investments' }, where: undefined };
      const page = await searchRecords(deps, call.actor, fundInvestment, search);
      return pageAnswer(call, { items: page.items.map(investmentView), next: page.next });
    },
  );

  http.route(
    {
      method: 'POST',
      url: `${investments}/:id/actions/strike`,
      operationId: 'strikeInvestment',
      summary: '注销误登的投资 Strike an investment out',
      tags,
      access: ENTER,
      params,
      idempotency: 'required',
      ifMatch: 'optional',
      body: StrikeBody,
      example: { reason: '重复登记' },
      responses: { 200: { description: '已注销', schema: InvestmentView } },
    },
    (call) => {
      const strike = { id: call.params.id, reason: call.body.reason, ifMatch: call.ifMatch };
      return strikeInvestment(deps, call, strike, presenting(call, { ...investment, status: 200 }));
    },
  );
}
