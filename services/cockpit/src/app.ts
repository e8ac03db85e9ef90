import { httpLimits } from '@qinwu/platform/config/limits-config';
import type { Http } from '@qinwu/platform/http/http';
import { createHttp } from '@qinwu/platform/http/server';
import { operationRoutes } from '@qinwu/platform/operations/operation-routes';
import type { Deps } from './deps.ts';
import { factHandlers } from './jobs/fact-handlers.ts';
import { FIGURES_TAG, registerFigures } from './routes/figures.ts';
import { registerLanding } from './routes/landing.ts';
import { registerReference } from './routes/reference.ts';
import { TITLES_TAG, titleRoutes } from './routes/titles.ts';
import { ADMIN_SCOPE, READ_SCOPE, WRITE_SCOPE } from './who.ts';

/** Version of the API as its document states it. */
export const VERSION = '0.1.0';

/** The whole HTTP edge of the cockpit. */
export async function createApp(deps: Deps): Promise<Http> {
  const http = await createHttp({
    service: 'cockpit',
    title: 'Qinwu 勤务 驾驶舱',
    version: VERSION,
    description:
      '园区工作通报的每一个数：数值、期间、口径、时点，以及构成它的逐条记录；企业称号的登记与撤销。',
    tags: {
      [FIGURES_TAG]: '工作通报的数，及构成每个数的逐条记录',
      [TITLES_TAG]: '企业称号：目录、登记、撤销',
      '运维 operations': '台账导出，死信的查看与重投',
    },
    scopes: {
      [READ_SCOPE]: '读取企业称号',
      [WRITE_SCOPE]: '登记、撤销企业称号',
      [ADMIN_SCOPE]: '运维',
    },
    db: deps.db,
    keyring: deps.keyring,
    verifier: deps.verifier,
    clock: deps.clock,
    log: deps.log,
    metrics: deps.metrics,
    limits: httpLimits(deps.config.LIMITS),
    production: deps.config.NODE_ENV === 'production',
  });
  registerFigures(http, deps);
  titleRoutes(http, deps);
  operationRoutes(http, { db: deps.db, service: 'cockpit', handlers: factHandlers });
  await registerReference(http, { urls: deps.config.SERVICE_URLS, version: VERSION });
  await registerLanding(http);
  return http;
}
