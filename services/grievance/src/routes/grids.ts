import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { code, line } from '../fields.ts';
import { directoryRoute } from './directory-route.ts';

const ring = z.array(z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])).max(5000);

const Polygon = z
  .object({ type: z.literal('Polygon'), coordinates: z.array(ring).min(1).max(50) })
  .meta({ id: 'GeoPolygon', description: 'GeoJSON 多边形，WGS-84' });

const GridBody = z
  .object({
    name: line(100).describe('名称'),
    level: z.int().min(1).max(3).describe('层级：1 园区、2 片区、3 企业网格'),
    parent: code.optional().describe('上级网格'),
    leader: code.optional().describe('网格长（勤务员编码）'),
    region: z
      .string()
      .regex(/^[1-8]\d{5}$/)
      .optional()
      .describe('行政区划代码'),
    polygon: Polygon.optional().describe('边界'),
    enabled: z.boolean().optional().describe('默认启用'),
  })
  .meta({ id: 'GridBody' });

const GridView = z
  .object({
    id: z.uuid(),
    version: z.int(),
    code: z.string(),
    name: z.string(),
    level: z.int(),
    parent: z.string().nullable(),
    leader: z.string().nullable(),
    region: z.string().nullable(),
    polygon: z
      .object({ type: z.literal('Polygon'), coordinates: z.array(z.array(z.array(z.number()))) })
      .nullable(),
    enabled: z.boolean(),
  })
  .meta({ id: 'Grid' });

/** Grids 网格 on three levels. */
export function gridRoutes(http: Http, deps: Deps): void {
  directoryRoute(http, deps, {
    kind: 'grid',
    path: 'grids',
    key: ':code',
    names: { one: 'Grid', many: 'Grids', title: '网格' },
    params: z.object({ code }),
    body: GridBody,
    example: {
      name: '晋江经济开发区',
      level: 1,
      region: '350582',
      polygon: {
        type: 'Polygon',
        coordinates: [
          [
            [118.5, 24.62],
            [118.62, 24.62],
            [118.62, 24.68],
            [118.5, 24.68],
            [118.5, 24.62],
          ],
        ],
      },
    },
    view: GridView,
    fields: (params, body) => ({
      code: params.code,
      name: body.name,
      level: body.level,
      parentCode: body.parent ?? null,
      leaderCode: body.leader ?? null,
      regionCode: body.region ?? null,
      polygon: body.polygon ?? null,
      enabled: body.enabled ?? true,
    }),
    show: (row) => ({
      code: row.code,
      name: row.name,
      level: row.level,
      parent: row.parentCode,
      leader: row.leaderCode,
      region: row.regionCode,
      polygon: row.polygon,
      enabled: row.enabled,
    }),
  });
}
