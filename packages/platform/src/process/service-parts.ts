import type { ServiceName } from '@qinwu/contracts/service-name';
import type { ServiceConfig } from '../config/service-config.ts';
import type { Keyring } from '../crypto/keyring.ts';
import type { Database } from '../db/database.ts';
import type { EventHandler } from '../events/event-handler.ts';
import type { Http } from '../http/http.ts';
import type { JobDefinition } from '../jobs/jobs.ts';
import type { ScheduleDefinition } from '../jobs/schedules.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Clock } from './clock.ts';

/** A service ready to run: what its `main.ts` opened, and what its `app.ts` registered. */
export interface ServiceParts {
  readonly name: ServiceName;
  readonly config: ServiceConfig;
  readonly log: Logger;
  readonly db: Database;
  readonly keyring: Keyring;
  readonly metrics: Metrics;
  readonly http: Pick<Http, 'app' | 'ready'>;
  /** Migration folders the database must be at, the platform's first. */
  readonly migrations: readonly (URL | string)[];
  /** The service's clock; one of its own is started where none is given. */
  readonly clock?: Clock;
  readonly listener?: { readonly handlers: readonly EventHandler[] };
  readonly jobs?: readonly JobDefinition[];
  readonly schedules?: readonly ScheduleDefinition[];
  /** Closes what the service itself opened, after the queue and before the database. */
  readonly onClose?: () => Promise<void>;
}
