import type { ServiceName } from '@qinwu/contracts/service-name';
import type { Queues, QueueWorker } from '../queue/queues.ts';
import type { Logger } from '../telemetry/logger.ts';

export interface WatchdogOptions {
  readonly service: ServiceName;
  readonly queues: Queues;
  readonly worker: QueueWorker | undefined;
  readonly log: Logger;
  /** Called once, with the reason, when the process can no longer be trusted to work. */
  readonly onStuck: (reason: string) => void;
  readonly stuckMs?: number;
  readonly blockedMs?: number;
}

const STUCK_MS = 60_000;
const BLOCKED_MS = 5_000;
const LOOK_MS = 1_000;

/**
 * Watches for what health probes do not see: messages that wait while nothing is finished for a minute, and an event
 * loop that was busy for 5 s. A machine that slept is no busy loop: the process's own CPU time tells them apart.
 */
export function startWatchdog(options: WatchdogOptions): { stop(): void } {
  const { service, queues, worker, log, onStuck, stuckMs = STUCK_MS, blockedMs = BLOCKED_MS } = options;
  let looked = performance.now();
  let cpu = process.cpuUsage();
  let waitingSince: number | null = null;
  let finished = worker?.lastFinished() ?? 0;

  const look = async (): Promise<void> => {
    const now = performance.now();
    const late = now - looked - LOOK_MS;
    const used = process.cpuUsage(cpu);
    looked = now;
    cpu = process.cpuUsage();
    if (late > blockedMs && (used.user + used.system) / 1_000 > late / 2) {
      return onStuck(`the event loop stood still for ${Math.round(late)} ms`);
    }
    // A queue that is away is not stuck.
    const state = worker === undefined ? null : await queues.state(service).catch(() => null);
    if (worker === undefined || state === null) {
      waitingSince = null;
      return;
    }
    const { waiting } = state;
    const moved = worker.lastFinished() !== finished;
    finished = worker.lastFinished();
    if (waiting === 0 || moved) waitingSince = null;
    else waitingSince ??= now;
    if (waitingSince !== null && now - waitingSince > stuckMs) {
      onStuck(`${waiting} messages wait and none was finished for ${stuckMs} ms`);
    }
  };

  const timer = setInterval(() => {
    look().catch((error: unknown) => log.debug({ err: error }, 'the watchdog could not look'));
  }, LOOK_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
