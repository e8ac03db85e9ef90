import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import type { CallContext } from '@qinwu/platform/http/route';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { code } from '../../fields.ts';
import { modelLifecycle } from '../../rules/model/lifecycle.ts';
import { ScoreModelDocument } from '../../rules/model/score-model.ts';
import { shippedModels } from '../../rules/model/shipped-models.ts';
import type { ModelRow } from '../../store/model-table.ts';
import { editModel, moveModel } from '../../use-cases/models/change-model.ts';
import { draftModel } from '../../use-cases/models/draft-model.ts';
import { getModel, searchModels } from '../../use-cases/models/read-models.ts';
import { MODEL_STATES } from '../../vocabulary.ts';
import { ADMIN_SCOPE, MODEL_READERS, READ_SCOPE } from '../../who.ts';
import { BASE, presenting } from '../base.ts';
import { ModelSummary, ModelView, modelSummary, modelView } from './model-view.ts';

const tags = ['评分模型 models'];
export const ModelId = z.object({ id: z.uuid().describe('模型标识') });
const READ = { roles: MODEL_READERS, scopes: [READ_SCOPE] } as const;
const KEEP = { roles: ['admin'], scopes: [ADMIN_SCOPE] } as const;

const NewModel = z
  .object({
    document: ScoreModelDocument.optional().describe('全文；与 from 给出其一'),
    from: code.optional().describe(`随附模型：${Object.keys(shippedModels).join('、')}`),
  })
  .meta({ id: 'NewScoreModel' });

const presented = ({ actor }: CallContext) => ({
  view: (row: ModelRow) => modelView(row, actor),
  path: 'models',
});

/** Score models 评分模型: drafted by one person, published by another. */
export function modelRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'POST',
      url: `${BASE}/models`,
      operationId: 'draftModel',
      summary: '起草评分模型 Draft a model',
      description:
        '给出全文，或以随附模型起草（权重为占位，official=false）。各阶段权重之和、分档、阶段划分不合的为 422，逐处指明。',
      tags,
      access: KEEP,
      idempotency: 'required',
      body: NewModel,
      example: { from: 'national-18' },
      responses: { 201: { description: '已起草', schema: ModelView } },
    },
    (call) => draftModel(deps, call, call.body, presenting(call, { status: 201, ...presented(call) })),
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/models`,
      operationId: 'listModels',
      summary: '模型列表 List models',
      tags,
      access: READ,
      query: z.object({
        ...PAGE_QUERY,
        scheme: code.optional().describe('评分方案'),
        state: z.enum(MODEL_STATES).optional().describe('状态'),
      }),
      responses: { 200: { description: '一页', schema: pageSchema('ScoreModelPage', ModelSummary) } },
    },
    async (call) => {
      const page = await searchModels(deps, call.actor, call.query);
      return pageAnswer(call, {
        items: page.items.map((row) => modelSummary(row, call.actor)),
        next: page.next,
      });
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/models/:id`,
      operationId: 'getModel',
      summary: '模型全文 Get a model',
      tags,
      access: READ,
      params: ModelId,
      responses: { 200: { description: '模型', schema: ModelView } },
    },
    async (call) => {
      const row = await getModel(deps, call.actor, call.params.id);
      return { status: 200, body: modelView(row, call.actor), version: row.version };
    },
  );

  http.route(
    {
      method: 'PUT',
      url: `${BASE}/models/:id`,
      operationId: 'editModel',
      summary: '修改起草中的模型 Edit a draft',
      description: '复核中、已发布、已停用的为 409。',
      tags,
      access: KEEP,
      params: ModelId,
      ifMatch: 'required',
      body: ScoreModelDocument,
      example: shippedModels['national-18'],
      responses: { 200: { description: '已修改', schema: ModelView } },
    },
    (call) => {
      const edit = { id: call.params.id, document: call.body, ifMatch: call.ifMatch };
      return editModel(deps, call, edit, presenting(call, { status: 200, ...presented(call) }));
    },
  );

  for (const action of modelLifecycle.actionNames) {
    const { label, roles, from, to } = modelLifecycle.rule(action);
    http.route(
      {
        method: 'POST',
        url: `${BASE}/models/:id/actions/${action}`,
        operationId: `${action}Model`,
        summary: `${label.zh} ${label.en}`,
        description: `可在 ${from.join('、')} 执行，之后为 ${to}。起草或修改过的人不能发布（403）；已有施行的模型时，须先以其现在的内容试评全部企业并与现行积分对照（409，detail 指明所缺）；唯一施行的模型不能停用（409）。`,
        tags,
        access: { roles, scopes: [ADMIN_SCOPE] },
        params: ModelId,
        idempotency: 'required',
        ifMatch: 'optional',
        body: z.object({}).meta({ id: 'ModelMove' }),
        example: {},
        responses: { 200: { description: '已办理', schema: ModelView } },
      },
      (call) => {
        const move = { id: call.params.id, action, ifMatch: call.ifMatch };
        return moveModel(deps, call, move, presenting(call, { status: 200, ...presented(call) }));
      },
    );
  }
}
