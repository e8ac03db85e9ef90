import { refuse } from '@qinwu/domain/errors';
import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { PROGRESS_ROUTE, progressAnswer } from '@qinwu/platform/http/progress-events';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { code, division } from '../../fields.ts';
import { cancelRun } from '../../use-cases/runs/end-run.ts';
import { getRun, searchRuns } from '../../use-cases/runs/read-runs.ts';
import { startRun } from '../../use-cases/runs/start-run.ts';
import { RUN_STATES } from '../../vocabulary.ts';
import { ADMIN_SCOPE, READ_SCOPE, RUN_KEEPERS, RUN_READERS } from '../../who.ts';
import { BASE } from '../base.ts';
import { ReportView, RunView, reportView, runView } from './run-view.ts';
import { watchRun } from './watch-run.ts';

const tags = ['评分批次 runs'];
const url = `${BASE}/score-runs`;
const params = z.object({ id: z.uuid().describe('批次标识') });
const READ = { roles: RUN_READERS, scopes: [READ_SCOPE] } as const;
const KEEP = { roles: RUN_KEEPERS, scopes: [ADMIN_SCOPE] } as const;

const NewRun = z
  .object({
    asOf: z.iso.date().describe('截止日期，不晚于今天'),
    scheme: code.optional().describe('评分方案，按当日施行的模型；不填为 innovation-points'),
    modelId: z.uuid().optional().describe('指定模型，起草中的亦可：未施行的为试评，不成为现行积分'),
    division: division.optional().describe('只评这一行业大类；不填为全部企业'),
    knownOn: z.iso.datetime({ offset: true }).optional().describe('以该时刻所知为准；不填为启动的时刻'),
  })
  .meta({ id: 'NewScoreRun' });

/** Score runs 评分批次: all enterprises by one model, for one day, as it was known at one instant. */
export function runRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'POST',
      url,
      operationId: 'startScoreRun',
      summary: '启动评分批次 Start a score run',
      description:
        '同一模型、截止日期、范围（与指定的 knownOn）只有一个批次：已有的以 200 返回，不重复启动；已取消、失败的不算。作为任务执行，分片提交，进程中断后从最后提交的分片继续。全部评完后结果一次可见，随后只通知有变动的积分。要在更正数据后重评同一天，给出 knownOn。',
      tags,
      access: KEEP,
      idempotency: 'required',
      body: NewRun,
      example: { asOf: '2025-08-31', scheme: 'innovation-points' },
      responses: {
        200: { description: '该期已有的批次', schema: RunView },
        202: { description: '已启动，按 Location 查询进度', schema: RunView },
      },
    },
    (call) => {
      const { asOf, scheme, modelId, division: only, knownOn } = call.body;
      const order = {
        asOf,
        scheme,
        modelId,
        division: only ?? null,
        knownOn: knownOn === undefined ? null : new Date(knownOn),
      };
      return startRun(deps, call, order, ({ run, isNew }) => {
        const answer = { status: isNew ? 202 : 200, body: runView(run), location: `${url}/${run.id}` };
        return { answer, kept: call.keep(answer) };
      });
    },
  );

  http.route(
    {
      method: 'GET',
      url,
      operationId: 'listScoreRuns',
      summary: '批次列表 List score runs',
      tags,
      access: READ,
      query: z.object({
        ...PAGE_QUERY,
        scheme: code.optional().describe('评分方案'),
        state: z.enum(RUN_STATES).optional().describe('状态'),
      }),
      responses: { 200: { description: '新的在前', schema: pageSchema('ScoreRunPage', RunView) } },
    },
    async (call) => {
      const page = await searchRuns(deps, call.actor, call.query);
      return pageAnswer(call, { items: page.items.map(runView), next: page.next });
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${url}/:id`,
      operationId: 'getScoreRun',
      summary: '批次及其进度 Get a score run',
      tags,
      access: READ,
      params,
      responses: { 200: { description: '批次', schema: RunView } },
    },
    async (call) => ({ status: 200, body: runView(await getRun(deps, call.actor, call.params.id)) }),
  );

  http.route(
    {
      method: 'GET',
      url: `${url}/:id/events`,
      operationId: 'followScoreRun',
      summary: '批次进度（服务器推送）Follow a score run',
      tags,
      access: READ,
      params,
      ...PROGRESS_ROUTE,
    },
    async (call) => {
      const run = await getRun(deps, call.actor, call.params.id);
      return progressAnswer(watchRun(deps, run, call.signal));
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${url}/:id/report`,
      operationId: 'getScoreRunReport',
      summary: '批次报告 Report of a score run',
      description:
        '升降、新评出与不再评出的企业数，未评出的原因，等级变动矩阵，名次相关，变动最大的企业，各指标得分的分布与稳定性。试评（未施行模型的批次）与现行批次比较，发布模型前用以对照。',
      tags,
      access: READ,
      params,
      responses: { 200: { description: '报告', schema: ReportView } },
    },
    async (call) => {
      const { id, report, state } = await getRun(deps, call.actor, call.params.id);
      if (report !== null) return { status: 200, body: reportView(id, report) };
      const title = { zh: '该批次尚未发布，没有报告', en: 'The run is not published: it has no report' };
      throw refuse('conflict', 'run-unpublished', title, { extra: { state } });
    },
  );

  http.route(
    {
      method: 'POST',
      url: `${url}/:id/cancel`,
      operationId: 'cancelScoreRun',
      summary: '取消批次 Cancel a score run',
      description: '可在 PLANNING、SCORING 执行；已评出的分片随后清除，现行积分不变。该期可重新启动。',
      tags,
      access: KEEP,
      idempotency: 'required',
      params,
      body: z.object({}).meta({ id: 'RunCancel' }),
      example: {},
      responses: { 200: { description: '已取消', schema: RunView } },
    },
    (call) =>
      cancelRun(deps, call, call.params.id, (run) => {
        const answer = { status: 200, body: runView(run) };
        return { answer, kept: call.keep(answer) };
      }),
  );
}
