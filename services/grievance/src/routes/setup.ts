import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { setUpPark } from '../use-cases/set-up-park.ts';
import { ADMIN_SCOPE } from '../who.ts';
import { BASE } from './present.ts';

const SetUpView = z
  .object({
    units: z.int().describe('新增单位数'),
    categories: z.int().describe('新增分类数'),
    clockProfiles: z.int().describe('新增时限数'),
  })
  .meta({ id: 'SetUp' });

/** The default directory of a new park. */
export function setUpRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'POST',
      url: `${BASE}/setup`,
      operationId: 'setUpPark',
      summary: '初始化名录 Install the default directory',
      description: '为本园区装入默认单位、分类和时限(official=false)；已有的不动，可重复调用。',
      tags: ['名录 directory'],
      access: { roles: ['admin'], scopes: [ADMIN_SCOPE] },
      body: z.object({}).meta({ id: 'SetUpRequest' }),
      example: {},
      responses: { 200: { description: '已就绪', schema: SetUpView } },
    },
    async (call) => ({ status: 200, body: await setUpPark(deps, call) }),
  );
}
