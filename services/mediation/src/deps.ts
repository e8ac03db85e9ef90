import { type Calendar, chinaCalendar } from '@qinwu/domain/calendar';
import type { ReadLimits } from '@qinwu/platform/bulk/read/source-row';
import { httpLimits, readLimits } from '@qinwu/platform/config/limits-config';
import { s3Options } from '@qinwu/platform/config/s3-config';
import { keyringConfig } from '@qinwu/platform/config/service-config';
import { type Keyring, openKeyring } from '@qinwu/platform/crypto/keyring';
import { type Database, openDatabase } from '@qinwu/platform/db/database';
import { type LastWritten, lastWritten } from '@qinwu/platform/db/last-written';
import { type Announce, createAnnouncer } from '@qinwu/platform/events/publisher';
import type { S3Options } from '@qinwu/platform/files/s3-blobs';
import { createVerifier, type Verifier } from '@qinwu/platform/http/auth';
import type { HttpLimits } from '@qinwu/platform/http/limits';
import { createNumberSource, type NumberSource } from '@qinwu/platform/numbers/number-source';
import { type Clock, type RunningClock, startClock } from '@qinwu/platform/process/clock';
import { createLogger, type Logger } from '@qinwu/platform/telemetry/logger';
import { createMetrics, type Metrics } from '@qinwu/platform/telemetry/metrics';
import type { MediationConfig } from './config.ts';
import type { KnownCase } from './known-case.ts';

/** Everything the service works with, passed by hand. */
export interface Deps {
  readonly production: boolean;
  /** Limits of the HTTP edge that differ from the platform's. */
  readonly limits: Partial<HttpLimits>;
  /** Rows and bytes of an imported file that differ from the platform's. */
  readonly importLimits?: ReadLimits;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly db: Database;
  readonly keyring: Keyring;
  /** The bucket files go to; the service's database without it. */
  readonly s3?: S3Options | undefined;
  readonly verifier: Verifier;
  readonly clock: Clock;
  readonly calendar: Calendar;
  readonly numbers: NumberSource;
  readonly announce: Announce;
  /** Cases this process has just written, for the action that follows. */
  readonly writtenCases: LastWritten<KnownCase>;
}

/** The same, opened by the process itself. */
export interface OpenDeps extends Deps {
  readonly clock: RunningClock;
}

/** Opens everything the service needs, in order. */
export async function openDeps(config: MediationConfig): Promise<OpenDeps> {
  const log = createLogger('mediation', config.LOG_LEVEL);
  const db = openDatabase({ url: config.DATABASE_URL, max: config.DATABASE_POOL, log, name: 'mediation' });
  return {
    production: config.NODE_ENV === 'production',
    limits: httpLimits(config.LIMITS),
    importLimits: readLimits(config.LIMITS),
    log,
    metrics: createMetrics('mediation'),
    db,
    keyring: openKeyring(keyringConfig(config)),
    s3: s3Options(config),
    verifier: createVerifier({
      issuer: config.OIDC_ISSUER,
      audience: config.OIDC_AUDIENCE,
      jwksUrl: config.OIDC_JWKS_URL,
      revoked: new Set(config.REVOKED_CLIENTS),
      onStaleKeys: (error) => log.warn({ err: error }, 'the keys of the issuer could not be fetched'),
    }),
    clock: await startClock(db, log),
    calendar: chinaCalendar(config.CALENDAR_YEARS_FILE),
    numbers: createNumberSource(db),
    announce: createAnnouncer('mediation'),
    writtenCases: lastWritten(),
  };
}
