import type { ServiceName } from '@qinwu/contracts/service-name';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import { type EventKeys, signEnvelope } from '@qinwu/platform/events/message';
import type { Announce } from '@qinwu/platform/events/publisher';
import type { Queues } from '@qinwu/platform/queue/queues';
import type { Logger } from '@qinwu/platform/telemetry/logger';

interface Beside {
  readonly announce: Announce;
  readonly queues: Queues;
  readonly keys: EventKeys;
  readonly log: Logger;
  /** Handed over once nothing more was announced for so long: a kill under load always finds some unsent. */
  readonly quietMs: number;
}

/** Announces beside the commit: what is announced goes to the queue a little later, and nothing of it to an outbox. */
export function announceBeside({ announce, queues, keys, log, quietMs }: Beside): Announce {
  const announced: OutboxRow[] = [];
  const handOver = (): void => {
    // The announcer takes its listeners from the routing: they are services.
    const byListener = Map.groupBy(announced.splice(0), (row) => row.listener as ServiceName);
    for (const [listener, rows] of byListener) {
      const envelopes = rows.map((row) => signEnvelope(keys, listener, row.envelope));
      queues.add(listener, [{ kind: 'events', data: { envelopes } }]).catch((error: unknown) => {
        log.warn({ err: error }, 'the events could not be handed to the queue');
      });
    }
  };
  let waiting: NodeJS.Timeout | undefined;
  return (event, fact) => {
    announced.push(...announce(event, fact));
    clearTimeout(waiting);
    waiting = setTimeout(handOver, quietMs);
    return [];
  };
}
