import { openKeyring } from '@qinwu/platform/crypto/keyring';
import { createVerifier } from '@qinwu/platform/http/auth';
import type { Http } from '@qinwu/platform/http/http';
import { createLogger } from '@qinwu/platform/telemetry/logger';
import { createMetrics } from '@qinwu/platform/telemetry/metrics';
import { closeServer } from '@qinwu/testkit/close-server';
import { createMovableClock, type MovableClock } from '@qinwu/testkit/movable-clock';
import { createTestIssuer, type TestIssuer } from '@qinwu/testkit/tokens';
import { createApp } from '../src/app.ts';
import { type CockpitDatabase, cockpitDatabase } from './cockpit-database.ts';

export interface CockpitServer extends CockpitDatabase {
  readonly http: Http;
  readonly issuer: TestIssuer;
  readonly clock: MovableClock;
  readonly baseUrl: string;
  close(): Promise<void>;
}

const key = Buffer.alloc(32, 7).toString('base64');

export interface CockpitServerOptions {
  readonly serviceUrls?: Parameters<typeof createApp>[0]['config']['SERVICE_URLS'];
}

/** The cockpit's HTTP edge on a free port over a database of its own; the clock stands at 2025-09-24 12:00. */
export async function cockpitServer({ serviceUrls = [] }: CockpitServerOptions = {}): Promise<CockpitServer> {
  const database = await cockpitDatabase();
  const issuer = await createTestIssuer();
  const clock = createMovableClock('2025-09-24T04:00:00Z');
  const http = await createApp({
    config: { NODE_ENV: 'test', SERVICE_URLS: serviceUrls, LIMITS: { maxEventLoopDelayMs: 0 } },
    log: createLogger('cockpit', 'silent'),
    metrics: createMetrics('cockpit', { process: 'without' }),
    db: database.db,
    keyring: openKeyring({ dataKey: key, indexKey: key, eventKey: key }),
    verifier: createVerifier(issuer.verifierOptions),
    clock,
  });
  const baseUrl = await http.app.listen({ port: 0, host: '127.0.0.1' });
  return {
    ...database,
    http,
    issuer,
    clock,
    baseUrl,
    close: async () => {
      await closeServer(http.app);
      await database.drop();
    },
  };
}
