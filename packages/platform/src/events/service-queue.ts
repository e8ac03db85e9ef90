import type { ServiceName } from '@qinwu/contracts/service-name';
import type { Database } from '../db/database.ts';
import type { Queues, QueueWorker } from '../queue/queues.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Listener } from './listener.ts';
import { AcksMessage, type EventKeys, isSignedAck } from './message.ts';
import { closeDeliveries } from './outbox.ts';

export interface ServiceQueueOptions {
  readonly db: Database;
  readonly service: ServiceName;
  readonly queues: Queues;
  readonly keys: EventKeys;
  readonly log: Logger;
  readonly listener?: Listener | undefined;
  /** Called when a job was asked for somewhere. */
  readonly onPoke?: (() => void) | undefined;
  /** Messages in hand at once; 4 unless told. */
  readonly concurrency?: number;
}

/** Works a service's own queue: events from others, acknowledgements of its own, nudges for its jobs. */
export function workServiceQueue(options: ServiceQueueOptions): QueueWorker {
  const { service, queues, log, listener, onPoke, concurrency = 4 } = options;
  return queues.work(service, concurrency, async (kind, data) => {
    switch (kind) {
      case 'events':
        if (listener === undefined) throw new Error(`${service} listens to nothing`);
        return listener.consume(data);
      case 'acks':
        return closeAcknowledged(options, data);
      case 'poke':
        onPoke?.();
        return;
      default:
        log.warn({ security: true, kind }, 'a message of an unknown kind was dropped');
    }
  });
}

async function closeAcknowledged(
  { db, service, keys, log }: ServiceQueueOptions,
  data: unknown,
): Promise<void> {
  const acks = AcksMessage.safeParse(data);
  if (!acks.success || !isSignedAck(keys, service, acks.data)) {
    log.warn({ security: true }, 'an acknowledgement that no listener signed was dropped');
    return;
  }
  await closeDeliveries(db.pool, acks.data.listener, acks.data.eventIds);
}
