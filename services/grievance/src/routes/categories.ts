import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { code, line } from '../fields.ts';
import { directoryRoute } from './directory-route.ts';

const CategoryBody = z
  .object({
    name: line(100).describe('名称'),
    parent: code.optional().describe('上级分类'),
    unit: code.optional().describe('承办单位；不填随上级'),
    enabled: z.boolean().optional().describe('默认启用'),
  })
  .meta({ id: 'CategoryBody' });

const CategoryView = z
  .object({
    id: z.uuid(),
    version: z.int(),
    code: z.string(),
    name: z.string(),
    parent: z.string().nullable(),
    unit: z.string().nullable(),
    enabled: z.boolean(),
  })
  .meta({ id: 'Category' });

/** The category tree 事项分类. */
export function categoryRoutes(http: Http, deps: Deps): void {
  directoryRoute(http, deps, {
    kind: 'category',
    path: 'categories',
    key: ':code',
    names: { one: 'Category', many: 'Categories', title: '分类' },
    params: z.object({ code }),
    body: CategoryBody,
    example: { name: '路灯照明', parent: 'facility', unit: 'property' },
    view: CategoryView,
    fields: (params, body) => ({
      code: params.code,
      name: body.name,
      parentCode: body.parent ?? null,
      unitCode: body.unit ?? null,
      enabled: body.enabled ?? true,
    }),
    show: (row) => ({
      code: row.code,
      name: row.name,
      parent: row.parentCode,
      unit: row.unitCode,
      enabled: row.enabled,
    }),
  });
}
