import { setTimeout as sleep } from 'node:timers/promises';
import { grievanceRegistered } from '@qinwu/contracts/events/grievance';
import { sql } from 'drizzle-orm';
import { openKeyring } from '../../src/crypto/keyring.ts';
import { openDatabase } from '../../src/db/database.ts';
import { onEvent } from '../../src/events/event-handler.ts';
import { startListener } from '../../src/events/listener.ts';
import { workServiceQueue } from '../../src/events/service-queue.ts';
import { openQueues } from '../../src/queue/open-queue.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';

// A listener of its own process, to be killed: node listener-process.ts <database> <redis> <event key> <milliseconds>
const [databaseUrl = '', redisUrl = '', eventKey = '', slowness = '0'] = process.argv.slice(2);
const log = createLogger('listener', 'silent');
const db = openDatabase({ url: databaseUrl, max: 4, log });
const queues = await openQueues({ redisUrl, log });
const keys = openKeyring({ dataKey: eventKey, indexKey: eventKey, eventKey });
const shared = { db, service: 'cockpit', queues, keys, log, metrics: createMetrics('listener') } as const;
const handler = onEvent(grievanceRegistered, async (tx, events) => {
  const ids = sql.param(events.map((event) => event.id));
  await tx.execute(
    sql`insert into effect (event_id, subject) select id, 'x' from unnest(${ids}::uuid[]) as id`,
  );
  process.stdout.write('in hand\n');
  await sleep(Number(slowness));
});
workServiceQueue({ ...shared, listener: startListener({ ...shared, handlers: [handler] }) });
