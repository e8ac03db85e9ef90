import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { day, line, uscc } from '../fields.ts';
import { IntakeBody, PatchBody } from '../rules/intake-body.ts';
import { amendCase } from '../use-cases/amend-case.ts';
import { getCase } from '../use-cases/get-case.ts';
import { goneOn } from '../use-cases/injury/gone-on.ts';
import { fitOf } from '../use-cases/mediators-fit.ts';
import { registerCase } from '../use-cases/register-case.ts';
import { searchCases } from '../use-cases/search-cases.ts';
import { CATEGORY_CODES, LIGHTS, MODES } from '../vocabulary.ts';
import { FILERS, READ_SCOPE, READERS, STAFF, WRITE_SCOPE } from '../who.ts';
import { CaseSummary, CaseView, State } from './case-schema.ts';
import { caseView, summaryView } from './case-view.ts';
import { INTAKE_EXAMPLE, INTAKE_EXAMPLES } from './intake-examples.ts';
import { BASE, presenting } from './present.ts';

const Id = z.object({ id: z.uuid().describe('案件标识') });
const TAGS = ['案件 cases'];

const ListQuery = z.object({
  ...PAGE_QUERY,
  state: State.optional(),
  category: z.enum(CATEGORY_CODES).optional().describe('纠纷类别'),
  labour: z.boolean().optional().describe('是否劳动争议'),
  mode: z.enum(MODES).optional().describe('调解方式'),
  light: z.enum(LIGHTS).optional().describe('红黄灯'),
  enterprise: uscc.optional().describe('当事企业的统一社会信用代码'),
  mediator: z.uuid().optional().describe('调解员'),
  number: line(100).optional().describe('案号或来源编号'),
  receivedFrom: day.optional().describe('收到日期起（含）'),
  receivedTo: day.optional().describe('收到日期止（含）'),
});

/** Intake, list and get cases. */
export function caseRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'POST',
      url: `${BASE}/cases`,
      operationId: 'registerCase',
      summary: '登记调解申请 Register a case',
      description:
        '登记与期限起算在一次提交中完成；劳动争议自收到申请之日起十五日（调解仲裁法第十四条）。系统（client）以自己的来源登记（否则 422 channel-not-yours）：热线为 hotline；法院委派、委托的为 court，须持 mediation:court，期限依其注明的委派、委托（delegation）：园区登记的 court-before-filing-days、court-after-filing-days、court-after-filing-summary-days，没有登记的依园区统一的 court-mediation-days，也没有的为三十、十五、七日（法释〔2016〕14号第二十七条）；没有注明的依 court-mediation-days。',
      tags: TAGS,
      access: { roles: FILERS, scopes: [WRITE_SCOPE] },
      idempotency: 'required',
      body: IntakeBody,
      example: INTAKE_EXAMPLE,
      examples: INTAKE_EXAMPLES,
      responses: { 201: { description: '已登记', schema: CaseView } },
    },
    (call) => registerCase(deps, call, call.body, presenting(deps, call, 201)),
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/cases`,
      operationId: 'listCases',
      summary: '案件列表 List cases',
      description: '按登记时间倒序；窗口见全部，调解员见承办的，当事人见自己的。列表不含个人信息。',
      tags: TAGS,
      access: { roles: READERS, scopes: [READ_SCOPE] },
      query: ListQuery,
      responses: {
        200: { description: '一页', schema: pageSchema('CasePage', CaseSummary) },
        422: { description: '起止日期颠倒', schema: null },
      },
    },
    async (call) => {
      const page = await searchCases(deps, call.actor, call.query);
      return pageAnswer(call, { items: page.items.map(summaryView), next: page.next });
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/cases/:id`,
      operationId: 'getCase',
      summary: '案件详情 Get a case',
      description:
        '与案件无关的人得到 404。个人信息默认脱敏，持 pii:read 时显示全部并留痕；当事人可见自己的。',
      tags: TAGS,
      access: { roles: READERS, scopes: [READ_SCOPE] },
      params: Id,
      // What can be done, and until when, goes on with the day and the roster.
      changesUnversioned: true,
      responses: { 200: { description: '案件', schema: CaseView } },
    },
    async (call) => {
      const { found, sight, attachments } = await getCase(deps, call, call.params.id);
      const { actor, now, language } = call;
      const body = {
        ...caseView(found, {
          actor,
          now,
          language,
          sight,
          fit: fitOf(deps, found, now),
          goneOn: await goneOn(deps, actor, found.row),
        }),
        ...(attachments === null
          ? {}
          : { attachments: attachments.map(({ id: fileId, sha256 }) => ({ fileId, sha256 })) }),
      };
      return { status: 200, body, version: found.row.version };
    },
  );

  http.route(
    {
      method: 'PATCH',
      url: `${BASE}/cases/:id`,
      operationId: 'amendCase',
      summary: '更正案件、追加当事人 Correct a case',
      description: '达成协议之前可更正；改变纠纷类别时，期限自收到之日重算。',
      tags: TAGS,
      access: { roles: STAFF, scopes: [WRITE_SCOPE] },
      params: Id,
      ifMatch: 'required',
      body: PatchBody,
      example: { title: '拖欠三个月工资', claims: [{ type: '支付工资', amount: '20400.00' }] },
      responses: { 200: { description: '已更正', schema: CaseView } },
    },
    (call) =>
      amendCase(
        deps,
        call,
        { id: call.params.id, patch: call.body, ifMatch: call.ifMatch },
        presenting(deps, call, 200),
      ),
  );
}
