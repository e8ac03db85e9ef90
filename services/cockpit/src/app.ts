import { httpLimits } from '@qinwu/platform/config/limits-config';
import type { Http } from '@qinwu/platform/http/http';
import { createHttp } from '@qinwu/platform/http/server';
import type { JobDefinition } from '@qinwu/platform/jobs/jobs';
import type { ScheduleDefinition } from '@qinwu/platform/jobs/schedules';
import { operationRoutes } from '@qinwu/platform/operations/operation-routes';
import type { Deps } from './deps.ts';
import { factHandlers } from './jobs/fact-handlers.ts';
import { titleImport } from './jobs/title-import.ts';
import { FIGURES_TAG, registerFigures } from './routes/figures.ts';
import { cockpitImports } from './routes/imports.ts';
import { registerLanding } from './routes/landing.ts';
import { registerReference } from './routes/reference.ts';
import { TITLES_TAG, titleRoutes } from './routes/titles.ts';
import { ADMIN_SCOPE, READ_SCOPE, WRITE_SCOPE } from './who.ts';

/** Version of the API as its document states it. */
export const VERSION = '0.1.0';

/** What the cockpit answers, and what it does by itself. */
export interface App {
  readonly http: Http;
  readonly jobs: readonly JobDefinition[];
  readonly schedules: readonly ScheduleDefinition[];
}

/** The whole cockpit on one screen. */
export async function createApp(deps: Deps): Promise<App> {
  const http = await createHttp({
    service: 'cockpit',
    title: 'Qinwu 勤务 驾驶舱',
    version: VERSION,
    description:
      '园区工作通报的每一个数：数值、期间、口径、时点，以及构成它的逐条记录；企业称号的登记与撤销。',
    tags: {
      [FIGURES_TAG]: '工作通报的数，及构成每个数的逐条记录',
      [TITLES_TAG]: '企业称号：目录、登记、撤销',
      '导入 imports': '称号名单的批量导入',
      '运维 operations': '台账导出，死信的查看与重投',
    },
    scopes: {
      [READ_SCOPE]: '读取企业称号',
      [WRITE_SCOPE]: '登记、撤销企业称号，导入',
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
  const { job, schedule } = cockpitImports(http, deps, [titleImport(deps)]);
  // The reference waits for the server to be ready: what is registered after it is missing from the document.
  await registerReference(http, { urls: deps.config.SERVICE_URLS, version: VERSION });
  await registerLanding(http);
  return { http, jobs: [job], schedules: [schedule] };
}
