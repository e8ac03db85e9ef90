import { setTimeout as sleep } from 'node:timers/promises';
import { listenersOf, routing } from '@qinwu/contracts/routing';
import { SERVICE_NAMES, type ServiceName } from '@qinwu/contracts/service-name';
import type { Database } from '../db/database.ts';
import type { Message, Queues } from '../queue/queues.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import {
  type EventKeys,
  MESSAGE_BYTES,
  MESSAGE_ENVELOPES,
  type SignedEnvelope,
  signEnvelope,
} from './message.ts';
import { type Claimed, claim, type Openings, openDeliveries, owe, release } from './outbox.ts';

/** What carries a service's outbox to its listeners. */
export interface Relay {
  /** Something was committed for these listeners: look now, not at the next sweep. */
  poke(listeners: Iterable<string>): void;
  close(): Promise<void>;
}

export interface RelayOptions {
  readonly db: Database;
  readonly service: ServiceName;
  readonly queues: Queues;
  readonly keys: EventKeys;
  readonly log: Logger;
  readonly metrics: Metrics;
}

const SWEEP_MS = 1_000;
/** A few commits travel together for the price of one. */
const GATHER_MS = 3;
const CLAIM = 500;
/** Messages waiting for a listener above which the outbox keeps what is new: Redis is not the store, and can be full. */
const ENOUGH_WAITING = 200;
const FULL_LOOK_MS = 100;
/** A look at the queues that found room is good for so long: at most a few messages are added meanwhile. */
const LOOK_AGAIN_MS = 50;
/** Messages waiting below which what was not acknowledged is taken for lost and sent again. */
const DRAINED = 20;
/** A listener that never catches up is sent this much again each second: what was lost must not wait for that. */
const AGAIN_SHARE = 20;
const MAX_BACKOFF_MS = 1_000;

/**
 * Starts the relay: it claims due deliveries, signs them for their listener and hands them to the queue, at a poke and
 * every second. Without a queue server it claims nothing and looks again within a second.
 */
export function startRelay(options: RelayOptions): Relay {
  const { db, log } = options;
  const stop = new AbortController();
  const listeners = listenersFrom(options.service);
  const seen = new Map<ServiceName, string>();
  let wake = Promise.withResolvers<void>();
  let failures = 0;
  let open: ReadonlySet<string> = new Set(listeners);
  let sharedAt = Number.NEGATIVE_INFINITY;
  let look: { openings: Openings; until: number } | undefined;

  /** Where there is room, asking Redis for every few events would take as long as sending them. */
  const openingsNow = async (): Promise<Openings> => {
    if (look !== undefined && performance.now() < look.until) return look.openings;
    const openings = await openingsOf(options, listeners, seen);
    const hasRoom = openings.again.length === listeners.length;
    look = hasRoom ? { openings, until: performance.now() + LOOK_AGAIN_MS } : undefined;
    return openings;
  };

  /** Sends a little of what is due again to the listeners that have not caught up, at most once a second. */
  const sendShare = async ({ fresh, again }: Openings): Promise<void> => {
    const busy = fresh.filter((listener) => !again.includes(listener));
    if (busy.length === 0 || performance.now() - sharedAt < SWEEP_MS) return;
    sharedAt = performance.now();
    const rows = await claim(db.pool, { fresh: [], again: busy }, AGAIN_SHARE);
    if (rows.length > 0) await send(options, rows);
  };

  /** Sends what is due; returns the milliseconds after which to look again unless poked. */
  const run = async (): Promise<number> => {
    for (;;) {
      const openings = await openingsNow();
      const lookMs = openings.fresh.length < listeners.length ? FULL_LOOK_MS : SWEEP_MS;
      open = new Set(openings.fresh);
      if (open.size === 0) return lookMs;
      await sendShare(openings);
      const rows = await claim(db.pool, openings, CLAIM);
      if (rows.length > 0) await send(options, rows);
      if (rows.length < CLAIM || stop.signal.aborted) return lookMs;
    }
  };

  const loop = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      wake = Promise.withResolvers();
      let lookMs = SWEEP_MS;
      try {
        lookMs = await run();
        failures = 0;
      } catch (error) {
        failures += 1;
        look = undefined;
        log.debug({ err: error, failures }, 'the relay could not send');
      }
      await (failures > 0 ? pause(backoff(failures), stop.signal) : nudged(wake, lookMs, stop.signal));
    }
  };

  // No commit makes room in a queue that is full: it is looked at in its own time.
  const poke = (owed: Iterable<string>): void => {
    for (const listener of owed) if (open.has(listener)) wake.resolve();
  };
  db.onCommit = poke;
  const counting = setInterval(() => void count(options, listeners), 5_000);
  counting.unref();
  const looping = loop();
  return {
    poke,
    close: async () => {
      stop.abort();
      wake.resolve();
      clearInterval(counting);
      await looping;
      if (db.onCommit === poke) db.onCommit = undefined;
    },
  };
}

function listenersFrom(service: ServiceName): readonly ServiceName[] {
  const own = Object.keys(routing).filter((type) => type.startsWith(`qinwu.${service}.`));
  const heard = new Set(own.flatMap((type) => listenersOf(type)));
  return SERVICE_NAMES.filter((name) => heard.has(name));
}

/**
 * Looks at each listener's queue, and notices when a queue lost everything since the last look. One that cannot be
 * reached gets nothing and holds up no other; throws where none can.
 */
async function openingsOf(
  { queues, db, log }: RelayOptions,
  listeners: readonly ServiceName[],
  seen: Map<ServiceName, string>,
): Promise<Openings> {
  const looks = await Promise.allSettled(
    listeners.map(async (listener) => ({ listener, state: await queues.state(listener) })),
  );
  const states = looks.flatMap((look) => (look.status === 'fulfilled' ? [look.value] : []));
  const failed = looks.find((look) => look.status === 'rejected');
  if (failed !== undefined && states.length === 0) throw failed.reason;
  for (const { listener, state } of states) {
    if (state.epoch === null) continue;
    const before = seen.get(listener);
    if (before !== undefined && before !== state.epoch) {
      log.warn({ listener }, 'the queue lost what it held; everything still owed is sent again');
      await owe(db.pool, listener);
    }
    seen.set(listener, state.epoch);
  }
  const below = (limit: number) =>
    states.filter(({ state }) => state.waiting < limit).map(({ listener }) => listener);
  return { fresh: below(ENOUGH_WAITING), again: below(DRAINED) };
}

async function send({ db, queues, keys, metrics }: RelayOptions, rows: readonly Claimed[]): Promise<void> {
  const byListener = Map.groupBy(rows, (row) => row.listener);
  const sent = await Promise.allSettled(
    [...byListener].map(async ([name, own]) => {
      const listener = SERVICE_NAMES.find((service) => service === name);
      if (listener === undefined) throw new Error(`${name} is not a service`);
      const signed = own.map((row) => signEnvelope(keys, listener, row.envelope));
      try {
        await queues.add(listener, messagesOf(signed));
      } catch (error) {
        await release(db.pool, own);
        throw error;
      }
      metrics.relayed.inc({ listener }, own.length);
    }),
  );
  const failed = sent.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** Cuts envelopes into messages of at most a hundred and at most 256 kB. */
function messagesOf(envelopes: readonly SignedEnvelope[]): Message[] {
  const batches: SignedEnvelope[][] = [];
  let bytes = 0;
  for (const envelope of envelopes) {
    const last = batches.at(-1);
    bytes += envelope.text.length;
    if (last === undefined || last.length >= MESSAGE_ENVELOPES || bytes > MESSAGE_BYTES) {
      batches.push([envelope]);
      bytes = envelope.text.length;
    } else last.push(envelope);
  }
  return batches.map((batch) => ({ kind: 'events', data: { envelopes: batch } }));
}

async function count({ db, metrics, log }: RelayOptions, listeners: readonly ServiceName[]): Promise<void> {
  try {
    const open = await openDeliveries(db.pool);
    for (const listener of listeners) metrics.outboxOpen.set({ listener }, open.get(listener) ?? 0);
  } catch (error) {
    log.debug({ err: error }, 'the outbox could not be counted');
  }
}

function backoff(failures: number): number {
  return Math.min(100 * 2 ** failures, MAX_BACKOFF_MS) * (0.75 + Math.random() / 4);
}

async function nudged(wake: PromiseWithResolvers<void>, lookMs: number, signal: AbortSignal): Promise<void> {
  const timer = setTimeout(wake.resolve, lookMs);
  await wake.promise;
  clearTimeout(timer);
  await pause(GATHER_MS, signal);
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
