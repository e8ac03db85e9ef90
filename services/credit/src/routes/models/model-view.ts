import type { Actor } from '@qinwu/domain/actor';
import { z } from 'zod';
import { openModelActions } from '../../rules/model/decide-model-move.ts';
import { modelLifecycle } from '../../rules/model/lifecycle.ts';
import { ScoreModelDocument } from '../../rules/model/score-model.ts';
import type { ModelRow } from '../../store/model-table.ts';
import { MODEL_STATES } from '../../vocabulary.ts';

export const ModelSummary = z
  .object({
    id: z.uuid(),
    version: z.int(),
    scheme: z.string().describe('评分方案'),
    modelVersion: z.string().describe('模型版本'),
    state: z.enum(MODEL_STATES).describe('状态'),
    official: z.boolean().describe('权重与口径是否出自公布的文件'),
    effectiveFrom: z.string(),
    effectiveTo: z.string().nullable(),
    hash: z.string().describe('模型内容的 SHA-256（规范 JSON）'),
    author: z.string().describe('起草人'),
    editors: z.array(z.string()).describe('修改过的人'),
    publishedBy: z.string().nullable().describe('发布人，没有起草或修改过该模型'),
    publishedAt: z.string().nullable(),
    allowedActions: z.array(z.enum(modelLifecycle.actionNames)),
  })
  .meta({ id: 'ScoreModelSummary' });

export const ModelView = ModelSummary.extend({ document: ScoreModelDocument }).meta({ id: 'ScoreModel' });

/** A model in a list; its actions are those open to the actor. */
export function modelSummary(row: ModelRow, actor: Actor): z.input<typeof ModelSummary> {
  const { id, version, scheme, modelVersion, state, official, effectiveFrom, effectiveTo } = row;
  return {
    id,
    version,
    scheme,
    modelVersion,
    state,
    official,
    effectiveFrom,
    effectiveTo,
    hash: row.hash,
    author: row.author,
    editors: row.editors,
    publishedBy: row.publishedBy,
    publishedAt: row.publishedAt?.toISOString() ?? null,
    allowedActions: openModelActions(row, actor.id),
  };
}

export function modelView(row: ModelRow, actor: Actor): z.input<typeof ModelView> {
  return { ...modelSummary(row, actor), document: JSON.parse(row.document) as ScoreModelDocument };
}
