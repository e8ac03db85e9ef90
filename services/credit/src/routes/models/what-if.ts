import { fieldRules } from '@qinwu/domain/errors';
import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { code, decimal, division } from '../../fields.ts';
import { readScaled } from '../../rules/inputs/read-scaled.ts';
import { tryModel } from '../../use-cases/models/try-model.ts';
import { MODEL_READERS, READ_SCOPE } from '../../who.ts';
import { BASE } from '../base.ts';
import { ModelId } from './models.ts';
import { TrialView, trialView } from './trial-view.ts';

const WhatIf = z
  .object({
    values: z.record(code, decimal).describe('指标值，单位同模型；没有给出的视为缺失，得零分'),
    negatives: z.record(code, z.int().min(0).max(1_000)).default({}).describe('负面事项的件数'),
    division: division.nullable().default(null).describe('国民经济行业大类（GB/T 4754），两位数字'),
    target: decimal.optional().describe('想达到的总分；不填为下一等级'),
    product: code.optional().describe('以该产品要求的总分或等级为目标；与 target 只能给出一个'),
  })
  .meta({ id: 'WhatIf' });

/** What a model makes of given values: the score, its explanation, and what would raise it. Nothing is stored. */
export function whatIfRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'POST',
      url: `${BASE}/models/:id/what-if`,
      operationId: 'tryModel',
      summary: '试算 Score given values',
      description:
        '按模型计算所给指标值的积分，说明每项得失的分数与理由，并给出达到目标的最小改变：单项改变各一，以及更省的两项组合。不保存。',
      tags: ['评分模型 models'],
      access: { roles: MODEL_READERS, scopes: [READ_SCOPE] },
      params: ModelId,
      body: WhatIf,
      example: { values: { T1: '150', T3: '10', T5: '2', G3: '800' }, division: '13' },
      responses: { 200: { description: '积分与解释', schema: TrialView } },
    },
    async (call) => {
      const { values, negatives, target } = call.body;
      const read = readScaled({
        ...prefixed(values),
        ...(target === undefined ? {} : { '/target': target }),
      });
      if (read.faults.length > 0) throw fieldRules(read.faults);
      const trial = await tryModel(deps, call.actor, call.params.id, {
        values: new Map(Object.keys(values).map((name) => [name, read.values.get(`/values/${name}`) ?? 0])),
        negatives: new Map(Object.entries(negatives)),
        division: call.body.division,
        goal: { target: read.values.get('/target') ?? null, product: call.body.product ?? null },
      });
      return { status: 200, body: trialView(trial) };
    },
  );
}

function prefixed(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`/values/${name}`, value]));
}
