import type { EventHandler } from '@qinwu/platform/events/event-handler';
import type { Http } from '@qinwu/platform/http/http';
import { createHttp } from '@qinwu/platform/http/server';
import type { JobDefinition } from '@qinwu/platform/jobs/jobs';
import type { ScheduleDefinition } from '@qinwu/platform/jobs/schedules';
import { operationRoutes } from '@qinwu/platform/operations/operation-routes';
import type { Deps } from './deps.ts';
import { SCOPES, TAGS } from './described.ts';
import { enterpriseImport, valueImport } from './jobs/import-kinds.ts';
import { inputsRefresh } from './jobs/inputs-refresh.ts';
import { mirrorHandlers } from './jobs/mirror-handlers.ts';
import { nightlyRuns } from './jobs/nightly-runs.ts';
import { rescoreHandler } from './jobs/rescore-handler.ts';
import { runJobs } from './jobs/run-jobs.ts';
import { strandedRuns } from './jobs/stranded-runs.ts';
import { consentRoutes } from './routes/consents/consents.ts';
import { passportRoutes } from './routes/consents/passports.ts';
import { documentRoutes } from './routes/documents/documents.ts';
import { enterpriseRoutes } from './routes/enterprises/enterprises.ts';
import { creditImports } from './routes/imports.ts';
import { evidenceRoutes } from './routes/inputs/evidence.ts';
import { indicatorRoutes } from './routes/inputs/indicators.ts';
import { valueRoutes } from './routes/inputs/values.ts';
import { modelRoutes } from './routes/models/models.ts';
import { whatIfRoutes } from './routes/models/what-if.ts';
import { bankRoutes } from './routes/money/banks.ts';
import { contractRoutes } from './routes/money/contracts.ts';
import { fundEventRoutes } from './routes/money/fund-events.ts';
import { fundRoutes } from './routes/money/funds.ts';
import { investmentRoutes } from './routes/money/investments.ts';
import { lineRoutes } from './routes/money/lines.ts';
import { objectionRoutes } from './routes/objections/objections.ts';
import { riskRoutes } from './routes/risk/pools.ts';
import { backtestRoutes } from './routes/runs/backtests.ts';
import { closingRoutes } from './routes/runs/closing.ts';
import { runRoutes } from './routes/runs/runs.ts';
import { scoreRoutes } from './routes/scores/scores.ts';
import { standingRoutes } from './routes/scores/standing.ts';

/** What the service answers, what it listens to, what it does by itself. */
export interface App {
  http: Http;
  handlers: readonly EventHandler[];
  jobs: readonly JobDefinition[];
  schedules: readonly ScheduleDefinition[];
}

/** The whole service 创新积分与融资 on one screen. */
export async function createApp(deps: Deps): Promise<App> {
  const http = await createHttp({
    ...deps,
    service: 'credit',
    title: 'Qinwu 勤务 创新积分与融资',
    version: '0.1.0',
    description:
      '企业创新积分：指标、评分模型、评分批次、积分及其解释；融资：授权、画像、产品、授信、基金与风险补偿。',
    tags: TAGS,
    scopes: SCOPES,
  });
  const handlers: EventHandler[] = [rescoreHandler(deps), ...mirrorHandlers(deps)];

  modelRoutes(http, deps);
  whatIfRoutes(http, deps);
  enterpriseRoutes(http, deps);
  indicatorRoutes(http, deps);
  valueRoutes(http, deps);
  const files = evidenceRoutes(http, deps);
  documentRoutes(http, deps);
  scoreRoutes(http, deps);
  standingRoutes(http, deps);
  objectionRoutes(http, deps);
  runRoutes(http, deps);
  closingRoutes(http, deps);
  backtestRoutes(http, deps);
  bankRoutes(http, deps);
  lineRoutes(http, deps);
  fundRoutes(http, deps);
  investmentRoutes(http, deps);
  fundEventRoutes(http, deps);
  contractRoutes(http, deps);
  riskRoutes(http, deps);
  consentRoutes(http, deps);
  passportRoutes(http, deps);
  const imports = creditImports(http, deps, [enterpriseImport(deps), valueImport(deps)]);
  const schedules = [inputsRefresh(deps), nightlyRuns(deps, deps.scoreRunHour), strandedRuns(deps), files];
  operationRoutes(http, { db: deps.db, service: 'credit', handlers });

  return { http, handlers, jobs: [...runJobs(deps), imports], schedules };
}
