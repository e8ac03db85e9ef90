import { randomBytes } from 'node:crypto';
import type { ServiceName } from '@qinwu/contracts/service-name';
import { openKeyring } from '@qinwu/platform/crypto/keyring';
import { type Database, openDatabase } from '@qinwu/platform/db/database';
import { migrate } from '@qinwu/platform/db/migrate';
import type { EventHandler } from '@qinwu/platform/events/event-handler';
import { startListener } from '@qinwu/platform/events/listener';
import { startRelay } from '@qinwu/platform/events/relay';
import { workServiceQueue } from '@qinwu/platform/events/service-queue';
import { openQueues } from '@qinwu/platform/queue/open-queue';
import { createLogger } from '@qinwu/platform/telemetry/logger';
import { createMetrics } from '@qinwu/platform/telemetry/metrics';
import { createTestDatabase, type TestDatabase } from '@qinwu/testkit/database';
import { migrationFolders } from '../src/migrations.ts';

const key = () => randomBytes(32).toString('base64');
const keys = openKeyring({ dataKey: key(), indexKey: key(), eventKey: key() });
const log = createLogger('cockpit', 'silent');

/** A database with the platform's tables alone: that of a service that announces. */
export async function producerDatabase(): Promise<TestDatabase> {
  return createTestDatabase((url) => migrate(url, migrationFolders.slice(0, 1)), { template: 'platform' });
}

export interface Side {
  readonly db: Database;
  close(): Promise<void>;
}

/** One service's half of the bus: its relay, its listener, and the worker on its queue. */
export async function startSide(
  service: ServiceName,
  databaseUrl: string,
  { redisUrl, handlers }: { readonly redisUrl: string; readonly handlers?: readonly EventHandler[] },
): Promise<Side> {
  const db = openDatabase({ url: databaseUrl, max: 6, log });
  const queues = await openQueues({ redisUrl, log });
  const shared = { db, service, queues, keys, log, metrics: createMetrics(service, { process: 'without' }) };
  const relay = startRelay(shared);
  const listener = handlers === undefined ? undefined : startListener({ ...shared, handlers });
  const worker = workServiceQueue({ ...shared, listener });
  return {
    db,
    close: async () => {
      await worker.close(3_000);
      await listener?.close();
      await relay.close();
      await queues.close();
      await db.close();
    },
  };
}
