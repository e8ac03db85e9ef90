import type { ServiceConfig } from '../config/service-config.ts';
import { rewrapSchedule } from '../crypto/rewrap-schedule.ts';
import { startListener } from '../events/listener.ts';
import { startRelay } from '../events/relay.ts';
import { workServiceQueue } from '../events/service-queue.ts';
import { onJobRequest } from '../jobs/request-job.ts';
import { retention } from '../jobs/retention.ts';
import { startJobRunner } from '../jobs/run-jobs.ts';
import { startSchedules } from '../jobs/run-schedules.ts';
import { startSealer } from '../ledger/sealer.ts';
import type { Message, Queues, QueueWorker } from '../queue/queues.ts';
import type { Clock } from './clock.ts';
import type { ServiceParts } from './service-parts.ts';
import { within } from './within.ts';

/** Everything a process does besides answering requests. */
export interface Work {
  /** Undefined for ROLE=http. */
  readonly worker: QueueWorker | undefined;
  /** Finishes what is in hand, at most `withinMs`. */
  closeWorker(withinMs: number): Promise<void>;
  closeRelay(): Promise<void>;
}

export interface WorkParts
  extends Omit<ServiceParts, 'config' | 'clock' | 'http' | 'onClose' | 'migrations'> {
  readonly config: Pick<
    ServiceConfig,
    'ROLE' | 'IMPORT_REPORT_DAYS' | 'PREVIOUS_DATA_KEYS' | 'LEDGER_KEY' | 'CHECKPOINT_FILE'
  >;
  readonly queues: Queues;
  readonly clock: Clock;
}

const POKE: Message = { kind: 'poke', data: {} };
/** Any worker may take a poke, a busy one too: some more than there are workers reach most of them. */
const MOST_POKES = 16;

/** Starts the relay, and unless ROLE=http the queue worker, the jobs, the schedules and the ledger's sealer. */
export function startWork(parts: WorkParts): Work {
  const { name: service, config, log, db, keyring: keys, metrics, queues, clock } = parts;
  const shared = { db, service, queues, keys, log, metrics };
  const relay = startRelay(shared);
  if (config.ROLE === 'http') {
    onJobRequest(db, () => {
      // Where this is lost, the worker's own look finds the job within a quarter of a second.
      queues.add(service, [POKE]).catch(() => {});
    });
    return { worker: undefined, closeWorker: async () => {}, closeRelay: () => relay.close() };
  }
  const handlers = parts.listener?.handlers ?? [];
  const listener = startListener({ ...shared, handlers });
  const onAsked = (asked: number): void => {
    const pokes = Array.from({ length: Math.min(asked, MOST_POKES) }, () => POKE);
    // As above: where these are lost, every worker looks by itself within a quarter of a second.
    queues.add(service, pokes).catch(() => {});
  };
  const jobs = startJobRunner({ db, definitions: parts.jobs ?? [], log, metrics, onAsked });
  onJobRequest(db, jobs.poke);
  const definitions = [
    retention({ importReportDays: config.IMPORT_REPORT_DAYS }),
    // Only where a key was changed is there anything to wrap anew.
    ...(config.PREVIOUS_DATA_KEYS.length === 0 ? [] : [rewrapSchedule(keys, log)]),
    ...(parts.schedules ?? []),
  ];
  const schedules = startSchedules({ db, definitions, clock, log });
  const sealer = startSealer({
    db,
    service,
    ledgerKey: config.LEDGER_KEY,
    checkpointFile: config.CHECKPOINT_FILE,
    now: () => clock.now(),
    log,
  });
  const worker = workServiceQueue({ ...shared, listener, onPoke: jobs.poke });
  return {
    worker,
    closeWorker: async (withinMs) => {
      await Promise.all([
        worker.close(withinMs),
        within(withinMs, jobs.close()),
        within(withinMs, schedules.close()),
      ]);
      await listener.close();
      await sealer.close();
    },
    closeRelay: () => relay.close(),
  };
}
