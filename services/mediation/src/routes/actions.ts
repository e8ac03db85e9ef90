import { refuse } from '@qinwu/domain/errors';
import type { Http } from '@qinwu/platform/http/http';
import type { Answer } from '@qinwu/platform/http/route';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { actionBodies, type Move, type RoutedAction } from '../rules/action-bodies.ts';
import { lifecycle } from '../rules/lifecycle.ts';
import { moveCase } from '../use-cases/move-case.ts';
import { READERS, WRITE_SCOPE } from '../who.ts';
import { CaseView } from './case-schema.ts';
import { BASE, presenting } from './present.ts';

const Id = z.object({ id: z.uuid().describe('案件标识') });
const PARTY = '0198f000-0000-7000-8000-000000000001';
const OTHER = '0198f000-0000-7000-8000-000000000002';

/** A body of each action that works as it stands where the state allows the action. */
const EXAMPLES: { [A in RoutedAction]: Extract<Move, { action: A }>['body'] } = {
  invite: { note: '已电话告知被申请人' },
  consent: { party: PARTY, spoken: { how: 'phone', on: '2025-08-21' } },
  accept: {},
  'not-accept': { code: 'in-arbitration-or-court', reason: '已向仲裁委申请仲裁。' },
  start: {},
  extend: {
    days: 10,
    agreedBy: [PARTY, OTHER],
    words: [
      { party: PARTY, spoken: { how: 'in-person', on: '2025-08-28' } },
      { party: OTHER, spoken: { how: 'phone', on: '2025-08-28' } },
    ],
    reason: '双方同意继续协商分期方案。',
  },
  agree: { amountAgreed: '12000.00', summary: '分两期支付工资共12000元。' },
  'agree-orally': { amountAgreed: '3000.00', summary: '当场赔礼并于三日内支付3000元。' },
  renegotiate: { reason: '一方要求调整付款期限。' },
  perform: { note: '款项已全部到账' },
  breach: { reason: '第二期款项逾期未付。' },
  fail: { reason: '双方对金额分歧较大。' },
  refuse: {
    party: OTHER,
    reason: '明确表示不接受调解。',
    spoken: { how: 'phone', on: '2025-08-21' },
  },
  withdraw: {
    party: PARTY,
    reason: '双方已自行和解。',
    spoken: { how: 'in-person', on: '2025-08-21' },
  },
  'time-out': {},
  archive: { archiveNumber: '2025-调-0012' },
};

const OWN_WORD =
  '由当事人本人操作，或由承办人员代为记录；代为记录的，须写明当事人以何种方式作出：签名的扫描件、其到场的会议，或口头表示的方式与日期（422 word-unproven），并通知该当事人。';

/** What holds besides the states of those actions that are acts of parties. */
const ACTS_OF_PARTIES: Partial<Record<RoutedAction, string>> = {
  consent: `${OWN_WORD}诉求转调解时诉求人已同意转办的，不必再次说明。`,
  refuse: OWN_WORD,
  withdraw: `${OWN_WORD}有数名申请人的，须各自作出（words）。一般授权的代理人不能撤回（special-powers-missing）。`,
  extend:
    '须双方当事人同意，由承办人员记录，并逐一写明每一当事人以何种方式表示同意（words，422 word-unproven）；各当事人均获通知。',
};

const routed = Object.keys(actionBodies) as RoutedAction[];

/** One route per action, made from the lifecycle table, and one that refuses what is no action. */
export function actionRoutes(http: Http, deps: Deps): void {
  for (const action of routed) {
    const { label, roles, from, to } = lifecycle.rule(action);
    http.route(
      {
        method: 'POST',
        url: `${BASE}/cases/:id/actions/${action}`,
        operationId: `${action.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}Case`,
        summary: `${label.zh} ${label.en}`,
        description: `可在 ${from.join('、')} 执行；之后为 ${to === 'same' ? '原状态' : to}。否则 409 并列出 allowedActions。${ACTS_OF_PARTIES[action] ?? ''}`,
        tags: ['操作 actions'],
        access: { roles, scopes: [WRITE_SCOPE] },
        params: Id,
        idempotency: 'required',
        ifMatch: 'optional',
        body: actionBodies[action],
        example: EXAMPLES[action],
        responses: { 200: { description: '已办理', schema: CaseView } },
      },
      (call): Promise<Answer> =>
        moveCase(
          deps,
          call,
          // The route's own schema has read this body: it is the body of its action.
          { id: call.params.id, move: { action, body: call.body } as Move, ifMatch: call.ifMatch },
          presenting(deps, call, 200),
        ),
    );
  }

  http.route(
    {
      method: 'POST',
      url: `${BASE}/cases/:id/actions/:action`,
      operationId: 'unknownCaseAction',
      summary: '未知操作 Unknown action',
      description: `没有这个操作时答 400。操作有：${routed.join('、')}。`,
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
        { extra: { actions: routed } },
      );
    },
  );
}
