import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import { shippedCatalogue } from '../../rules/model/shipped-indicators.ts';
import { MODEL_READERS, READ_SCOPE } from '../../who.ts';
import { BASE } from '../base.ts';

const IndicatorView = z
  .object({
    code: z.string(),
    name: z.string(),
    nameEn: z.string(),
    unit: z.string().describe('单位'),
    nonNegative: z.boolean().describe('不能为负'),
    whole: z.boolean().describe('整数'),
    changeable: z.boolean().describe('企业自身可以提高'),
    sources: z.array(z.string()).describe('来源，先列的优先'),
    official: z.boolean().describe('口径是否出自公布的文件'),
  })
  .meta({ id: 'Indicator' });

/** The catalogue of indicators: what may be stated of an enterprise, in which unit, and by whom. */
export function indicatorRoutes(http: Http): void {
  http.route(
    {
      method: 'GET',
      url: `${BASE}/indicators`,
      operationId: 'listIndicators',
      summary: '指标目录 Catalogue of indicators',
      tags: ['企业与指标 inputs'],
      access: { roles: MODEL_READERS, scopes: [READ_SCOPE] },
      responses: { 200: { description: '全部指标', schema: z.object({ items: z.array(IndicatorView) }) } },
    },
    async () => ({
      status: 200,
      body: {
        items: shippedCatalogue.map(({ changeStep: _, changeLimit: __, sources, ...indicator }) => ({
          ...indicator,
          sources: [...sources],
        })),
      },
    }),
  );
}
