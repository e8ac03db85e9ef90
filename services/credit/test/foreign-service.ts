import type { EventData, EventDefinition } from '@qinwu/contracts/define-event';
import type { ServiceName } from '@qinwu/contracts/service-name';
import { openDatabase } from '@qinwu/platform/db/database';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { migrate } from '@qinwu/platform/db/migrate';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import { publish } from '@qinwu/platform/db/publish';
import { createAnnouncer } from '@qinwu/platform/events/publisher';
import { startRelay } from '@qinwu/platform/events/relay';
import { workServiceQueue } from '@qinwu/platform/events/service-queue';
import { openQueues } from '@qinwu/platform/queue/open-queue';
import { createMetrics } from '@qinwu/platform/telemetry/metrics';
import { createTestDatabase } from '@qinwu/testkit/database';
import { eventually } from '@qinwu/testkit/eventually';
import { migrationFolders } from '../src/migrations.ts';
import type { CreditService } from './credit-service.ts';

interface Fact<D extends EventDefinition> {
  subject: string;
  sequence: number;
  data: EventData<D>;
  park?: string;
}

/** Another service as credit hears it: an outbox of its own, a relay, and the queue its acknowledgements come back by. */
export interface ForeignService {
  event<D extends EventDefinition>(event: D, fact: Fact<D>): OutboxRow[];
  commit(...rows: OutboxRow[][]): Promise<void>;
  /** Commits, and returns once all has been acknowledged: what has not changed by then will not. */
  settle(...rows: OutboxRow[][]): Promise<void>;
  close(): Promise<void>;
}

export async function startForeignService(
  name: ServiceName,
  { deps: { log, keyring: keys } }: CreditService,
  redisUrl: string,
): Promise<ForeignService> {
  const database = await createTestDatabase((url) => migrate(url, migrationFolders.slice(0, 1)), {
    template: 'platform',
  });
  const db = openDatabase({ url: database.url, max: 6, log });
  const queues = await openQueues({ redisUrl, log });
  const metrics = createMetrics(name, { process: 'without' });
  const shared = { db, service: name, queues, keys, log, metrics };
  const relay = startRelay(shared);
  const worker = workServiceQueue({ ...shared, listener: undefined });
  const announce = createAnnouncer(name);

  const commit: ForeignService['commit'] = (...rows) =>
    inTransaction(db, (tx) => publish(tx, rows.flat())).then(() => undefined);
  const open = async (): Promise<number> => {
    const { rows } = await db.pool.query<{ n: number }>('select count(*)::int as n from outbox');
    return rows[0]?.n ?? -1;
  };
  return {
    event: (event, { park = 'jinjiang', ...fact }) => announce(event, { ...fact, park, time: new Date() }),
    commit,
    settle: async (...rows) => {
      await commit(...rows);
      await eventually(async () => (await open()) === 0, { within: 15_000 });
    },
    close: async () => {
      await worker.close(3_000);
      await relay.close();
      await queues.close();
      await db.close();
      await database.drop();
    },
  };
}
