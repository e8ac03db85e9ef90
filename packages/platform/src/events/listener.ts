import { SERVICE_NAMES, type ServiceName } from '@qinwu/contracts/service-name';
import { sql } from 'drizzle-orm';
import type { Database, Tx } from '../db/database.ts';
import { inTransaction } from '../db/in-transaction.ts';
import type { Queues } from '../queue/queues.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { safeErrorText } from '../telemetry/safe-error-text.ts';
import { createAcknowledger } from './acknowledger.ts';
import {
  bury,
  countFailure,
  isHeld,
  lockEvent,
  RETRY_POLICY,
  type RetryPolicy,
  type Setback,
} from './attempts.ts';
import { type EventHandler, isNotYet, type ReceivedEvent } from './event-handler.ts';
import { admit } from './inbox.ts';
import { type EventKeys, EventsMessage, type SignedEnvelope } from './message.ts';
import { type Opened, openEnvelope, type Receiver, storable } from './open-envelope.ts';

export interface ListenerOptions {
  readonly db: Database;
  readonly service: ServiceName;
  readonly handlers: readonly EventHandler[];
  readonly queues: Queues;
  readonly keys: EventKeys;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly retry?: RetryPolicy;
}

/** Applies what other services announced. */
export interface Listener {
  /** Takes one message of kind `events`; throws only where the database is away, so that it is taken again. */
  consume(data: unknown): Promise<void>;
  /** Sends the acknowledgements still gathered. */
  close(): Promise<void>;
}

/** The queue's clock is not the database's: a try that came early would be held until the producer sends again. */
const CLOCKS_APART_MS = 25;

type Delivery = Extract<Opened, { ok: true }>;
type Refusal = Extract<Opened, { ok: false }>;

/** What one try of one event came to; neither where its time has not come. */
interface Outcome {
  readonly fresh?: ReadonlySet<string>;
  readonly setback?: Setback;
  readonly error?: unknown;
}

/** Starts a service's listener: inbox and effect in one commit, acknowledgement after it. */
export function startListener(options: ListenerOptions): Listener {
  const { db, service, queues, keys, log, metrics, retry = RETRY_POLICY } = options;
  const handlers = Map.groupBy(options.handlers, (handler) => handler.event.type);
  const receiver: Receiver = { service, keys, handles: (type) => handlers.has(type) };
  const acks = createAcknowledger(service, { queues, keys, log });

  const effect = async (tx: Tx, events: readonly ReceivedEvent[]): Promise<void> => {
    for (const [type, own] of Map.groupBy(events, (event) => event.type)) {
      for (const handler of handlers.get(type) ?? []) await handler.handle(tx, own);
    }
  };

  const settle = (deliveries: readonly Delivery[], fresh: ReadonlySet<string>): void => {
    const now = Date.now();
    for (const { event } of deliveries.filter((delivery) => fresh.has(delivery.event.id))) {
      metrics.eventsHandled.inc({ type: event.type });
      metrics.eventSeconds.observe(Math.max(0, now - event.time.getTime()) / 1_000);
    }
    metrics.eventsRepeated.inc(deliveries.length - fresh.size);
    for (const [producer, own] of Map.groupBy(deliveries, (delivery) => delivery.producer)) {
      acks.acknowledge(
        producer,
        own.map(({ event }) => event.id),
      );
    }
  };

  const applyAll = async (deliveries: readonly Delivery[]): Promise<void> => {
    const { fresh, held } = await inTransaction(db, async (tx) => {
      const admission = await admit(tx, deliveries.map(arrivalOf));
      const events = deliveries.map(({ event }) => event).filter(({ id }) => admission.fresh.has(id));
      await effect(tx, events);
      return admission;
    });
    settle(
      deliveries.filter(({ event }) => !held.has(event.id)),
      fresh,
    );
  };

  const tryOne = (delivery: Delivery): Promise<Outcome> =>
    inTransaction(db, async (tx) => {
      const { event } = delivery;
      await lockEvent(tx, event.id);
      if (await isHeld(tx, event.id)) return {};
      const admission = await admit(tx, [arrivalOf(delivery)]);
      if (admission.fresh.size === 1) await effect(tx, [event]);
      return { fresh: admission.fresh };
    });

  /** Counts a failure by itself: whatever the handler did to its transaction, and only while there is a database. */
  const countOne = (delivery: Delivery, error: unknown): Promise<Outcome> =>
    inTransaction(db, async (tx) => {
      await lockEvent(tx, delivery.event.id);
      return { setback: await recordFailure(tx, delivery, error, retry), error };
    });

  const applyOne = async (delivery: Delivery): Promise<void> => {
    const { event, producer, signed } = delivery;
    const outcome = await tryOne(delivery).catch((error: unknown) => countOne(delivery, error));
    if (outcome.fresh !== undefined) settle([delivery], outcome.fresh);
    if (outcome.setback === undefined) return;
    const about = { err: outcome.error, event: event.id, type: event.type };
    if (outcome.setback === 'exhausted') {
      log.error(about, 'an event was put aside: its handler failed every time');
      metrics.deadLetters.inc({ reason: 'failed' });
      acks.acknowledge(producer, [event.id]);
      return;
    }
    log.info({ ...about, delayMs: outcome.setback.retryInMs }, 'an event will be tried again');
    await tryAgain(signed, outcome.setback.retryInMs);
  };

  /** Where this is lost, the producer sends the event again: it is still owed. */
  const tryAgain = async (signed: SignedEnvelope, retryInMs: number): Promise<void> => {
    const delayMs = retryInMs + CLOCKS_APART_MS;
    await queues
      .add(service, [{ kind: 'events', data: { envelopes: [signed] }, delayMs }])
      .catch((error: unknown) => log.debug({ err: error }, 'the next try is left to the producer'));
  };

  /** A batch that fails is halved until the event at fault is alone: one of a hundred does not make all of them slow. */
  const apply = async (deliveries: readonly Delivery[]): Promise<void> => {
    const [first, ...others] = deliveries;
    if (first === undefined) return;
    if (others.length === 0) return applyOne(first);
    if (await worked(applyAll(deliveries), options)) return;
    const half = Math.ceil(deliveries.length / 2);
    await apply(deliveries.slice(0, half));
    await apply(deliveries.slice(half));
  };

  const putAside = async (refusal: Refusal): Promise<void> => {
    const { reason, error, claims, signed } = refusal;
    const producer = SERVICE_NAMES.find((name) => `/${name}` === claims?.source);
    const buried = await inTransaction(db, async (tx): Promise<boolean | Setback | 'held'> => {
      if (reason === 'unknown-type' && claims !== null && producer !== undefined) {
        const setback = await waitForRelease(tx, { id: claims.id, producer, error }, retry);
        if (setback !== 'exhausted') return setback;
      }
      return bury(tx, {
        eventId: claims?.id ?? null,
        producer: producer ?? 'unknown',
        type: claims?.type ?? 'unknown',
        park: claims?.park ?? null,
        envelope: storable(signed.text.slice(0, 16_384)),
        reason,
        error,
      });
    });
    const about = { event: claims?.id, type: claims?.type, reason, security: reason === 'forged' };
    if (buried === 'held') return;
    if (typeof buried === 'object') {
      log.info(about, 'an event waits for the release that knows its type');
      return tryAgain(signed, buried.retryInMs);
    }
    if (buried) metrics.deadLetters.inc({ reason });
    log.warn(about, 'a delivery was put aside');
    if (claims !== null && producer !== undefined) acks.acknowledge(producer, [claims.id]);
  };

  return {
    consume: async (data) => {
      const message = EventsMessage.safeParse(data);
      if (!message.success) {
        log.warn({ security: true }, 'a message that no relay writes was dropped');
        metrics.deadLetters.inc({ reason: 'forged' });
        return;
      }
      const now = new Date();
      const opened = message.data.envelopes.map((signed) => openEnvelope(signed, receiver, now));
      for (const refusal of opened.filter(isRefusal)) await putAside(refusal);
      const deliveries = onceEach(opened.filter(isDelivery));
      await apply(deliveries);
    },
    close: () => acks.close(),
  };
}

/**
 * During a rolling deploy a new producer is ahead of its listeners: an unknown type is waited for like a not-yet.
 * Exhausted where the time is over, or where the delivery was closed before and only needs its acknowledgement.
 */
async function waitForRelease(
  tx: Tx,
  { id, producer, error }: { id: string; producer: string; error: string },
  retry: RetryPolicy,
): Promise<Setback | 'held'> {
  await lockEvent(tx, id);
  if (await isHeld(tx, id)) return 'held';
  const closed = await tx.execute(sql`select from inbox where event_id = ${id}`);
  if (closed.rowCount === 1) return 'exhausted';
  return countFailure(tx, { eventId: id, producer, error, waiting: true }, { ...retry, attempts: 1 });
}

async function recordFailure(
  tx: Tx,
  { event, producer, signed }: Delivery,
  error: unknown,
  retry: RetryPolicy,
): Promise<Setback> {
  const text = safeErrorText(error);
  const waiting = isNotYet(error);
  const setback = await countFailure(tx, { eventId: event.id, producer, error: text, waiting }, retry);
  if (setback === 'exhausted') {
    const { id: eventId, type, park } = event;
    await bury(tx, { eventId, producer, type, park, envelope: signed.text, reason: 'failed', error: text });
  }
  return setback;
}

/** False where a batch failed and its halves are worth a try; throws where there is no database to try them on. */
async function worked(
  batch: Promise<void>,
  { db, log }: Pick<ListenerOptions, 'db' | 'log'>,
): Promise<boolean> {
  try {
    await batch;
    return true;
  } catch (error) {
    log.debug({ err: error }, 'a batch of events failed; it is halved');
    await db.pool.query('select 1');
    return false;
  }
}

function onceEach(deliveries: readonly Delivery[]): Delivery[] {
  return [...new Map(deliveries.map((delivery) => [delivery.event.id, delivery])).values()];
}

const arrivalOf = ({ event, producer }: Delivery) => ({ id: event.id, producer });
const isRefusal = (opened: Opened): opened is Refusal => !opened.ok;
const isDelivery = (opened: Opened): opened is Delivery => opened.ok;
