import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { uscc } from '../../fields.ts';
import { backtestRun } from '../../use-cases/runs/backtest-run.ts';
import { READ_SCOPE, RUN_READERS } from '../../who.ts';
import { BASE } from '../base.ts';

const MOST = 5_000;
const MOST_LISTED = 100;

const Outcomes = z
  .object({
    outcomes: z
      .array(z.object({ uscc, happened: z.boolean() }))
      .min(1)
      .max(MOST)
      .optional()
      .describe(
        '各企业此后是否发生（逾期、违约、增长等），每家一行，重复的为 422；不填时取批次日期之后银行报送的逾期',
      ),
  })
  .meta({ id: 'BacktestOutcomes' });

const BacktestView = z
  .object({
    enterprises: z.int().describe('既有积分又有结果的企业数'),
    with: z.int().nullable().describe('发生的企业数'),
    without: z.int().nullable(),
    ks: z.number().nullable().describe('KS：两组累计分布的最大距离，0 至 1；全部或无一发生时为空'),
    unknown: z.array(z.string()).describe(`给出了结果而在该批次没有积分的企业，至多列 ${MOST_LISTED} 家`),
    unknownCount: z.int().describe('这样的企业数'),
    gini: z.number().nullable().describe('基尼系数（2×AUC−1），以分高者少发生为正'),
  })
  .meta({ id: 'Backtest' });

/** Whether scores told apart what came later 回测, by the model the run was made with. */
export function backtestRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'POST',
      url: `${BASE}/score-runs/:id/backtest`,
      operationId: 'backtestScoreRun',
      summary: '以后来的结果回测批次 Backtest a score run',
      description: '只计算，不留存。试评的批次也可回测：同一日期的不同模型由此比较。',
      tags: ['评分批次 runs'],
      access: { roles: RUN_READERS, scopes: [READ_SCOPE] },
      params: z.object({ id: z.uuid() }),
      body: Outcomes,
      example: {},
      responses: { 200: { description: '回测结果', schema: BacktestView } },
    },
    async (call) => {
      const outcomes = call.body.outcomes ?? null;
      const { enterprises, separation, unknown } = await backtestRun(deps, call.actor, {
        id: call.params.id,
        outcomes,
      });
      const none = { with: null, without: null, ks: null, gini: null };
      const without = { unknown: unknown.slice(0, MOST_LISTED), unknownCount: unknown.length };
      return { status: 200, body: { enterprises, ...(separation ?? none), ...without } };
    },
  );
}
