import { refuse } from '@qinwu/domain/errors';
import type { Http } from '@qinwu/platform/http/http';
import type { Answer } from '@qinwu/platform/http/route';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { actionBodies, type Move } from '../rules/action-bodies.ts';
import { type Action, lifecycle } from '../rules/lifecycle.ts';
import { moveGrievance } from '../use-cases/move-grievance.ts';
import { READERS, WRITE_SCOPE } from '../who.ts';
import { GrievanceView } from './grievance-schema.ts';
import { BASE, presenting } from './present.ts';

const Id = z.object({ id: z.uuid().describe('诉求标识') });

/** A body of each action that works as it stands where the state allows the action. */
const EXAMPLES: { [A in Action]: Extract<Move, { action: A }>['body'] } = {
  accept: {},
  decline: { code: 'outside-jurisdiction', reason: '事发地不在园区范围内,已告知向属地街道反映。' },
  assign: { unit: 'property', note: '请当日到场查看。' },
  sign: {},
  return: { reason: '该路段路灯由市政管养,不属于本单位职责。' },
  'reject-return': { reason: '该路段已移交园区物业管养。' },
  start: { measure: '安排电工更换灯具' },
  contact: { note: '已电话联系,约定晚间到场。' },
  reply: { result: '路灯已更换,夜间复查正常。' },
  resolve: { resolution: 'resolved', result: '灯具已更换,夜间复查正常。' },
  'call-back': { reached: true, responded: true, resolved: true, satisfaction: 5 },
  close: {},
  redo: { reason: '回访反映路灯再次熄灭。' },
  'write-off': { statement: '现场核验,路灯正常。', documents: ['晋经开物业〔2025〕12号'] },
  archive: {},
  'request-extension': { reason: '灯具需定制,到货约需十日。', amount: 10, unit: 'workday' },
  'approve-extension': {},
  'refuse-extension': { reason: '可先以临时灯具照明。' },
  refer: { reason: '涉及拖欠工资,双方各执一词。', category: 'wage-arrears', consent: 'written' },
  suspend: { reason: '等待诉求人补充材料。' },
  resume: {},
  escalate: { reason: '涉及多个单位,需上级协调。' },
  supervise: { level: 1, reason: '群众反映强烈。' },
  'hotline-answer': { granted: true, dueAt: '2030-09-30T17:30:00+08:00' },
};

/** One route per action, made from the lifecycle table, and one that refuses what is no action. */
export function actionRoutes(http: Http, deps: Deps): void {
  for (const action of lifecycle.actionNames) {
    const { label, roles, from, to } = lifecycle.rule(action);
    http.route(
      {
        method: 'POST',
        url: `${BASE}/grievances/:id/actions/${action}`,
        operationId: `${action.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}Grievance`,
        summary: `${label.zh} ${label.en}`,
        description: `可在 ${from.join('、')} 执行;之后为 ${to === 'same' ? '原状态' : to}。否则 409 并列出 allowedActions。`,
        tags: ['操作 actions'],
        access: { roles, scopes: [WRITE_SCOPE] },
        params: Id,
        idempotency: 'required',
        ifMatch: 'optional',
        body: actionBodies[action],
        example: EXAMPLES[action],
        responses: { 200: { description: '已办理', schema: GrievanceView } },
      },
      (call): Promise<Answer> =>
        moveGrievance(
          deps,
          call,
          // The route's own schema has read this body: it is the body of its action.
          { id: call.params.id, move: { action, body: call.body } as Move, ifMatch: call.ifMatch },
          presenting(call, 200),
        ),
    );
  }

  http.route(
    {
      method: 'POST',
      url: `${BASE}/grievances/:id/actions/:action`,
      operationId: 'unknownGrievanceAction',
      summary: '未知操作 Unknown action',
      description: `没有这个操作时答 400。操作有:${lifecycle.actionNames.join('、')}。`,
      tags: ['操作 actions'],
      access: { roles: READERS, scopes: [WRITE_SCOPE] },
      params: Id.extend({ action: z.string().max(100) }),
      body: z.looseObject({}),
      responses: {},
    },
    async () => {
      throw refuse(
        'malformed',
        'action-unknown',
        { zh: '没有这个操作', en: 'There is no such action' },
        { extra: { actions: lifecycle.actionNames } },
      );
    },
  );
}
