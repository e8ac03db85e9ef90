import { formatYuan } from '@qinwu/domain/money';
import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { ensureSeen } from '@qinwu/platform/http/seen';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { code, line, uscc } from '../../fields.ts';
import { FUND_EVENT_KINDS } from '../../money-words.ts';
import {
  type FundEventRow,
  type FundRow,
  fund,
  fundEvent,
  fundInvestment,
  type InvestmentRow,
} from '../../store/money/tables.ts';
import {
  enterFundEvent,
  enterInvestment,
  strikeFundEvent,
  strikeInvestment,
} from '../../use-cases/money/funds.ts';
import { putByCode } from '../../use-cases/money/put-by-code.ts';
import { searchRecords } from '../../use-cases/money/search-records.ts';
import { ADMIN_SCOPE, KEEPERS, PARK_READERS, READ_SCOPE, WRITE_SCOPE } from '../../who.ts';
import { BASE, presenting } from '../base.ts';
import { readAmount, StrikeBody, yuan } from './amounts.ts';

const tags = ['基金 funds'];
const READ = { roles: PARK_READERS, scopes: [READ_SCOPE] } as const;
const ENTER = { roles: KEEPERS, scopes: [WRITE_SCOPE] } as const;
const params = z.object({ id: z.uuid() });
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
    note: line(500).nullable().default(null),
  })
  .meta({ id: 'InvestmentEntry' });
const InvestmentView = InvestmentEntry.extend({ ...record, valid: z.boolean() }).meta({
  id: 'FundInvestment',
});

const FundEventEntry = z
  .object({
    fund: code.describe('基金编码'),
    kind: z
      .enum(FUND_EVENT_KINDS)
      .describe(
        'filed 备案、capital-call 缴款通知、capital-paid 缴款、registration-changed 工商变更、head-office-moved 总部迁址、distribution 分配、liquidated 清算',
      ),
    amount: yuan.nullable().default(null),
    happenedOn: z.iso.date().describe('日期'),
    note: line(500).nullable().default(null),
  })
  .meta({ id: 'FundEventEntry' });
const FundEventView = FundEventEntry.extend({ ...record, valid: z.boolean() }).meta({ id: 'FundEvent' });

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
    valid,
    note,
  };
}

function fundEventView(row: FundEventRow): z.input<typeof FundEventView> {
  const { id, version, fund: of, kind, happenedOn, valid, note } = row;
  const amount = row.amount === null ? null : formatYuan(row.amount);
  return { id, version, fund: of, kind, amount, happenedOn, valid, note };
}

/** Funds 基金, what they invested in and what else happened to them. */
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

  const investments = `${BASE}/fund-investments`;
  const investment = { view: investmentView, path: 'fund-investments' } as const;

  http.route(
    {
      method: 'POST',
      url: investments,
      operationId: 'enterInvestment',
      summary: '登记投资 Enter an investment',
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

  const happenings = `${BASE}/fund-events`;
  const happening = { view: fundEventView, path: 'fund-events' } as const;

  http.route(
    {
      method: 'POST',
      url: happenings,
      operationId: 'enterFundEvent',
      summary: '登记基金事项 Enter what happened to a fund',
      tags,
      access: ENTER,
      idempotency: 'required',
      body: FundEventEntry,
      example: { fund: 'isotope', kind: 'capital-paid', amount: '60000000.00', happenedOn: '2025-06-20' },
      responses: { 201: { description: '已登记', schema: FundEventView } },
    },
    (call) => {
      const { amount } = call.body;
      const given = { ...call.body, amount: amount === null ? null : readAmount(amount, '/amount') };
      return enterFundEvent(deps, call, given, presenting(call, { ...happening, status: 201 }));
    },
  );

  http.route(
    {
      method: 'GET',
      url: happenings,
      operationId: 'listFundEvents',
      summary: '基金事项列表 List what happened to funds',
      tags,
      access: READ,
      query: z.object(PAGE_QUERY),
      responses: { 200: { description: '新的在前', schema: pageSchema('FundEventPage', FundEventView) } },
    },
    async (call) => {
      const search = { ...call.query, filter: { list: 'fund-events' }, where: undefined };
      const page = await searchRecords(deps, call.actor, fundEvent, search);
      return pageAnswer(call, { items: page.items.map(fundEventView), next: page.next });
    },
  );

  http.route(
    {
      method: 'POST',
      url: `${happenings}/:id/actions/strike`,
      operationId: 'strikeFundEvent',
      summary: '注销误登的事项 Strike a fund event out',
      tags,
      access: ENTER,
      params,
      idempotency: 'required',
      ifMatch: 'optional',
      body: StrikeBody,
      example: { reason: '重复登记' },
      responses: { 200: { description: '已注销', schema: FundEventView } },
    },
    (call) => {
      const strike = { id: call.params.id, reason: call.body.reason, ifMatch: call.ifMatch };
      return strikeFundEvent(deps, call, strike, presenting(call, { ...happening, status: 200 }));
    },
  );
}
