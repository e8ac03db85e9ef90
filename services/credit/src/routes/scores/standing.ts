import { fieldRules } from '@qinwu/domain/errors';
import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { code, decimal, division, scheme } from '../../fields.ts';
import { decimalText, decimalTextOrNull } from '../../rules/explain/decimal-text.ts';
import { readScaled } from '../../rules/inputs/read-scaled.ts';
import type { Place, Ranked, StandingRow } from '../../store/standing.ts';
import type { PastScore } from '../../use-cases/scores/past-scores.ts';
import { rankEnterprise, searchPastScores, searchStanding } from '../../use-cases/scores/read-standing.ts';
import { findScoreChange } from '../../use-cases/scores/score-change.ts';
import { ENTERPRISE_READERS, READ_SCOPE, RUN_READERS } from '../../who.ts';
import { BASE } from '../base.ts';
import { EnterpriseCode } from '../enterprises/enterprises.ts';

const tags = ['积分 scores'];

const StandingView = z
  .object({
    uscc: z.string(),
    stage: z.string().describe('发展阶段'),
    total: z.string().describe('分，十进制'),
    grade: z.string().describe('等级'),
    division: z.string().nullable().describe('行业大类'),
    asOf: z.string().describe('截止日期'),
    knownOn: z.string().describe('以该时刻所知为准'),
    runId: z.uuid().nullable().describe('评分批次；批次之后单独重算的为空'),
  })
  .meta({ id: 'StandingScore' });

const PastView = StandingView.extend({
  stage: z.string().nullable(),
  total: z.string().nullable().describe('分；不能评分的为空'),
  grade: z.string().nullable(),
  modelId: z.uuid(),
  inputHash: z.string().describe('计入的一切（指标值、文书、所用的百分位）的 SHA-256：相同则输入相同'),
  statisticsRun: z.uuid().nullable().describe('行业百分位取自哪个批次；未用百分位的为空'),
}).meta({ id: 'PastScore' });

const PlaceView = z
  .object({
    rank: z.int().describe('名次，同分同名次'),
    of: z.int().describe('有积分的企业数'),
    percentile: z.number().describe('高于其中百分之几的企业，两位小数'),
  })
  .meta({ id: 'ScorePlace' });

const RankView = StandingView.extend({
  places: z.object({
    park: PlaceView.describe('全园'),
    stage: PlaceView.describe('同一发展阶段'),
    division: PlaceView.nullable().describe('同一行业；行业不明的为空'),
  }),
}).meta({ id: 'ScoreRank' });

function standingView(row: StandingRow): z.input<typeof StandingView> {
  return { ...row, total: decimalText(row.total), knownOn: row.knownOn.toISOString() };
}

function pastView({ parts: _, ...row }: PastScore): z.input<typeof PastView> {
  return { ...row, total: decimalTextOrNull(row.total), knownOn: row.knownOn.toISOString() };
}

function placeView({ of, above, below }: Place): z.input<typeof PlaceView> {
  return { rank: above + 1, of, percentile: Math.floor((below * 10_000) / of) / 100 };
}

function rankView({ own, park, stage, division: trade }: Ranked): z.input<typeof RankView> {
  const places = {
    park: placeView(park),
    stage: placeView(stage),
    division: trade === null ? null : placeView(trade),
  };
  return { ...standingView(own), places };
}

const ChangeView = z
  .object({
    before: PastView,
    after: PastView,
    changes: z
      .array(z.object({ code: z.string(), before: z.string().nullable(), after: z.string().nullable() }))
      .describe('得分不同的各项，差别大的在前；空为该模型没有这一项'),
  })
  .meta({ id: 'ScoreChange' });

/** The scores of a park as they stand, where an enterprise stands among them, and what it had before. */
export function standingRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'GET',
      url: `${BASE}/scores`,
      operationId: 'listScores',
      summary: '现行积分 Scores of the park',
      description: '最近一次批次的积分，其后单独重算的以重算为准；高分在前。不能评分的不列。',
      tags,
      access: { roles: RUN_READERS, scopes: [READ_SCOPE] },
      query: z.object({
        ...PAGE_QUERY,
        scheme,
        grade: code.optional().describe('等级'),
        stage: code.optional().describe('发展阶段'),
        division: division.optional().describe('行业大类'),
        atLeast: decimal.optional().describe('总分不低于'),
      }),
      responses: { 200: { description: '一页', schema: pageSchema('StandingScorePage', StandingView) } },
    },
    async (call) => {
      const { atLeast, ...search } = call.query;
      const read = readScaled(atLeast === undefined ? {} : { '/atLeast': atLeast });
      if (read.faults.length > 0) throw fieldRules(read.faults);
      const page = await searchStanding(deps, call.actor, {
        ...search,
        atLeast: read.values.get('/atLeast') ?? undefined,
      });
      return pageAnswer(call, { items: page.items.map(standingView), next: page.next });
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/enterprises/:uscc/rank`,
      operationId: 'getEnterpriseRank',
      summary: '企业积分的名次 Rank of an enterprise',
      description: '在全园、同一发展阶段、同一行业中的名次与百分位；企业只看本企业的。',
      tags,
      access: { roles: ENTERPRISE_READERS, scopes: [READ_SCOPE] },
      params: EnterpriseCode,
      query: z.object({ scheme }),
      responses: { 200: { description: '名次', schema: RankView } },
    },
    async (call) => {
      const of = { uscc: call.params.uscc, scheme: call.query.scheme };
      return { status: 200, body: rankView(await rankEnterprise(deps, call.actor, of)) };
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/enterprises/:uscc/scores`,
      operationId: 'listEnterpriseScores',
      summary: '企业历次积分 Past scores of an enterprise',
      description: '曾为现行积分的各批次与单独重算，最近的在前。',
      tags,
      access: { roles: ENTERPRISE_READERS, scopes: [READ_SCOPE] },
      params: EnterpriseCode,
      query: z.object({ ...PAGE_QUERY, scheme }),
      responses: { 200: { description: '一页', schema: pageSchema('PastScorePage', PastView) } },
    },
    async (call) => {
      const page = await searchPastScores(deps, call.actor, { uscc: call.params.uscc, ...call.query });
      return pageAnswer(call, { items: page.items.map(pastView), next: page.next });
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/enterprises/:uscc/score-change`,
      operationId: 'getScoreChange',
      summary: '积分为何变动 What changed since the score before',
      description: '最近一次积分与此前输入或模型不同的一次相比，各项得分的差别。',
      tags,
      access: { roles: ENTERPRISE_READERS, scopes: [READ_SCOPE] },
      params: EnterpriseCode,
      query: z.object({ scheme }),
      responses: { 200: { description: '变动', schema: ChangeView } },
    },
    async (call) => {
      const of = { uscc: call.params.uscc, scheme: call.query.scheme };
      const { before, after, changes } = await findScoreChange(deps, call.actor, of);
      const shown = changes.map(({ code: part, before: was, after: is }) => ({
        code: part,
        before: decimalTextOrNull(was),
        after: decimalTextOrNull(is),
      }));
      return { status: 200, body: { before: pastView(before), after: pastView(after), changes: shown } };
    },
  );
}
