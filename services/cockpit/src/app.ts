import { httpLimits } from '@qinwu/platform/config/limits-config';
import type { Http } from '@qinwu/platform/http/http';
import { createHttp } from '@qinwu/platform/http/server';
import type { Deps } from './deps.ts';
import { FIGURES_TAG, registerFigures } from './routes/figures.ts';
import { registerLanding } from './routes/landing.ts';
import { registerReference } from './routes/reference.ts';

/** Version of the API as its document states it. */
export const VERSION = '0.1.0';

/** The whole HTTP edge of the cockpit. */
export async function createApp(deps: Deps): Promise<Http> {
  const http = await createHttp({
    service: 'cockpit',
    title: 'Qinwu 勤务 驾驶舱',
    version: VERSION,
    description: '园区工作通报的每一个数：数值、期间、口径、时点，以及构成它的逐条记录。',
    tags: { [FIGURES_TAG]: '工作通报的数，及构成每个数的逐条记录' },
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
  await registerReference(http, { urls: deps.config.SERVICE_URLS, version: VERSION });
  await registerLanding(http);
  return http;
}
