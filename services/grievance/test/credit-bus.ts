import type { EventData, EventDefinition } from '@qinwu/contracts/define-event';
import type { ServiceName } from '@qinwu/contracts/service-name';
import { type Database, openDatabase } from '@qinwu/platform/db/database';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { migrate } from '@qinwu/platform/db/migrate';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import { publish } from '@qinwu/platform/db/publish';
import { startListener } from '@qinwu/platform/events/listener';
import { createAnnouncer } from '@qinwu/platform/events/publisher';
import { startRelay } from '@qinwu/platform/events/relay';
import { workServiceQueue } from '@qinwu/platform/events/service-queue';
import { openQueues } from '@qinwu/platform/queue/open-queue';
import { createMetrics } from '@qinwu/platform/telemetry/metrics';
import { createTestDatabase } from '@qinwu/testkit/database';
import { eventually } from '@qinwu/testkit/eventually';
import { testRedisUrl } from '@qinwu/testkit/redis';
import { migrationFolders } from '../src/migrations.ts';
import type { GrievanceService } from './grievance-service.ts';

/** The service's own listener on a real queue, and credit on the other end with an outbox of its own. */
export interface CreditBus {
  event<D extends EventDefinition>(
    event: D,
    fact: { subject: string; sequence: number; data: EventData<D> },
  ): OutboxRow[];
  commit(...rows: OutboxRow[][]): Promise<void>;
  /** Returns once all that was committed has been acknowledged: what has not changed by then will not. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export async function startCreditBus({ app, deps }: GrievanceService): Promise<CreditBus> {
  const { log, keyring: keys, db: ownDb } = deps;
  const database = await createTestDatabase((url) => migrate(url, migrationFolders.slice(0, 1)), {
    template: 'platform',
  });
  const db = openDatabase({ url: database.url, max: 6, log });
  const redisUrl = await testRedisUrl();
  const startSide = async (service: ServiceName, at: Database, handlers?: typeof app.handlers) => {
    const queues = await openQueues({ redisUrl, log });
    const metrics = createMetrics(service, { process: 'without' });
    const shared = { db: at, service, queues, keys, log, metrics };
    const relay = startRelay(shared);
    const listener = handlers === undefined ? undefined : startListener({ ...shared, handlers });
    const worker = workServiceQueue({ ...shared, listener });
    return async () => {
      await worker.close(3_000);
      await listener?.close();
      await relay.close();
      await queues.close();
    };
  };
  const closeCredit = await startSide('credit', db);
  const closeOwn = await startSide('grievance', ownDb, app.handlers);
  const announce = createAnnouncer('credit');
  return {
    event: (event, fact) => announce(event, { ...fact, park: 'jinjiang', time: new Date() }),
    commit: (...rows) => inTransaction(db, (tx) => publish(tx, rows.flat())).then(() => undefined),
    settled: () =>
      eventually(
        async () => {
          const { rows } = await db.pool.query<{ n: number }>('select count(*)::int as n from outbox');
          if (rows[0]?.n !== 0) throw new Error(`${rows[0]?.n} deliveries are open`);
        },
        { within: 15_000 },
      ),
    close: async () => {
      await closeCredit();
      await closeOwn();
      await db.close();
      await database.drop();
    },
  };
}
