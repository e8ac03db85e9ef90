import type { Http } from '@qinwu/platform/http/http';
import { ensureSeen } from '@qinwu/platform/http/seen';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { closePeriod, getClosing } from '../../use-cases/runs/close-period.ts';
import { ADMIN_SCOPE, PARK_READERS, READ_SCOPE } from '../../who.ts';
import { BASE } from '../base.ts';

const Closing = z
  .object({ closedThrough: z.iso.date().describe('关账至（含）') })
  .meta({ id: 'PeriodClosing' });
const ClosingView = Closing.extend({ version: z.int() }).meta({ id: 'ClosedPeriod' });

/** Days whose scores are settled 关账. */
export function closingRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'GET',
      url: `${BASE}/closing`,
      operationId: 'getClosing',
      summary: '关账至哪一天 What is closed',
      tags: ['评分批次 runs'],
      access: { roles: PARK_READERS, scopes: [READ_SCOPE] },
      responses: { 200: { description: '已关账', schema: ClosingView } },
    },
    async (call) => {
      const { closedThrough, version, id } = await getClosing(deps, call.actor);
      return { status: 200, body: { closedThrough, version }, version, id };
    },
  );

  http.route(
    {
      method: 'PUT',
      url: `${BASE}/closing`,
      operationId: 'closePeriod',
      summary: '关账 Close a period',
      description: '此日及以前的截止日期不再启动评分批次（422）；只能向后，不能退回。',
      tags: ['评分批次 runs'],
      access: { roles: ['admin'], scopes: [ADMIN_SCOPE] },
      ifMatch: 'optional',
      body: Closing,
      example: { closedThrough: '2024-12-31' },
      responses: { 200: { description: '已关账', schema: ClosingView } },
    },
    async (call) => {
      const { closedThrough } = call.body;
      const row = await closePeriod(deps, call, closedThrough, (before) => ensureSeen(call, before));
      const body = { closedThrough: row.closedThrough, version: row.version };
      return { status: 200, body, version: row.version, id: row.id };
    },
  );
}
