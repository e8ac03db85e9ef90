import type { ServiceName } from '@qinwu/contracts/service-name';
import type { Message, Queues } from '../queue/queues.ts';
import type { Logger } from '../telemetry/logger.ts';
import { type EventKeys, signAcks } from './message.ts';

const GATHER_MS = 50;
const MESSAGE_IDS = 1_000;
/** Acknowledgements kept while the queue is away; beyond it the producer's resend brings them again. */
const KEPT_IDS = 50_000;

/** Tells producers what was applied or put aside here. */
export interface Acknowledger {
  acknowledge(producer: ServiceName, eventIds: readonly string[]): void;
  /** Sends what is gathered. */
  close(): Promise<void>;
}

/** Gathers acknowledgements for 50 ms and sends them signed; losing one costs a resend, nothing else. */
export function createAcknowledger(
  service: ServiceName,
  { queues, keys, log }: { queues: Queues; keys: EventKeys; log: Logger },
): Acknowledger {
  const gathered = new Map<ServiceName, string[]>();
  let timer: NodeJS.Timeout | undefined;

  const flush = async (): Promise<void> => {
    timer = undefined;
    const batches = [...gathered];
    gathered.clear();
    await Promise.all(batches.map(([producer, ids]) => send(producer, ids)));
  };

  const send = async (producer: ServiceName, ids: readonly string[]): Promise<void> => {
    const messages: Message[] = [];
    for (let at = 0; at < ids.length; at += MESSAGE_IDS) {
      const eventIds = ids.slice(at, at + MESSAGE_IDS);
      messages.push({ kind: 'acks', data: signAcks(keys, producer, { listener: service, eventIds }) });
    }
    try {
      await queues.add(producer, messages);
    } catch (error) {
      log.debug({ err: error, producer }, 'acknowledgements wait for the queue');
      keep(producer, ids);
      schedule(1_000);
    }
  };

  const keep = (producer: ServiceName, ids: readonly string[]): void => {
    const kept = gathered.get(producer);
    if (kept === undefined) gathered.set(producer, [...ids]);
    else if (kept.length < KEPT_IDS) kept.push(...ids);
  };

  const schedule = (ms: number): void => {
    timer ??= setTimeout(() => void flush(), ms);
    timer.unref();
  };

  return {
    acknowledge: (producer, eventIds) => {
      if (eventIds.length === 0) return;
      keep(producer, eventIds);
      schedule(GATHER_MS);
    },
    close: async () => {
      clearTimeout(timer);
      await flush();
      clearTimeout(timer);
    },
  };
}
