import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { GROUPS } from '../rules/figure-definition.ts';
import { findDefinition, findRecordsDefinition } from '../use-cases/find-definition.ts';
import { coveredDays, listFigures } from '../use-cases/list-figures.ts';
import { listRecords } from '../use-cases/list-records.ts';
import { readFigure } from '../use-cases/read-figure.ts';
import { PARK_READERS } from '../who.ts';
import { Figure, FigureRecord, figureView, recordView } from './figure-view.ts';

/** The tag of the figures in the OpenAPI document. */
export const FIGURES_TAG = '指标 figures';

const Code = z.object({ code: z.string().min(1).max(120).describe('指标代码，如 grievance.problems-found') });

const Period = z.object({
  from: z.iso.date().optional().describe('起始日（含），缺省为截止日当年 1 月 1 日；时点数不用'),
  to: z.iso.date().optional().describe('截止日（含），缺省为今天；不得晚于今天'),
  knownAt: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('认知时点：只计当时已知的事实 / the figure as it was known at that instant'),
});

const OneQuery = Period.extend({
  groupBy: z.enum(GROUPS).optional().describe('按调解方式(mode)或纠纷类别(category)分组；指标不支持时 422'),
});

const PageQuery = Period.extend(PAGE_QUERY);

const badPeriod = { description: '起止颠倒，或晚于现在', schema: null };
const badQuestion = { description: '起止颠倒，或晚于现在，或不能如此分组', schema: null };
const unknownCode = { description: '没有这个指标', schema: null };

/** The figures of the work report and the records behind each. */
export function registerFigures(http: Http, { db }: Deps): void {
  http.route(
    {
      method: 'GET',
      url: '/cockpit/v1/figures',
      operationId: 'listFigures',
      summary: '全部指标',
      description: '工作通报的全部指标，按同一期间计算；每个数都可下钻到逐条记录。',
      tags: [FIGURES_TAG],
      access: { roles: PARK_READERS },
      query: Period,
      responses: {
        200: {
          description: '指标清单',
          schema: z
            .object({
              items: z.array(Figure),
              covered: z
                .object({ from: z.iso.date(), to: z.iso.date() })
                .nullable()
                .describe('现有数据的首日与末日；没有数据为空'),
            })
            .meta({ id: 'FigureList' }),
        },
        422: badPeriod,
      },
    },
    async ({ actor, query, now }) => {
      const answers = await listFigures(db.orm, { ...query, park: actor.park, now });
      const covered = await coveredDays(db.orm, actor.park);
      return { status: 200, body: { items: answers.map(figureView), covered } };
    },
  );

  http.route(
    {
      method: 'GET',
      url: '/cockpit/v1/figures/:code',
      operationId: 'getFigure',
      summary: '一个指标',
      description: '数值、单位、期间、数据时点、口径版本，以及构成该数的记录的地址。',
      tags: [FIGURES_TAG],
      access: { roles: PARK_READERS },
      params: Code,
      query: OneQuery,
      responses: { 200: { description: '指标', schema: Figure }, 404: unknownCode, 422: badQuestion },
    },
    async ({ actor, params, query, now }) => {
      const definition = findDefinition(params.code);
      const answer = await readFigure(db.orm, { ...query, definition, park: actor.park, now });
      return { status: 200, body: figureView(answer) };
    },
  );

  http.route(
    {
      method: 'GET',
      url: '/cockpit/v1/figures/:code/records',
      operationId: 'listFigureRecords',
      summary: '指标背后的记录',
      description:
        '按业务日期逐页列出构成该数的记录，带各记录在其所属服务的地址；各页之和恒等于该数。调解的指标背后有已封存的案件，只供督办人员下钻。',
      tags: [FIGURES_TAG],
      access: { roles: PARK_READERS },
      params: Code,
      query: PageQuery,
      responses: {
        200: { description: '一页记录', schema: pageSchema('FigureRecordPage', FigureRecord) },
        403: { description: '调解的指标，调用者不得查看单个案件', schema: null },
        404: unknownCode,
        422: badPeriod,
      },
    },
    async (call) => {
      const { actor, params, query, now } = call;
      const definition = findRecordsDefinition(actor, params.code);
      const page = await listRecords(db.orm, { ...query, definition, park: actor.park, now });
      return pageAnswer(call, { items: page.items.map(recordView), next: page.next });
    },
  );
}
