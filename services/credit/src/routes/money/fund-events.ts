import { formatYuan } from '@qinwu/domain/money';
import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { code, line } from '../../fields.ts';
import { FUND_EVENT_KINDS } from '../../money-words.ts';
import { type FundEventRow, fundEvent } from '../../store/money/tables.ts';
import { enterFundEvent, strikeFundEvent } from '../../use-cases/money/funds.ts';
import { searchRecords } from '../../use-cases/search-records.ts';
import { KEEPERS, PARK_READERS, READ_SCOPE, WRITE_SCOPE } from '../../who.ts';
import { BASE, presenting } from '../base.ts';
import { readAmount, StrikeBody, yuan } from './amounts.ts';

const tags = ['基金 funds'];
const READ = { roles: PARK_READERS, scopes: [READ_SCOPE] } as const;
const ENTER = { roles: KEEPERS, scopes: [WRITE_SCOPE] } as const;
const params = z.object({ id: z.uuid() });
const record = { id: z.uuid(), version: z.int() };

const FundEventEntry = z
  .object({
    fund: code.describe('基金编码'),
    kind: z
      .enum(FUND_EVENT_KINDS)
      .describe(
        'filed 备案、capital-call 缴款通知、capital-paid 缴款、registration-changed 工商变更、head-office-moved 总部迁址、distribution 分配、liquidated 清算',
      ),
    amount: yuan.nullable().default(null).describe('金额（元）；capital-call、capital-paid 必填'),
    happenedOn: z.iso.date().describe('日期'),
    note: line(500).nullable().default(null),
  })
  .meta({ id: 'FundEventEntry' });
const FundEventView = FundEventEntry.extend({ ...record, valid: z.boolean() }).meta({ id: 'FundEvent' });

function fundEventView(row: FundEventRow): z.input<typeof FundEventView> {
  const { id, version, fund: of, kind, happenedOn, valid, note } = row;
  const amount = row.amount === null ? null : formatYuan(row.amount);
  return { id, version, fund: of, kind, amount, happenedOn, valid, note };
}

/** What else happened to funds 基金事项: capital paid, registration changed, head office moved. */
export function fundEventRoutes(http: Http, deps: Deps): void {
  const happenings = `${BASE}/fund-events`;
  const happening = { view: fundEventView, path: 'fund-events' } as const;

  http.route(
    {
      method: 'POST',
      url: happenings,
      operationId: 'enterFundEvent',
      summary: '登记基金事项 Enter what happened to a fund',
      description: '缴款通知之和、缴款之和均不得超过认缴规模，否则为 422；缴款之和即基金的实缴。',
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
