import { s3Options } from '@qinwu/platform/config/s3-config';
import { keyringConfig } from '@qinwu/platform/config/service-config';
import { type Keyring, openKeyring } from '@qinwu/platform/crypto/keyring';
import { type Database, openDatabase } from '@qinwu/platform/db/database';
import { type Announce, createAnnouncer } from '@qinwu/platform/events/publisher';
import type { S3Options } from '@qinwu/platform/files/s3-blobs';
import { createVerifier, type Verifier } from '@qinwu/platform/http/auth';
import { type Clock, type RunningClock, startClock } from '@qinwu/platform/process/clock';
import { createLogger, type Logger } from '@qinwu/platform/telemetry/logger';
import { createMetrics, type Metrics } from '@qinwu/platform/telemetry/metrics';
import type { CockpitConfig } from './config.ts';
import { type TitleKind, titleKinds } from './rules/titles/title-kinds.ts';

/** What the routes and handlers of the cockpit work with. */
export interface Deps {
  readonly config: Pick<CockpitConfig, 'NODE_ENV' | 'SERVICE_URLS' | 'LIMITS'>;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly db: Database;
  readonly keyring: Keyring;
  /** The bucket files go to; the service's database without it. */
  readonly s3?: S3Options | undefined;
  readonly verifier: Verifier;
  readonly clock: Clock;
  readonly announce: Announce;
  /** The titles the park knows, by their code. */
  readonly titles: ReadonlyMap<string, TitleKind>;
}

/** The same, opened by the process itself and closed at its end. */
export interface OpenDeps extends Deps {
  readonly clock: RunningClock;
}

/** Opens everything the cockpit needs, by hand and in order. */
export async function openDeps(config: CockpitConfig): Promise<OpenDeps> {
  const log = createLogger('cockpit', config.LOG_LEVEL);
  const db = openDatabase({ url: config.DATABASE_URL, max: config.DATABASE_POOL, log, name: 'cockpit' });
  const keyring = openKeyring(keyringConfig(config));
  const verifier = createVerifier({
    issuer: config.OIDC_ISSUER,
    audience: config.OIDC_AUDIENCE,
    jwksUrl: config.OIDC_JWKS_URL,
    revoked: new Set(config.REVOKED_CLIENTS),
    onStaleKeys: (error) => log.warn({ err: error }, 'the keys of the issuer could not be fetched'),
  });
  return {
    config,
    log,
    metrics: createMetrics('cockpit'),
    db,
    keyring,
    s3: s3Options(config),
    verifier,
    clock: await startClock(db, log),
    announce: createAnnouncer('cockpit'),
    titles: titleKinds(config.TITLES_FILE ?? []),
  };
}
