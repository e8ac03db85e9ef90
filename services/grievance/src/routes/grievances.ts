import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { code, day, line, uscc } from '../fields.ts';
import { PatchBody } from '../rules/correction.ts';
import { IntakeBody } from '../rules/intake-body.ts';
import { getGrievance } from '../use-cases/get-grievance.ts';
import { registerGrievance } from '../use-cases/register-grievance.ts';
import { searchGrievances } from '../use-cases/search-grievances.ts';
import { updateGrievance } from '../use-cases/update-grievance.ts';
import { CHANNELS, LIGHTS, ORIGINS } from '../vocabulary.ts';
import { FILERS, READ_SCOPE, READERS, WRITE_SCOPE } from '../who.ts';
import { GrievanceSummary, GrievanceView, State } from './grievance-schema.ts';
import { grievanceView, summaryView } from './grievance-view.ts';
import { BASE, presenting } from './present.ts';

const Id = z.object({ id: z.uuid().describe('诉求标识') });
const TAGS = ['诉求 grievances'];

/** A body that works as it stands once the park has its default directory. */
const INTAKE_EXAMPLE = {
  origin: 'citizen',
  channel: 'mini-program',
  demandType: 'complaint',
  categoryCode: 'facility.light',
  title: '五里园中路路灯坏了三盏',
  text: '五里园中路公交站旁的路灯坏了三盏,下夜班的女工不敢走,请尽快修复。',
  occurredAt: '2025-08-30T21:40:00+08:00',
  place: { text: '五里园中路公交站旁', point: { longitude: 118.5712, latitude: 24.6891, system: 'GCJ02' } },
  reporter: { name: '陈晓梅', phone: '13800138000', callbackConsent: true },
};

const ListQuery = z.object({
  ...PAGE_QUERY,
  state: State.optional().describe('状态'),
  origin: z.enum(ORIGINS).optional().describe('问题来源'),
  channel: z.enum(CHANNELS).optional().describe('渠道'),
  unit: code.optional().describe('主办单位'),
  grid: code.optional().describe('网格'),
  officer: code.optional().describe('勤务员'),
  enterprise: uscc.optional().describe('统一社会信用代码'),
  category: code.optional().describe('分类'),
  light: z.enum(LIGHTS).optional().describe('红黄灯'),
  registeredFrom: day.optional().describe('登记日期起（含）'),
  registeredTo: day.optional().describe('登记日期止（含）'),
  q: line(100).optional().describe('台账编号或来源编号'),
  unrouted: z.literal('true').optional().describe('只列待派：没有派单建议的诉求'),
});

/** Intake, list, get and correct grievances. */
export function grievanceRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'POST',
      url: `${BASE}/grievances`,
      operationId: 'registerGrievance',
      summary: '登记诉求 Register a grievance',
      description: '登记、派单建议、起算时限在一次提交中完成。登记时间由服务器给出。',
      tags: TAGS,
      access: { roles: FILERS, scopes: [WRITE_SCOPE] },
      idempotency: 'required',
      body: IntakeBody,
      example: INTAKE_EXAMPLE,
      responses: { 201: { description: '已登记', schema: GrievanceView } },
    },
    (call) => registerGrievance(deps, call, call.body, presenting(call, 201)),
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/grievances`,
      operationId: 'listGrievances',
      summary: '诉求列表 List grievances',
      description: '按登记时间倒序；unrouted=true 为待派清单。',
      tags: TAGS,
      access: { roles: READERS, scopes: [READ_SCOPE] },
      query: ListQuery,
      responses: {
        200: { description: '一页', schema: pageSchema('GrievancePage', GrievanceSummary) },
        422: { description: '登记日期起晚于登记日期止', schema: null },
      },
    },
    async (call) => {
      const page = await searchGrievances(deps, call.actor, call.query);
      return pageAnswer(call, { items: page.items.map(summaryView), next: page.next });
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/grievances/:id`,
      operationId: 'getGrievance',
      summary: '诉求详情 Get a grievance',
      description: '个人信息默认脱敏；持 pii:read 时显示全部并留痕。',
      tags: TAGS,
      access: { roles: READERS, scopes: [READ_SCOPE] },
      params: Id,
      responses: { 200: { description: '诉求', schema: GrievanceView } },
    },
    async (call) => {
      const { found, sight } = await getGrievance(deps, call, call.params.id);
      return { status: 200, body: grievanceView(found, sight), version: found.row.version };
    },
  );

  http.route(
    {
      method: 'PATCH',
      url: `${BASE}/grievances/:id`,
      operationId: 'updateGrievance',
      summary: '更正诉求 Correct a grievance',
      description:
        '办理开始之前可更正内容；派单建议和时限随之重算。受理后，紧急程度、疑难程度、诉求类型和分类只由派单员、督办人更正。企业代码未知的可随时补填。',
      tags: TAGS,
      access: { roles: FILERS, scopes: [WRITE_SCOPE] },
      params: Id,
      ifMatch: 'required',
      body: PatchBody,
      example: { urgency: 'urgent', place: { text: '五里园中路公交站北侧' } },
      responses: { 200: { description: '已更正', schema: GrievanceView } },
    },
    (call) =>
      updateGrievance(
        deps,
        call,
        { id: call.params.id, patch: call.body, ifMatch: call.ifMatch },
        presenting(call, 200),
      ),
  );
}
