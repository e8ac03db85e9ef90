import { fieldRules } from '@qinwu/domain/errors';
import type { Present } from '@qinwu/platform/db/idempotency';
import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import type { Answer, CallContext } from '@qinwu/platform/http/route';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { decimal, line, uscc } from '../../fields.ts';
import { readScaled } from '../../rules/inputs/read-scaled.ts';
import type { Correction } from '../../rules/objections/corrections.ts';
import { type ObjectionAction, objectionLifecycle } from '../../rules/objections/lifecycle.ts';
import { objectionActions } from '../../rules/objections/second-person.ts';
import type { ObjectionRow } from '../../store/objections/objection-table.ts';
import { moveObjection } from '../../use-cases/objections/decide-objection.ts';
import { fileObjection, readObjection, searchObjections } from '../../use-cases/objections/objections.ts';
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

const ObjectionDecision = z.object({ reason: line(500) }).meta({ id: 'ObjectionDecision' });

const Corrections = z
  .array(
    z.object({
      valueId: z.uuid().describe('指标值标识'),
      value: decimal.nullable().default(null).describe('更正后的值，单位、所属期不变；空为移出，不再计入'),
      evidence: z.array(z.uuid()).max(20).default([]).describe('佐证材料：决定人先上传的附件'),
    }),
  )
  .max(50)
  .default([])
  .describe('更正哪些指标值；对指标值的异议只能写该值，不写即移出；对积分的异议至少一项；对文书的异议不写');

const ObjectionUpheld = z
  .object({ reason: line(500), corrections: Corrections })
  .meta({ id: 'ObjectionUpheld' });

function objectionView(
  row: ObjectionRow,
  actions: readonly ObjectionAction[],
): z.input<typeof ObjectionView> {
  const { id, version, number, uscc: of, subject, subjectId, grounds, state } = row;
  const { filedOn, decidedBy, decidedOn, reason } = row;
  const allowedActions = [...actions];
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

/** Shown to who wrote it: it has just been filed by them, or is decided. */
function presentingObjection(call: CallContext, status: 200 | 201): Present<ObjectionRow, Answer> {
  const view = (row: ObjectionRow) => objectionView(row, objectionActions(row, new Set(), call.actor));
  return presenting(call, { status, view, path: 'objections' });
}

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
    (call) => fileObjection(deps, call, call.body, presentingObjection(call, 201)),
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
      return pageAnswer(call, {
        items: page.items.map(({ row, actions }) => objectionView(row, actions)),
        next: page.next,
      });
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
      const { row, actions } = await readObjection(deps, call.actor, call.params.id);
      return { status: 200, body: objectionView(row, actions), version: row.version };
    },
  );

  http.route(
    {
      ...actionRoute('uphold'),
      description:
        '所争议的指标值以更正后的值成为新的已核验版本，没有更正值的与文书一样不再计入；决定与其效力一次写入，企业随即重新评分。登记或核验过该值的人不能决定（403）。',
      body: ObjectionUpheld,
      example: {
        reason: '已与税务数据核对',
        corrections: [{ valueId: '0198f0a0-0000-7000-8000-000000000001', value: '300' }],
      },
    },
    (call) => {
      const { reason, corrections } = call.body;
      const move = { ...moveOf(call), action: 'uphold', reason, corrections: scaled(corrections) } as const;
      return moveObjection(deps, call, move, presentingObjection(call, 200));
    },
  );

  for (const action of ['reject', 'withdraw'] as const) {
    http.route(
      {
        ...actionRoute(action),
        description:
          action === 'reject'
            ? '积分不变。登记或核验过所争议内容的人不能决定（403）。'
            : '企业自行撤回，积分不变。',
        body: ObjectionDecision,
        example: { reason: '已与税务数据核对' },
      },
      (call) => {
        const move = { ...moveOf(call), action, reason: call.body.reason, corrections: [] };
        return moveObjection(deps, call, move, presentingObjection(call, 200));
      },
    );
  }
}

/** What the routes of all actions have in common. */
function actionRoute(action: ObjectionAction) {
  const { label, roles } = objectionLifecycle.rule(action);
  return {
    method: 'POST',
    url: `${url}/:id/actions/${action}`,
    operationId: `${action}Objection`,
    summary: `${label.zh} ${label.en}`,
    tags,
    access: { roles, scopes: [WRITE_SCOPE] },
    params,
    idempotency: 'required',
    ifMatch: 'optional',
    responses: { 200: { description: '已办理', schema: ObjectionView } },
  } as const;
}

function moveOf({ params: { id }, ifMatch }: { params: { id: string }; ifMatch: number | null }) {
  return { id, ifMatch };
}

/** Corrections with their values in 1/10,000; refuses every one that is none. */
function scaled(given: z.output<typeof Corrections>): Correction[] {
  const texts = given.flatMap(({ value }, at) =>
    value === null ? [] : [[`/corrections/${at}/value`, value]],
  );
  const { values, faults } = readScaled(Object.fromEntries(texts));
  if (faults.length > 0) throw fieldRules(faults);
  return given.map(({ valueId, evidence }, at) => ({
    valueId,
    evidence,
    value: values.get(`/corrections/${at}/value`) ?? null,
  }));
}
