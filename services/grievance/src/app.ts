import type { EventHandler } from '@qinwu/platform/events/event-handler';
import type { Http } from '@qinwu/platform/http/http';
import { createHttp } from '@qinwu/platform/http/server';
import type { JobDefinition } from '@qinwu/platform/jobs/jobs';
import type { ScheduleDefinition } from '@qinwu/platform/jobs/schedules';
import { operationRoutes } from '@qinwu/platform/operations/operation-routes';
import type { Deps } from './deps.ts';
import { SCOPES, TAGS } from './described.ts';
import { calendarRecount } from './jobs/calendar-recount.ts';
import { disputeHandlers } from './jobs/dispute-handlers.ts';
import { importKinds } from './jobs/import-kinds/import-kinds.ts';
import { lightSweep } from './jobs/light-sweep.ts';
import { objectionHandlers } from './jobs/objection-handlers.ts';
import { actionRoutes } from './routes/actions.ts';
import { categoryRoutes } from './routes/categories.ts';
import { clockProfileRoutes } from './routes/clock-profiles.ts';
import { grievanceExports } from './routes/exports.ts';
import { grievanceFiles } from './routes/files.ts';
import { gridRoutes } from './routes/grids.ts';
import { grievanceRoutes } from './routes/grievances.ts';
import { historyRoutes } from './routes/history.ts';
import { grievanceImports } from './routes/imports.ts';
import { officerRoutes } from './routes/officers.ts';
import { servingRoutes } from './routes/servings.ts';
import { setUpRoutes } from './routes/setup.ts';
import { unitRoutes } from './routes/units.ts';
import { verificationRoutes } from './routes/verifications.ts';
import { visitRoutes } from './routes/visits.ts';

/** What the service answers, what it listens to, what it does by itself. */
export interface App {
  http: Http;
  handlers: readonly EventHandler[];
  jobs: readonly JobDefinition[];
  schedules: readonly ScheduleDefinition[];
}

/** The whole service 诉求受理 on one screen. */
export async function createApp(deps: Deps): Promise<App> {
  const http = await createHttp({
    ...deps,
    service: 'grievance',
    title: 'Qinwu 勤务 诉求受理',
    version: '0.1.0',
    description: '排查问题与市民诉求：登记、派单、时限、办理、回访、销号，一件一账。',
    tags: TAGS,
    scopes: SCOPES,
  });
  const handlers = [...disputeHandlers(deps), ...objectionHandlers(deps)];

  grievanceRoutes(http, deps);
  actionRoutes(http, deps);
  historyRoutes(http, deps);

  categoryRoutes(http, deps);
  unitRoutes(http, deps);
  gridRoutes(http, deps);
  officerRoutes(http, deps);
  servingRoutes(http, deps);
  clockProfileRoutes(http, deps);
  setUpRoutes(http, deps);

  visitRoutes(http, deps);
  verificationRoutes(http, deps);
  const files = grievanceFiles(http, deps);
  const imports = grievanceImports(http, deps, importKinds(deps));
  grievanceExports(http, deps);
  operationRoutes(http, { db: deps.db, service: 'grievance', handlers });

  return { http, handlers, jobs: [imports], schedules: [lightSweep(deps), calendarRecount(deps), files] };
}
