import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { line, uscc } from '../../fields.ts';
import { objectionLifecycle } from '../../rules/objections/lifecycle.ts';
import type { ObjectionRow } from '../../store/objections/objection-table.ts';
import { moveObjection } from '../../use-cases/objections/decide-objection.ts';
import { fileObjection, getObjection, searchObjections } from '../../use-cases/objections/objections.ts';
import { OBJECTION_STATES, OBJECTION_SUBJECTS } from '../../vocabulary.ts';
import { ENTERPRISE_READERS, READ_SCOPE, WRITE_SCOPE } from '../../who.ts';
import { BASE, presenting } from '../base.ts';
import { EnterpriseCode } from '../enterprises/enterprises.ts';

const tags = ['积分 scores'];
const url = `${BASE}/objections`;
const READ = { roles: ENTERPRISE_READERS, scopes: [READ_SCOPE] } as const;
const params = z.object({ id: z.uuid().describe('异议标识') });

const ObjectionEntry = z
  .object({
    uscc,
    subject: z
      .enum(OBJECTION_SUBJECTS)
      .describe('indicator-value 指标值、adverse-document 负面文书、score 积分本身'),
    subjectId: z.uuid().nullable().default(null).describe('指标值或文书的标识；对积分的异议为空'),
    grounds: line(2_000).describe('理由'),
  })
  .meta({ id: 'ObjectionEntry' });

const ObjectionView = ObjectionEntry.extend({
  id: z.uuid(),
  version: z.int(),
  number: z.string().describe('异议编号；同号的诉求由诉求受理办理'),
  state: z.enum(OBJECTION_STATES),
  allowedActions: z.array(z.enum(objectionLifecycle.actionNames)),
  filedOn: z.string(),
  decidedBy: z.string().nullable(),
  decidedOn: z.string().nullable(),
  reason: z.string().nullable(),
}).meta({ id: 'Objection' });

function objectionView(row: ObjectionRow): z.input<typeof ObjectionView> {
  const { id, version, number, uscc: of, subject, subjectId, grounds, state } = row;
  const { filedOn, decidedBy, decidedOn, reason } = row;
  const allowedActions = objectionLifecycle.allowedActions(state);
  return {
    id,
    version,
    number,
    uscc: of,
    subject,
    subjectId,
    grounds,
    state,
    allowedActions,
    filedOn,
    decidedBy,
    decidedOn,
    reason,
  };
}

const presented = { view: objectionView, path: 'objections' } as const;

/** Objections of enterprises to their scores 积分异议: filed, looked at by a person, decided. */
export function objectionRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'POST',
      url,
      operationId: 'fileObjection',
      summary: '提出异议 File an objection',
      description:
        '企业对指标值、负面文书或积分提出，由人复核（个人信息保护法第二十四条）；同时登记为一件诉求。',
      tags,
      access: { roles: ['enterprise'], scopes: [WRITE_SCOPE] },
      idempotency: 'required',
      body: ObjectionEntry,
      example: { uscc: '91350582MA0000015J', subject: 'score', grounds: '研发费用少计 20 万元' },
      responses: { 201: { description: '已提出', schema: ObjectionView } },
    },
    (call) => fileObjection(deps, call, call.body, presenting(call, { ...presented, status: 201 })),
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/enterprises/:uscc/objections`,
      operationId: 'listObjections',
      summary: '企业的异议 Objections of an enterprise',
      tags,
      access: READ,
      params: EnterpriseCode,
      query: z.object(PAGE_QUERY),
      responses: { 200: { description: '新的在前', schema: pageSchema('ObjectionPage', ObjectionView) } },
    },
    async (call) => {
      const page = await searchObjections(deps, call.actor, { uscc: call.params.uscc, ...call.query });
      return pageAnswer(call, { items: page.items.map(objectionView), next: page.next });
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${url}/:id`,
      operationId: 'getObjection',
      summary: '异议 Get an objection',
      tags,
      access: READ,
      params,
      responses: { 200: { description: '异议', schema: ObjectionView } },
    },
    async (call) => {
      const row = await getObjection(deps, call.actor, call.params.id);
      return { status: 200, body: objectionView(row), version: row.version };
    },
  );

  for (const action of objectionLifecycle.actionNames) {
    const { label, roles } = objectionLifecycle.rule(action);
    http.route(
      {
        method: 'POST',
        url: `${url}/:id/actions/${action}`,
        operationId: `${action}Objection`,
        summary: `${label.zh} ${label.en}`,
        description: '认定成立的，所争议的指标值或文书随即不再计入，企业重新评分。',
        tags,
        access: { roles, scopes: [WRITE_SCOPE] },
        params,
        idempotency: 'required',
        ifMatch: 'optional',
        body: z.object({ reason: line(500) }).meta({ id: 'ObjectionDecision' }),
        example: { reason: '已与税务数据核对' },
        responses: { 200: { description: '已办理', schema: ObjectionView } },
      },
      (call) => {
        const move = { id: call.params.id, action, reason: call.body.reason, ifMatch: call.ifMatch };
        return moveObjection(deps, call, move, presenting(call, { ...presented, status: 200 }));
      },
    );
  }
}
