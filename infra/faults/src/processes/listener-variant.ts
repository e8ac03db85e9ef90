import { setTimeout as sleep } from 'node:timers/promises';
import { factHandlers } from '@qinwu/cockpit/jobs/fact-handlers';
import { migrationFolders } from '@qinwu/cockpit/migrations';
import { grievanceRegistered, officerListed } from '@qinwu/contracts/events/grievance';
import type { ServiceName } from '@qinwu/contracts/service-name';
import { openKeyring } from '@qinwu/platform/crypto/keyring';
import { openDatabase } from '@qinwu/platform/db/database';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { createAcknowledger } from '@qinwu/platform/events/acknowledger';
import { type EventHandler, onEvent } from '@qinwu/platform/events/event-handler';
import { type Listener, startListener } from '@qinwu/platform/events/listener';
import { EventsMessage } from '@qinwu/platform/events/message';
import { openEnvelope } from '@qinwu/platform/events/open-envelope';
import { workServiceQueue } from '@qinwu/platform/events/service-queue';
import { startProbeServer } from '@qinwu/platform/process/probe-server';
import { createReadiness } from '@qinwu/platform/process/readiness';
import { openQueues } from '@qinwu/platform/queue/open-queue';
import { prefixOf } from '@qinwu/platform/queue/queue-prefix';
import { createLogger } from '@qinwu/platform/telemetry/logger';
import { createMetrics } from '@qinwu/platform/telemetry/metrics';
import { Worker } from 'bullmq';
import { sql } from 'drizzle-orm';
import { Redis } from 'ioredis';
import { setting } from './settings.ts';

// The cockpit's listener in a process of the rig: the platform's listener with the cockpit's handlers, whose work can
// be held or made to fail, or with one safeguard taken out.
//   sound            none taken out
//   no-inbox         nothing is remembered: what is sent twice is applied twice
//   swallows         an event whose handler fails is acknowledged and forgotten
//   last-one-wins    an older version of a record replaces a newer one
//   bullmq-defaults  the queue gives a message up at its worker's second death
const variant = setting('VARIANT');
const firstMs = Number(process.env.FIRST_MS ?? 500);
const holdMs = Number(process.env.HOLD_MS ?? 0);
/** Between the effects of a message and its acknowledgement: a kill finds some in between at any load. */
const lingerMs = Number(process.env.LINGER_MS ?? 0);
const eventKey = setting('EVENT_KEY');
const redisUrl = setting('REDIS_URL');

const log = createLogger('listener', 'info');
const db = openDatabase({ url: setting('DATABASE_URL'), max: 6, log });
const notes = openDatabase({ url: setting('DATABASE_URL'), max: 4, log });
const queues = await openQueues({ redisUrl, log });
const keys = openKeyring({ dataKey: eventKey, indexKey: eventKey, eventKey });
const metrics = createMetrics('listener');
const shared = { db, service: 'cockpit', queues, keys, log, metrics } as const;

/** Every try of a single event is noted outside its transaction, not waiting for the disk; poisoned ones fail, and a held one takes its time. */
const trial = onEvent(grievanceRegistered, async (_tx, events) => {
  const [only] = events;
  if (events.length === 1) await noteTrial(only?.id);
  if (holdMs > 0) await sleep(holdMs);
  if (events.some((event) => event.data.number.startsWith('POISON'))) throw new Error('poisoned');
});

async function noteTrial(eventId: string | undefined): Promise<void> {
  await notes.pool.query(
    `with hurry as materialized (select set_config('synchronous_commit', 'off', true))
     insert into trial (event_id) select $1::uuid from hurry`,
    [eventId],
  );
}

/** The facts of a batch are written in one statement, one row per record: this counts the events themselves. */
const countListings = onEvent(officerListed, async (tx, events) => {
  for (const event of events) {
    await tx.execute(sql`insert into effect (event_id, record_id, park_id, sequence)
      values (${event.id}, ${event.subject}, ${event.park}, ${event.sequence})`);
  }
});

const lastOneWins = onEvent(officerListed, async (tx, events) => {
  for (const event of events) {
    await tx.execute(sql`update fact set sequence = ${event.sequence}, source_event = ${event.id}
      where record_id = ${event.subject}`);
  }
});

const handlers: readonly EventHandler[] = [
  trial,
  countListings,
  ...factHandlers,
  ...(variant === 'last-one-wins' ? [lastOneWins] : []),
];
const retry = { attempts: 10, firstMs, notYetMs: 900_000 };
const listener =
  variant === 'no-inbox' || variant === 'swallows'
    ? unsafeListener()
    : startListener({ ...shared, handlers, retry });

const worker =
  variant === 'bullmq-defaults' ? plainWorker(listener) : workServiceQueue({ ...shared, listener });
const readiness = createReadiness(db, migrationFolders);
await startProbeServer({ host: setting('HOST'), port: Number(setting('PORT')) }, readiness, metrics);

process.once('SIGTERM', async () => {
  await worker.close(8_000);
  await listener.close();
  process.exit(0);
});

/** Applies whatever comes and acknowledges it. */
function unsafeListener(): Listener {
  const acks = createAcknowledger('cockpit', { queues, keys, log });
  const receiver = { service: 'cockpit', keys, handles: () => true } as const;
  return {
    consume: async (data) => {
      const { envelopes } = EventsMessage.parse(data);
      const applied: { producer: ServiceName; id: string }[] = [];
      for (const signed of envelopes) {
        const opened = openEnvelope(signed, receiver, new Date());
        if (!opened.ok) throw new Error(opened.error);
        const { event, producer } = opened;
        const own = handlers.filter((handler) => handler.event.type === event.type);
        const effect = inTransaction(db, async (tx) => {
          for (const handler of own) await handler.handle(tx, [event]);
        });
        await (variant === 'swallows' ? effect.catch(() => undefined) : effect);
        applied.push({ producer, id: event.id });
      }
      if (lingerMs > 0) await sleep(lingerMs);
      for (const { producer, id } of applied) acks.acknowledge(producer, [id]);
    },
    close: () => acks.close(),
  };
}

/** BullMQ as it comes, only quicker to notice: a lost worker is seen after 1 to 2 s in place of 30 to 60. */
function plainWorker({ consume }: Listener): { close(withinMs: number): Promise<void> } {
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
  const plain = new Worker('cockpit', async (job) => consume(job.data), {
    connection,
    prefix: prefixOf('cockpit'),
    lockDuration: 1_500,
    stalledInterval: 1_000,
  });
  plain.on('error', (error) => log.debug({ err: error }, 'the worker reported an error'));
  return {
    close: async () => {
      await plain.close();
      connection.disconnect();
    },
  };
}
