import type { EventHandler } from '@qinwu/platform/events/event-handler';
import type { Http } from '@qinwu/platform/http/http';
import { createHttp } from '@qinwu/platform/http/server';
import type { JobDefinition } from '@qinwu/platform/jobs/jobs';
import type { ScheduleDefinition } from '@qinwu/platform/jobs/schedules';
import { operationRoutes } from '@qinwu/platform/operations/operation-routes';
import type { Deps } from './deps.ts';
import { SCOPES, TAGS } from './described.ts';
import { clockSweep } from './jobs/clock-sweep.ts';
import { caseImport } from './jobs/import-kinds.ts';
import { referralHandler } from './jobs/referral-handler.ts';
import { actionRoutes } from './routes/actions.ts';
import { calculationRoutes } from './routes/calculations.ts';
import { caseRoutes } from './routes/cases.ts';
import { mediationExports } from './routes/exports.ts';
import { caseFiles } from './routes/files.ts';
import { historyRoutes } from './routes/history.ts';
import { mediationImports } from './routes/imports.ts';
import { standardRoutes } from './routes/standards.ts';
import { trackRoutes } from './routes/tracks.ts';

/** What the service answers, what it listens to, what it does by itself. */
export interface App {
  http: Http;
  handlers: readonly EventHandler[];
  jobs: readonly JobDefinition[];
  schedules: readonly ScheduleDefinition[];
}

/** The whole service 纠纷调解 on one screen. */
export async function createApp(deps: Deps): Promise<App> {
  const http = await createHttp({
    ...deps,
    service: 'mediation',
    title: 'Qinwu 勤务 纠纷调解',
    version: '0.1.0',
    description: '涉企纠纷综合窗口：登记、征询、受理、调解、协议、履行；工伤认定申请的收件与移交。',
    tags: TAGS,
    scopes: SCOPES,
  });
  const handlers: EventHandler[] = [referralHandler(deps)];

  caseRoutes(http, deps);
  actionRoutes(http, deps);
  historyRoutes(http, deps);
  trackRoutes(http, deps);

  calculationRoutes(http, deps);
  standardRoutes(http, deps);

  const files = caseFiles(http, deps);
  const imports = mediationImports(http, deps, [caseImport(deps)]);
  mediationExports(http, deps);
  operationRoutes(http, { db: deps.db, service: 'mediation', handlers });

  return { http, handlers, jobs: [imports], schedules: [clockSweep(deps), files] };
}
