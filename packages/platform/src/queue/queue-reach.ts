import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceName } from '@qinwu/contracts/service-name';
import type { Logger } from '../telemetry/logger.ts';

/** Which queues can be reached: the nodes of a cluster come and go apart from each other. */
export interface QueueReach {
  /** Asks a queue; rejects at once while it is known to be away. */
  ask<T>(service: ServiceName, work: () => Promise<T>): Promise<T>;
  /** Whether no queue is known to be away. */
  whole(): boolean;
  close(): void;
}

export interface ReachOptions {
  readonly look: (service: ServiceName) => Promise<unknown>;
  /** Whether the server as a whole is there; where it is not, nothing is learned of a queue. */
  readonly isUp: () => boolean;
  readonly log: Logger;
}

const LOOK_MS = 500;

/**
 * Remembers the queues that failed to answer and looks for them again, so that one whose node is away does not hold up
 * the others with every question.
 */
export function watchReach({ look, isUp, log }: ReachOptions): QueueReach {
  const away = new Set<ServiceName>();
  const stop = new AbortController();

  const untilBack = async (service: ServiceName): Promise<void> => {
    away.add(service);
    for (let looks = 0; !stop.signal.aborted; looks++) {
      try {
        await look(service);
        if (looks > 0) log.info({ queue: service }, 'the queue is back');
        break;
      } catch (error) {
        if (looks === 0)
          log.warn({ queue: service, err: error }, 'the queue is away; what is for it is kept');
        await sleep(LOOK_MS, undefined, { signal: stop.signal, ref: false }).catch(() => {});
      }
    }
    away.delete(service);
  };

  return {
    ask: async (service, work) => {
      if (away.has(service)) throw new Error(`The queue of ${service} is away`);
      try {
        return await work();
      } catch (error) {
        if (isUp() && !away.has(service)) void untilBack(service);
        throw error;
      }
    },
    whole: () => away.size === 0,
    close: () => stop.abort(),
  };
}
