import type { Actor } from '@qinwu/domain/actor';
import { fieldRules } from '@qinwu/domain/errors';
import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { code, decimal, scheme as schemeField } from '../../fields.ts';
import { readScaled } from '../../rules/inputs/read-scaled.ts';
import { type EnterpriseScore, scoreEnterprise } from '../../use-cases/scores/score-enterprise.ts';
import { ENTERPRISE_READERS, READ_SCOPE } from '../../who.ts';
import { BASE } from '../base.ts';
import { EnterpriseCode } from '../enterprises/enterprises.ts';
import { VersionView, versionView } from '../inputs/value-view.ts';
import { TrialView, trialView } from '../models/trial-view.ts';

const ScoreView = TrialView.extend({
  uscc: z.string(),
  asOf: z.string().describe('截止日期'),
  knownOn: z.string().nullable().describe('以该时刻所知为准；空为现在'),
  inputs: z.array(VersionView).describe('计入的指标值及其来源'),
  inputHash: z.string().describe('计入的一切（指标值、文书、所用的百分位）的 SHA-256：相同则输入相同'),
  statisticsRun: z.uuid().nullable().describe('行业百分位取自哪个批次；未用百分位的为空'),
}).meta({ id: 'EnterpriseScore' });

function scoreView(
  { uscc, asOf, knownOn, trial, inputs, inputHash, statisticsRun }: EnterpriseScore,
  actor: Actor,
): z.input<typeof ScoreView> {
  return {
    ...trialView(trial),
    uscc,
    asOf,
    knownOn: knownOn?.toISOString() ?? null,
    inputHash,
    statisticsRun,
    // When a version was superseded is later knowledge, and would make an old answer another one.
    inputs: inputs.map((row) => versionView({ ...row, supersededAt: null }, actor)),
  };
}

/** Scores of enterprises, worked out from their values whenever they are asked for. */
export function scoreRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'GET',
      url: `${BASE}/enterprises/:uscc/score`,
      operationId: 'getEnterpriseScore',
      summary: '企业积分及其解释 Score of an enterprise',
      description:
        '按当日施行的模型，以经核验的指标值计算；同时给出每项得失、计入的值与来源、达到目标的最小改变。给定 asOf 与 knownOn 的结果不随以后的登记改变。行业百分位：knownOn 恰为某批次所知时刻的取该批次，否则取当时的现行批次，尚无批次时列为缺失；历次积分按其 asOf 与 knownOn 再问，结果与当时一致。当日生效而未修复的负面文书按模型扣分。',
      tags: ['积分 scores'],
      access: { roles: ENTERPRISE_READERS, scopes: [READ_SCOPE] },
      params: EnterpriseCode,
      query: z.object({
        scheme: schemeField,
        asOf: z.iso.date().optional().describe('截止日期，不填为今天'),
        knownOn: z.iso.datetime({ offset: true }).optional().describe('以该时刻所知为准，不填为现在'),
        target: decimal.optional().describe('想达到的总分；不填为下一等级'),
        product: code.optional().describe('以该产品要求的总分或等级为目标；与 target 只能给出一个'),
      }),
      responses: { 200: { description: '积分', schema: ScoreView } },
    },
    async (call) => {
      const { scheme, asOf, knownOn, target, product } = call.query;
      const read = readScaled(target === undefined ? {} : { '/target': target });
      if (read.faults.length > 0) throw fieldRules(read.faults);
      const scored = await scoreEnterprise(deps, call, {
        uscc: call.params.uscc,
        scheme,
        asOf: asOf ?? null,
        knownOn: knownOn === undefined ? null : new Date(knownOn),
        goal: { target: read.values.get('/target') ?? null, product: product ?? null },
      });
      return { status: 200, body: scoreView(scored, call.actor) };
    },
  );
}
