import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { code, day, line, uscc } from '../fields.ts';
import { directoryRoute } from './directory-route.ts';

const ServingBody = z
  .object({
    enterpriseName: line(200).optional().describe('企业名称'),
    officer: code.optional().describe('包企勤务员'),
    grid: code.optional().describe('所在网格'),
    validUntil: day.optional().describe('止日（含）'),
  })
  .refine((body) => body.officer !== undefined || body.grid !== undefined, {
    error: '须填写勤务员或网格',
    path: ['officer'],
  })
  .meta({ id: 'ServingBody' });

const ServingView = z
  .object({
    id: z.uuid(),
    version: z.int(),
    uscc: z.string(),
    enterpriseName: z.string().nullable(),
    officer: z.string().nullable(),
    grid: z.string().nullable(),
    validFrom: z.string(),
    validUntil: z.string().nullable(),
  })
  .meta({ id: 'Serving' });

/** Who serves which enterprise 包企联系, from which day on. */
export function servingRoutes(http: Http, deps: Deps): void {
  directoryRoute(http, deps, {
    kind: 'serving',
    path: 'servings',
    key: ':uscc/:validFrom',
    names: { one: 'Serving', many: 'Servings', title: '包企联系' },
    params: z.object({ uscc, validFrom: day }),
    body: ServingBody,
    example: { enterpriseName: '晋江市某某鞋业有限公司', officer: 'QW001' },
    view: ServingView,
    fields: (params, body) => ({
      uscc: params.uscc,
      validFrom: params.validFrom,
      validUntil: body.validUntil ?? null,
      enterpriseName: body.enterpriseName ?? null,
      officerCode: body.officer ?? null,
      gridCode: body.grid ?? null,
    }),
    show: (row) => ({
      uscc: row.uscc,
      enterpriseName: row.enterpriseName,
      officer: row.officerCode,
      grid: row.gridCode,
      validFrom: row.validFrom,
      validUntil: row.validUntil,
    }),
  });
}
