import { formatYuan } from '@qinwu/domain/money';
import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { ensureSeen } from '@qinwu/platform/http/seen';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { code, line } from '../../fields.ts';
import { POSTING_KINDS } from '../../money-words.ts';
import type { PostingRow } from '../../store/risk/tables.ts';
import {
  getPool,
  type PoolBalances,
  post,
  putPool,
  reverse,
  searchPostings,
} from '../../use-cases/risk/pools.ts';
import { ADMIN_SCOPE, PARK_READERS, READ_SCOPE } from '../../who.ts';
import { BASE } from '../base.ts';
import { readAmount, yuan } from '../money/amounts.ts';

const tags = ['风险补偿 risk compensation'];
const url = `${BASE}/risk-pools/:code`;
const params = z.object({ code: code.describe('资金池编码') });
const KEEP = { roles: ['admin'], scopes: [ADMIN_SCOPE] } as const;
const READ = { roles: PARK_READERS, scopes: [READ_SCOPE] } as const;
const amount = z.string().describe('元');

const PoolView = z
  .object({
    id: z.uuid(),
    version: z.int(),
    code: z.string(),
    name: z.string(),
    balance: amount.describe('余额'),
    accounts: z
      .object({ pool: amount, funders: amount, losses: amount, recovered: amount })
      .describe('pool 资金池、funders 出资、losses 代偿、recovered 追偿；四者之和恒为零'),
  })
  .meta({ id: 'RiskPool' });

function poolView({ pool, balances }: PoolBalances): z.input<typeof PoolView> {
  const of = (account: 'pool' | 'funders' | 'losses' | 'recovered') =>
    formatYuan(balances.get(account) ?? 0n);
  const { id, version, code: own, name } = pool;
  const accounts = {
    pool: of('pool'),
    funders: of('funders'),
    losses: of('losses'),
    recovered: of('recovered'),
  };
  return { id, version, code: own, name, balance: accounts.pool, accounts };
}

const PostingBody = z
  .object({
    kind: z
      .enum(['contribution', 'payout', 'recovery'])
      .describe('contribution 出资、payout 代偿、recovery 追偿'),
    amount: yuan,
    on: z.iso.date().describe('日期'),
    line: z.uuid().optional().describe('所补偿的授信；代偿必填'),
    note: line(500).optional(),
  })
  .meta({ id: 'NewRiskPosting' });

const PostingView = z
  .object({
    id: z.uuid(),
    kind: z.enum(POSTING_KINDS),
    amount,
    on: z.string(),
    line: z.uuid().nullable(),
    reverses: z.uuid().nullable().describe('冲正哪一笔'),
    note: z.string().nullable(),
    postedBy: z.string(),
  })
  .meta({ id: 'RiskPosting' });

function postingView(row: PostingRow): z.input<typeof PostingView> {
  const { id, kind, onDay: on, lineId, reverses, note, postedBy } = row;
  return { id, kind, amount: formatYuan(row.amount), on, line: lineId, reverses, note, postedBy };
}

/** The risk-compensation pool 风险补偿资金池: what goes in, what banks are paid for losses, what comes back. */
export function riskRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'PUT',
      url,
      operationId: 'putRiskPool',
      summary: '设立或更名资金池 Open or rename a pool',
      tags,
      access: KEEP,
      params,
      ifMatch: 'optional',
      body: z.object({ name: line(200) }).meta({ id: 'RiskPoolEntry' }),
      example: { name: '科技信贷风险补偿资金池' },
      responses: {
        200: { description: '已更名', schema: PoolView },
        201: { description: '已设立', schema: PoolView },
      },
    },
    async (call) => {
      const entry = { code: call.params.code, name: call.body.name };
      const { row, isNew } = await putPool(deps, call, entry, (before) => ensureSeen(call, before));
      const view = poolView(await getPool(deps, call.actor, row.code));
      return { status: isNew ? 201 : 200, body: view, version: row.version, id: row.id };
    },
  );

  http.route(
    {
      method: 'GET',
      url,
      operationId: 'getRiskPool',
      summary: '资金池余额 Balances of a pool',
      tags,
      access: READ,
      params,
      responses: { 200: { description: '资金池', schema: PoolView } },
    },
    async (call) => {
      const found = await getPool(deps, call.actor, call.params.code);
      return { status: 200, body: poolView(found), version: found.pool.version, id: found.pool.id };
    },
  );

  http.route(
    {
      method: 'POST',
      url: `${url}/postings`,
      operationId: 'postToRiskPool',
      summary: '记一笔出资、代偿或追偿 Post to a pool',
      description:
        '余额不足的代偿为 409；余额不会低于零。代偿须指明本园区的授信，银行已报放款与逾期且未撤销，否则为 409。追偿不得超过该资金池（及所指授信）尚未追回的代偿。',
      tags,
      access: KEEP,
      params,
      idempotency: 'required',
      body: PostingBody,
      example: { kind: 'contribution', amount: '10000000.00', on: '2025-01-15' },
      responses: { 201: { description: '已记账', schema: PostingView } },
    },
    (call) => {
      const { kind, amount: asked, on: onDay, line: of, note } = call.body;
      const posting = {
        pool: call.params.code,
        kind,
        amount: readAmount(asked, '/amount'),
        onDay,
        line: of ?? null,
        note: note ?? null,
      };
      return post(deps, call, posting, (row) => {
        const answer = { status: 201, body: postingView(row) };
        return { answer, kept: call.keep(answer) };
      });
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${url}/postings`,
      operationId: 'listRiskPostings',
      summary: '资金池流水 Postings of a pool',
      tags,
      access: READ,
      params,
      query: z.object(PAGE_QUERY),
      responses: { 200: { description: '新的在前', schema: pageSchema('RiskPostingPage', PostingView) } },
    },
    async (call) => {
      const page = await searchPostings(deps, call.actor, { code: call.params.code, ...call.query });
      return pageAnswer(call, { items: page.items.map(postingView), next: page.next });
    },
  );

  http.route(
    {
      method: 'POST',
      url: `${url}/postings/:id/actions/reverse`,
      operationId: 'reverseRiskPosting',
      summary: '冲正 Take a posting back',
      description: '每笔只能冲正一次；使余额低于零的冲正为 409；已有追偿的代偿须先冲正追偿。',
      tags,
      access: KEEP,
      params: params.extend({ id: z.uuid() }),
      idempotency: 'required',
      body: z.object({ reason: line(500) }).meta({ id: 'RiskReversal' }),
      example: { reason: '记账有误' },
      responses: { 201: { description: '已冲正', schema: PostingView } },
    },
    (call) => {
      const of = { pool: call.params.code, id: call.params.id, reason: call.body.reason };
      return reverse(deps, call, of, (row) => {
        const answer = { status: 201, body: postingView(row) };
        return { answer, kept: call.keep(answer) };
      });
    },
  );
}
