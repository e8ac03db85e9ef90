import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { code, line } from '../fields.ts';
import { directoryRoute } from './directory-route.ts';

const UnitBody = z
  .object({ name: line(100).describe('名称'), enabled: z.boolean().optional().describe('默认启用') })
  .meta({ id: 'UnitBody' });

const UnitView = z
  .object({ id: z.uuid(), version: z.int(), code: z.string(), name: z.string(), enabled: z.boolean() })
  .meta({ id: 'Unit' });

/** Units that answer 承办单位. */
export function unitRoutes(http: Http, deps: Deps): void {
  directoryRoute(http, deps, {
    kind: 'unit',
    path: 'units',
    key: ':code',
    names: { one: 'Unit', many: 'Units', title: '承办单位' },
    params: z.object({ code }),
    body: UnitBody,
    example: { name: '园区物业服务中心' },
    view: UnitView,
    fields: (params, body) => ({ code: params.code, name: body.name, enabled: body.enabled ?? true }),
    show: (row) => ({ code: row.code, name: row.name, enabled: row.enabled }),
  });
}
