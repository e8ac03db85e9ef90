import type { EventHandler } from '@qinwu/platform/events/event-handler';
import type { Http } from '@qinwu/platform/http/http';
import { createHttp } from '@qinwu/platform/http/server';
import type { JobDefinition } from '@qinwu/platform/jobs/jobs';
import type { ScheduleDefinition } from '@qinwu/platform/jobs/schedules';
import { operationRoutes } from '@qinwu/platform/operations/operation-routes';
import type { Deps } from './deps.ts';
import { SCOPES, TAGS } from './described.ts';
import { calendarRecount } from './jobs/calendar-recount.ts';
import { clockSweep } from './jobs/clock-sweep.ts';
import { caseImport, injuryImport } from './jobs/import-kinds.ts';
import { injuryHandlers } from './jobs/injury-handlers.ts';
import { injurySweep } from './jobs/injury-sweep.ts';
import { performanceSweep } from './jobs/performance-sweep.ts';
import { referralHandler } from './jobs/referral-handler.ts';
import { actionRoutes } from './routes/actions.ts';
import { agreementRoutes } from './routes/agreements.ts';
import { calculationRoutes } from './routes/calculations.ts';
import { caseFileRoutes } from './routes/case-files.ts';
import { caseRoutes } from './routes/cases.ts';
import { caucusRoutes } from './routes/caucus.ts';
import { consentRoutes } from './routes/consents.ts';
import { documentRoutes } from './routes/documents.ts';
import { erasureRoutes } from './routes/erasures.ts';
import { evidenceRoutes } from './routes/evidence.ts';
import { evidenceFileRoutes } from './routes/evidence-files.ts';
import { mediationExports } from './routes/exports.ts';
import { caseFiles } from './routes/files.ts';
import { historyRoutes } from './routes/history.ts';
import { mediationImports } from './routes/imports.ts';
import { injuryActionRoutes } from './routes/injury-actions.ts';
import { injuryRoutes } from './routes/injury-applications.ts';
import { injuryDocumentRoutes } from './routes/injury-documents.ts';
import { injuryHistoryRoutes } from './routes/injury-history.ts';
import { injurySettingRoutes } from './routes/injury-settings.ts';
import { limitationRoutes } from './routes/limitation.ts';
import { mediatorChoiceRoutes } from './routes/mediator-choices.ts';
import { mediatorRoutes } from './routes/mediators.ts';
import { namingRoutes } from './routes/namings.ts';
import { noticeRoutes } from './routes/notices.ts';
import { offerRoutes } from './routes/offers.ts';
import { partyAccountRoutes } from './routes/party-accounts.ts';
import { paymentRoutes } from './routes/payments.ts';
import { referredFileRoutes } from './routes/referred-files.ts';
import { roomRoutes } from './routes/rooms.ts';
import { sealRoutes } from './routes/seals.ts';
import { sessionActionRoutes } from './routes/session-actions.ts';
import { sessionMoveRoutes } from './routes/session-moves.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { signatureRoutes } from './routes/signatures.ts';
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
  const handlers: EventHandler[] = [referralHandler(deps), ...injuryHandlers(deps)];

  caseRoutes(http, deps);
  actionRoutes(http, deps);
  historyRoutes(http, deps);
  agreementRoutes(http, deps);
  signatureRoutes(http, deps);
  paymentRoutes(http, deps);
  partyAccountRoutes(http, deps);
  documentRoutes(http, deps);
  trackRoutes(http, deps);

  mediatorRoutes(http, deps);
  namingRoutes(http, deps);
  mediatorChoiceRoutes(http, deps);
  roomRoutes(http, deps);
  sessionRoutes(http, deps);
  sessionActionRoutes(http, deps);
  sessionMoveRoutes(http, deps);
  noticeRoutes(http, deps);

  offerRoutes(http, deps);
  caucusRoutes(http, deps);
  evidenceRoutes(http, deps);
  evidenceFileRoutes(http, deps);
  sealRoutes(http, deps);
  limitationRoutes(http, deps);
  caseFileRoutes(http, deps);
  referredFileRoutes(http, deps);
  consentRoutes(http, deps);
  injuryRoutes(http, deps);
  injuryActionRoutes(http, deps);
  injuryHistoryRoutes(http, deps);
  injuryDocumentRoutes(http, deps);
  injurySettingRoutes(http, deps);
  erasureRoutes(http, deps);

  calculationRoutes(http, deps);
  standardRoutes(http, deps);

  const files = caseFiles(http, deps);
  const imports = mediationImports(http, deps, [caseImport(deps), injuryImport(deps)]);
  mediationExports(http, deps);
  operationRoutes(http, { db: deps.db, service: 'mediation', handlers });

  return {
    http,
    handlers,
    jobs: [imports],
    schedules: [clockSweep(deps), performanceSweep(deps), injurySweep(deps), calendarRecount(deps), files],
  };
}
