import { setTimeout as sleep } from 'node:timers/promises';
import closeWithGrace from 'close-with-grace';
import type { FastifyInstance } from 'fastify';
import { openQueues } from '../queue/open-queue.ts';
import { checkServers } from './boot-checks.ts';
import { type Clock, startClock } from './clock.ts';
import { startProbeServer } from './probe-server.ts';
import { createReadiness } from './readiness.ts';
import type { ServiceParts } from './service-parts.ts';
import { startWatchdog } from './watchdog.ts';
import { within } from './within.ts';
import { startWork } from './work.ts';

/** A service that runs until it is closed or the process is told to end. */
export interface RunningService {
  /** Where the HTTP edge, or for ROLE=worker the probes, listen. */
  readonly url: string;
  close(): Promise<void>;
}

const STOP_WITHIN_MS = 10_000;
const HTTP_MS = 6_000;
const WORKER_MS = 8_000;
const IDLE_LOOK_MS = 50;
/** In production a load balancer needs a moment to see that the process is not ready any more. */
const UNREADY_MS = 1_000;

/**
 * Runs a service in its role until SIGTERM or SIGINT: the relay always, the HTTP edge for `http`, queue, jobs,
 * schedules and ledger sealer for `worker`. Ends within 10 s: not ready → no new requests → work in hand → relay →
 * pools. An unhandled error, or a watchdog that finds the process stuck, ends it with exit code 1.
 */
export async function runService(parts: ServiceParts): Promise<RunningService> {
  const { name, config, log, db, http, metrics } = parts;
  const queues = await openQueues({
    redisUrl: config.REDIS_URL,
    databaseUrl: config.QUEUE_DATABASE_URL,
    log,
  });
  await checkServers(config, { db, queues, log });
  const { clock, stopClock } = await clockOf(parts);
  const work = startWork({ ...parts, queues, clock });
  const readiness = createReadiness(db, parts.migrations, queues);
  http.ready('database', () => readiness.check());
  http.ready('queue', () => readiness.checkQueue(), 'degrades');

  const edge = config.ROLE === 'worker' ? await probes() : await api();
  const watchdog = startWatchdog({
    service: name,
    queues,
    worker: work.worker,
    log,
    onStuck: (reason) => {
      log.fatal({ reason }, 'the process is stuck and ends itself');
      process.exit(1);
    },
  });
  log.info({ url: edge.url, role: config.ROLE, queue: queues.backend }, 'the service runs');

  const close = async (): Promise<void> => {
    readiness.drain();
    watchdog.stop();
    if (config.NODE_ENV === 'production') await sleep(UNREADY_MS);
    await Promise.all([within(HTTP_MS, edge.close()), work.closeWorker(WORKER_MS)]);
    await work.closeRelay();
    await queues.close();
    await parts.onClose?.();
    stopClock();
    await db.close();
    log.info('the service has stopped');
  };
  const grace = closeWithGrace({ delay: STOP_WITHIN_MS, logger: false }, async ({ err, signal }) => {
    if (err !== undefined) log.fatal({ err }, 'an error nobody handled ends the process');
    else log.info({ signal }, 'the service stops');
    await close();
  });
  return {
    url: edge.url,
    close: async () => {
      grace.uninstall();
      await close();
    },
  };

  async function api(): Promise<{ url: string; close(): Promise<void> }> {
    const url = await http.app.listen({ host: config.HOST, port: config.PORT });
    return { url, close: () => closeApi(http.app) };
  }

  async function probes(): Promise<{ url: string; close(): Promise<void> }> {
    return startProbeServer({ host: config.HOST, port: config.PORT }, readiness, metrics);
  }
}

/** A kept-alive connection whose last request ends during the stop would hold it up until its own timeout. */
async function closeApi(app: FastifyInstance): Promise<void> {
  const idle = setInterval(() => app.server.closeIdleConnections(), IDLE_LOOK_MS);
  try {
    await app.close();
  } finally {
    clearInterval(idle);
  }
}

async function clockOf({ clock, db, log }: ServiceParts): Promise<{ clock: Clock; stopClock: () => void }> {
  if (clock !== undefined) return { clock, stopClock: () => {} };
  const own = await startClock(db, log);
  return { clock: own, stopClock: own.stop };
}
