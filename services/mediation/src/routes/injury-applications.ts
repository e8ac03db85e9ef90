import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { day, line, uscc } from '../fields.ts';
import { APPLICANT_KINDS } from '../injury-vocabulary.ts';
import { InjuryIntakeBody, InjuryPatchBody } from '../rules/injury/intake-body.ts';
import { injuryStandingOf } from '../rules/injury/standing.ts';
import { amendApplication } from '../use-cases/injury/amend-application.ts';
import { getApplication } from '../use-cases/injury/get-application.ts';
import { possibleDuplicates } from '../use-cases/injury/possible-duplicates.ts';
import { registerApplication } from '../use-cases/injury/register-application.ts';
import { searchApplications } from '../use-cases/injury/search-applications.ts';
import { LIGHTS } from '../vocabulary.ts';
import { FILERS, READ_SCOPE, READERS, WINDOW, WRITE_SCOPE } from '../who.ts';
import { presentingInjury } from './injury-present.ts';
import { InjuryStateSchema, InjurySummary, InjuryView } from './injury-schema.ts';
import { injurySummary, injuryView } from './injury-view.ts';
import { BASE } from './present.ts';

const Id = z.object({ id: z.uuid().describe('申请标识') });
const TAGS = ['工伤认定 injury applications'];

/** A body that works as it stands. */
const EXAMPLE = {
  applicantKind: 'worker',
  cause: 'accident',
  legalHead: '14.1',
  worker: { name: '陈晓梅', phone: '13800138000', position: '车工' },
  employer: { name: '晋江示例鞋业有限公司', uscc: '91350582MA0000015J' },
  event: {
    occurredAt: '2025-08-18T15:20:00+08:00',
    place: '二号车间',
    course: '操作裁断机时右手被压伤。',
    injury: '右手食指末节骨折',
    hospital: '晋江市医院',
  },
  sensitiveConsent: true,
  materials: [{ code: 'application-form' }, { code: 'labour-relation', deFacto: true }],
};

const ListQuery = z.object({
  ...PAGE_QUERY,
  state: InjuryStateSchema.optional(),
  applicantKind: z.enum(APPLICANT_KINDS).optional().describe('申请人'),
  employer: uscc.optional().describe('用人单位统一社会信用代码'),
  light: z.enum(LIGHTS).optional().describe('红黄灯'),
  number: line(100).optional().describe('申请编号'),
  caseId: z.uuid().optional().describe('由此调解案件引出；近亲属、工会和代为申请的人不知案件，据此查不到'),
  waiting: z.boolean().optional().describe('有无移交之后补交、尚待转交的材料'),
  receivedFrom: day.optional().describe('收件日期起（含）'),
  receivedTo: day.optional().describe('收件日期止（含）'),
});

/** Receive, list, read and correct applications. */
export function injuryRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'POST',
      url: `${BASE}/injury-applications`,
      operationId: 'receiveInjuryApplication',
      summary: '工伤认定申请收件 Receive an application',
      description:
        '收件与期限起算在一次提交中完成：用人单位自事故伤害发生或诊断之日起三十日，职工、近亲属、工会一年（工伤保险条例第十七条）。窗口只收件和移交，不作认定。同一职工（证件号码相同，或者姓名和电话相同）同一事故之日或诊断之日只收一件，再收答 409 injury-already-filed；此前不移交、不予受理、向人社部门撤回终止的不算。工作人员登记他人账号，不得登记自己的（422 subject-own）。',
      tags: TAGS,
      access: { roles: FILERS, scopes: [WRITE_SCOPE] },
      idempotency: 'required',
      body: InjuryIntakeBody,
      example: EXAMPLE,
      responses: { 201: { description: '已收件', schema: InjuryView } },
    },
    (call) => registerApplication(deps, call, call.body, presentingInjury(call, 201)),
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/injury-applications`,
      operationId: 'listInjuryApplications',
      summary: '工伤认定申请列表 List applications',
      description: '按收件时间倒序；窗口见全部，其他人见与自己有关的。列表不含个人信息。',
      tags: TAGS,
      access: { roles: READERS, scopes: [READ_SCOPE] },
      query: ListQuery,
      responses: {
        200: { description: '一页', schema: pageSchema('InjuryPage', InjurySummary) },
        422: { description: '起止日期颠倒', schema: null },
      },
    },
    async (call) => {
      const page = await searchApplications(deps, call.actor, call.query);
      return pageAnswer(call, {
        items: page.items.map((row) => injurySummary(row, injuryStandingOf(call.actor, row))),
        next: page.next,
      });
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/injury-applications/:id`,
      operationId: 'getInjuryApplication',
      summary: '工伤认定申请详情 Get an application',
      description: '无关的人得到 404。个人信息默认脱敏，窗口持 pii:read 时显示全部并留痕；本人可见自己的。',
      tags: TAGS,
      access: { roles: READERS, scopes: [READ_SCOPE] },
      params: Id,
      // Days left, flags and who else may have applied go on without it.
      changesUnversioned: true,
      responses: { 200: { description: '申请', schema: InjuryView } },
    },
    async (call) => {
      const { found, claimed, sight } = await getApplication(deps, call, call.params.id);
      const { actor, now, language } = call;
      const body = injuryView({ ...found, claimed }, { actor, now, language, sight });
      const alike = await possibleDuplicates(deps, call.actor, found);
      return {
        status: 200,
        body: alike.length === 0 ? body : { ...body, possibleDuplicates: alike },
        version: found.row.version,
      };
    },
  );

  http.route(
    {
      method: 'PATCH',
      url: `${BASE}/injury-applications/:id`,
      operationId: 'amendInjuryApplication',
      summary: '更正、补全申请 Correct an application',
      description:
        '移交之前可更正；移交或终结之后，只可更改职工、申请人的账号（worker、applicant 只写 name 和 subject），不得登记办理人自己的账号（422 subject-own）；事故或诊断之日改变时，期限随之重算。读到的脱敏内容原样送回的，视为不变；其他脱敏内容答 422 masked-value。更正后与另一件申请同属一事故的答 409。',
      tags: TAGS,
      access: { roles: WINDOW, scopes: [WRITE_SCOPE] },
      params: Id,
      ifMatch: 'required',
      body: InjuryPatchBody,
      example: { legalHead: '14.2', sensitiveConsent: true, event: EXAMPLE.event },
      responses: { 200: { description: '已更正', schema: InjuryView } },
    },
    (call) =>
      amendApplication(
        deps,
        call,
        { id: call.params.id, patch: call.body, ifMatch: call.ifMatch },
        presentingInjury(call, 200),
      ),
  );
}
