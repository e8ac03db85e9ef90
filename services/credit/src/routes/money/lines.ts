import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { code, line, uscc } from '../../fields.ts';
import { LINE_STATES, REPORT_KINDS } from '../../money-words.ts';
import { type LineAction, lineLifecycle } from '../../rules/money/line-lifecycle.ts';
import { applyForLine, getLine, type LineMove, moveLine } from '../../use-cases/money/lines.ts';
import { searchLines } from '../../use-cases/money/read-lines.ts';
import { readReports, reportOnLine } from '../../use-cases/money/report-on-line.ts';
import { LINE_READERS, READ_SCOPE, WRITE_SCOPE } from '../../who.ts';
import { BASE, presenting } from '../base.ts';
import { readAmount, yuan } from './amounts.ts';
import { LineView, lineView, ReportsView, ReportView, reportsView, reportView } from './line-view.ts';

const tags = ['授信 credit lines'];
const url = `${BASE}/credit-lines`;
const params = z.object({ id: z.uuid().describe('授信标识') });
const READ = { roles: LINE_READERS, scopes: [READ_SCOPE] } as const;
const reason = line(500).describe('缘由');

const Application = z
  .object({
    uscc,
    bank: code.describe('银行编码'),
    product: code.describe('产品编码'),
    amountAsked: yuan.describe('申请额度（元）'),
    appliedOn: z.iso.date().optional().describe('申请日期，不填为今天'),
  })
  .meta({ id: 'LineApplication' });

const ApprovalBody = z
  .object({
    amountApproved: yuan.describe('批准额度（元）'),
    amountPrevious: yuan.optional().describe('被替换的原有额度（元）；有 replaces 时以该笔为准'),
    replaces: z.uuid().optional().describe('被替换的授信，须为同一企业在同一银行现有的'),
    decidedOn: z.iso.date().optional().describe('批准日期，不填为今天'),
    startsOn: z.iso.date().describe('起始日期'),
    endsOn: z.iso.date().describe('到期日期'),
    guarantee: line(50).optional().describe('担保方式：信用、抵押、质押、保证'),
    rateBp: z.int().min(0).max(10_000).optional().describe('年利率，万分之一'),
  })
  .meta({ id: 'LineApproval' });

const Reasoned = z.object({ reason }).meta({ id: 'LineReason' });
const Nothing = z.object({ reason: reason.optional() }).meta({ id: 'LineMove' });

/** What an action asks for, and a body that works. */
const BODIES: Readonly<Record<Exclude<LineAction, 'replace' | 'approve'>, typeof Reasoned | typeof Nothing>> =
  {
    refer: Nothing,
    decline: Reasoned,
    withdraw: Nothing,
    close: Nothing,
    revoke: Reasoned,
  };

const ReportBody = z
  .object({
    kind: z
      .enum(REPORT_KINDS)
      .describe('drawdown 放款、repayment 还款、overdue 逾期、settled-overdue 逾期已还'),
    amount: yuan,
    on: z.iso.date().describe('发生日期'),
    reference: line(100).optional().describe('银行的流水号：同一笔授信下同一流水号只记一次'),
  })
  .meta({ id: 'NewLineReport' });

const view = { status: 200, view: lineView, path: 'credit-lines' } as const;

/** Credit lines 授信, from the application to what the bank reports of them. */
export function lineRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'POST',
      url,
      operationId: 'applyForLine',
      summary: '申请授信 Apply for a line',
      description: '企业为本企业申请，或由园区代为登记。',
      tags,
      access: { roles: ['enterprise', 'officer', 'admin', 'client'], scopes: [WRITE_SCOPE] },
      idempotency: 'required',
      body: Application,
      example: {
        uscc: '91350582MA0000015J',
        bank: 'kj-branch',
        product: 'jingkedai',
        amountAsked: '3000000.00',
      },
      responses: { 201: { description: '已申请', schema: LineView } },
    },
    (call) => {
      const { amountAsked, appliedOn, ...of } = call.body;
      const amount = readAmount(amountAsked, '/amountAsked');
      const application = { ...of, amountAsked: amount, appliedOn: appliedOn ?? null };
      return applyForLine(deps, call, application, presenting(call, { ...view, status: 201 }));
    },
  );

  http.route(
    {
      method: 'GET',
      url,
      operationId: 'listLines',
      summary: '授信列表 List lines',
      description: '企业只看本企业的；银行只看推荐给它的；园区看全部。',
      tags,
      access: READ,
      query: z.object({
        ...PAGE_QUERY,
        uscc: uscc.optional(),
        bank: code.optional(),
        product: code.optional(),
        state: z.enum(LINE_STATES).optional(),
      }),
      responses: { 200: { description: '新的在前', schema: pageSchema('CreditLinePage', LineView) } },
    },
    async (call) => {
      const page = await searchLines(deps, call.actor, call.query);
      return pageAnswer(call, { items: page.items.map(lineView), next: page.next });
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${url}/:id`,
      operationId: 'getLine',
      summary: '授信 Get a line',
      tags,
      access: READ,
      params,
      responses: { 200: { description: '授信', schema: LineView } },
    },
    async (call) => {
      const row = await getLine(deps, call.actor, call.params.id);
      return { status: 200, body: lineView(row), version: row.version };
    },
  );

  const move = (action: LineAction) => ({
    method: 'POST' as const,
    url: `${url}/:id/actions/${action}`,
    operationId: `${action}Line`,
    summary: `${lineLifecycle.rule(action).label.zh} ${lineLifecycle.rule(action).label.en}`,
    tags,
    access: { roles: lineLifecycle.rule(action).roles, scopes: [WRITE_SCOPE] },
    params,
    idempotency: 'required' as const,
    ifMatch: 'optional' as const,
    responses: { 200: { description: '已办理', schema: LineView } },
  });

  http.route(
    {
      ...move('approve'),
      description:
        '银行的决定，原样记录。新增授信为批准额度减去被替换的额度；被替换的一笔同时变为 REPLACED，已被替换过的为 409。',
      body: ApprovalBody,
      example: { amountApproved: '3000000.00', startsOn: '2025-03-01', endsOn: '2026-02-28' },
    },
    (call) => {
      const { amountApproved, amountPrevious, replaces, decidedOn, guarantee, rateBp, ...days } = call.body;
      const approval: LineMove['approval'] = {
        ...days,
        amountApproved: readAmount(amountApproved, '/amountApproved'),
        amountPrevious: amountPrevious === undefined ? null : readAmount(amountPrevious, '/amountPrevious'),
        replaces: replaces ?? null,
        decidedOn: decidedOn ?? null,
        guarantee: guarantee ?? null,
        rateBp: rateBp ?? null,
      };
      const { id } = call.params;
      const of = { id, action: 'approve', ifMatch: call.ifMatch, reason: null, approval } as const;
      return moveLine(deps, call, of, presenting(call, view));
    },
  );

  for (const [action, body] of Object.entries(BODIES)) {
    if (!lineLifecycle.isAction(action)) continue;
    const example = body === Reasoned ? { reason: '材料不全' } : {};
    http.route({ ...move(action), body, example }, (call) => {
      const { id } = call.params;
      const of = { id, action, ifMatch: call.ifMatch, reason: call.body.reason ?? null, approval: null };
      return moveLine(deps, call, of, presenting(call, view));
    });
  }

  http.route(
    {
      method: 'POST',
      url: `${url}/:id/reports`,
      operationId: 'reportOnLine',
      summary: '银行报送放款、还款、逾期 Report on a line',
      description:
        '与额度、期限、状态不符的照样记录并标明（discrepancy），不拒收。同一流水号再报同样内容的以首次记录答复（200），内容不同的为 409；未给流水号的每次都计入。',
      tags,
      access: { roles: ['bank', 'admin', 'client'], scopes: [WRITE_SCOPE] },
      params,
      idempotency: 'required',
      body: ReportBody,
      example: { kind: 'drawdown', amount: '1000000.00', on: '2025-03-10' },
      responses: {
        200: { description: '此前已记录', schema: ReportView },
        201: { description: '已记录', schema: ReportView },
      },
    },
    (call) => {
      const { amount, on: onDay, kind, reference } = call.body;
      const report = { kind, amount: readAmount(amount, '/amount'), onDay, reference: reference ?? null };
      return reportOnLine(deps, call, { line: call.params.id, ...report }, ({ report: row, isNew }) => {
        const answer = { status: isNew ? 201 : 200, body: reportView(row) };
        return { answer, kept: call.keep(answer) };
      });
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${url}/:id/reports`,
      operationId: 'listLineReports',
      summary: '放款、还款与逾期 Reports of a line',
      tags,
      access: READ,
      params,
      responses: { 200: { description: '按日期，连同余额', schema: ReportsView } },
    },
    async (call) => {
      const { reports, balance } = await readReports(deps, call.actor, call.params.id);
      return { status: 200, body: reportsView(reports, balance) };
    },
  );
}
