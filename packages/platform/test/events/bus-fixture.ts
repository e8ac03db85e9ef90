import { randomBytes } from 'node:crypto';
import { grievanceRegistered } from '@qinwu/contracts/events/grievance';
import type { ServiceName } from '@qinwu/contracts/service-name';
import { newId } from '@qinwu/domain/id';
import { createTestDatabase, type TestDatabase } from '@qinwu/testkit/database';
import { eventually } from '@qinwu/testkit/eventually';
import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { openKeyring } from '../../src/crypto/keyring.ts';
import { type Database, openDatabase, type Tx } from '../../src/db/database.ts';
import { inTransaction } from '../../src/db/in-transaction.ts';
import { migrate } from '../../src/db/migrate.ts';
import type { OutboxRow } from '../../src/db/outbox-row.ts';
import { publish } from '../../src/db/publish.ts';
import { type EventHandler, onEvent, type ReceivedEvent } from '../../src/events/event-handler.ts';
import { type Listener, startListener } from '../../src/events/listener.ts';
import { createAnnouncer } from '../../src/events/publisher.ts';
import { type Relay, startRelay } from '../../src/events/relay.ts';
import { workServiceQueue } from '../../src/events/service-queue.ts';
import { openQueues } from '../../src/queue/open-queue.ts';
import type { Queues, QueueWorker } from '../../src/queue/queues.ts';
import { createMetrics, type Metrics } from '../../src/telemetry/metrics.ts';

export const PLATFORM = new URL('../../migrations/', import.meta.url);
export const log = pino({ level: 'silent' });

const key = () => randomBytes(32).toString('base64');
export const EVENT_KEY = key();
export const keys = openKeyring({ dataKey: key(), indexKey: key(), eventKey: EVENT_KEY });

/** A database with the platform's tables and an `effect` table without any unique key: a double shows. */
export async function effectDatabase(): Promise<TestDatabase> {
  return createTestDatabase(
    async (url) => {
      await migrate(url, [PLATFORM]);
      const db = openDatabase({ url, max: 1, log });
      await db.orm.execute(
        sql`create table effect (event_id uuid not null, subject text not null, sequence int)`,
      );
      await db.close();
    },
    { template: 'platform-effect' },
  );
}

/** Writes one row per event; throws for the subjects a test made poisonous. */
export function effectHandler(poison: (subject: string) => Error | null = () => null): EventHandler {
  return onEvent(grievanceRegistered, async (tx: Tx, events) => {
    for (const event of events) {
      const error = poison(event.subject);
      if (error !== null) throw error;
    }
    await writeEffects(tx, events);
  });
}

/** One row per event. */
export async function writeEffects(
  tx: Tx,
  events: readonly Pick<ReceivedEvent, 'id' | 'subject' | 'sequence'>[],
): Promise<void> {
  await tx.execute(sql`
    insert into effect select * from unnest(${sql.param(events.map((event) => event.id))}::uuid[],
      ${sql.param(events.map((event) => event.subject))}::text[],
      ${sql.param(events.map((event) => event.sequence))}::int[])`);
}

const announce = createAnnouncer('grievance');

/** A registered event for one subject. */
export function registered(subject: string = newId(), sequence = 1): OutboxRow[] {
  return announce(grievanceRegistered, {
    park: 'hefei',
    subject,
    sequence,
    time: new Date(),
    data: {
      grievanceId: newId(),
      number: 'GR-20250831-000001',
      origin: 'patrol',
      registeredOn: '2025-08-31',
    },
  });
}

/** Commits events the way a use case with a transaction does. */
export async function commitEvents(db: Database, rows: readonly OutboxRow[]): Promise<void> {
  await inTransaction(db, (tx) => publish(tx, rows));
}

export async function count(
  db: Database,
  table: 'outbox' | 'inbox' | 'effect' | 'dead_letter',
): Promise<number> {
  const found = await db.orm.execute<{ n: number }>(
    sql`select count(*)::int as n from ${sql.identifier(table)}`,
  );
  return found.rows[0]?.n ?? -1;
}

/** Deliveries without effect, and effects beyond the first. */
export async function faults(
  db: Database,
  eventIds: readonly string[],
): Promise<{ missing: number; extra: number }> {
  const found = await db.orm.execute<{ event_id: string; n: number }>(
    sql`select event_id, count(*)::int as n from effect group by event_id`,
  );
  const seen = new Map(found.rows.map((row) => [row.event_id, row.n]));
  const missing = eventIds.filter((id) => !seen.has(id)).length;
  const extra = found.rows.reduce((sum, row) => sum + row.n - 1, 0);
  return { missing, extra };
}

export interface Side {
  readonly db: Database;
  readonly queues: Queues;
  readonly relay: Relay;
  readonly listener: Listener | undefined;
  readonly worker: QueueWorker;
  readonly metrics: Metrics;
  close(): Promise<void>;
}

export interface SideOptions {
  readonly service: ServiceName;
  readonly databaseUrl: string;
  readonly redisUrl?: string;
  readonly queueDatabaseUrl?: string;
  readonly handlers?: readonly EventHandler[];
  readonly firstMs?: number;
  readonly attempts?: number;
  readonly notYetMs?: number;
  /** Puts something between the side and its queues. */
  readonly carry?: (queues: Queues, db: Database) => Queues;
}

/** One service's half of the bus: its relay, its listener and the worker on its queue. */
export async function startSide(options: SideOptions): Promise<Side> {
  const { service, databaseUrl, redisUrl, queueDatabaseUrl, handlers, carry = (queues) => queues } = options;
  const db = openDatabase({ url: databaseUrl, max: 8, log });
  const queues = carry(await openQueues({ redisUrl, databaseUrl: queueDatabaseUrl, log }), db);
  const metrics = createMetrics(service, { process: 'without' });
  const shared = { db, service, queues, keys, log, metrics };
  const relay = startRelay(shared);
  const retry = {
    attempts: options.attempts ?? 10,
    firstMs: options.firstMs ?? 500,
    notYetMs: options.notYetMs ?? 900_000,
  };
  const listener = handlers === undefined ? undefined : startListener({ ...shared, handlers, retry });
  const worker = workServiceQueue({ ...shared, listener });
  return {
    db,
    queues,
    relay,
    listener,
    worker,
    metrics,
    close: async () => {
      await worker.close(3_000);
      await listener?.close();
      await relay.close();
      await queues.close();
      await db.close();
    },
  };
}

export interface Pair {
  readonly producer: Side;
  readonly listener: Side;
  close(): Promise<void>;
}

/** Two services with a database each on one queue server: grievance announces, cockpit listens. */
export async function startPair(
  options: Omit<SideOptions, 'service' | 'databaseUrl' | 'handlers'> & { handlers?: readonly EventHandler[] },
): Promise<Pair> {
  const [one, two] = await Promise.all([effectDatabase(), effectDatabase()]);
  const { handlers = [effectHandler()], ...shared } = options;
  const producer = await startSide({ ...shared, service: 'grievance', databaseUrl: one.url });
  const listener = await startSide({ ...shared, service: 'cockpit', databaseUrl: two.url, handlers });
  return {
    producer,
    listener,
    close: async () => {
      await producer.close();
      await listener.close();
      await Promise.all([one.drop(), two.drop()]);
    },
  };
}

/** Waits until nothing is owed any more. */
export async function settled(db: Database, within = 10_000): Promise<void> {
  await eventually(async () => (await count(db, 'outbox')) === 0, { within });
}
