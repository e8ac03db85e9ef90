import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrationFolders as cockpitMigrations } from '@qinwu/cockpit/migrations';
import { openKeyring } from '@qinwu/platform/crypto/keyring';
import { type Database, openDatabase } from '@qinwu/platform/db/database';
import { migrate } from '@qinwu/platform/db/migrate';
import { PLATFORM_MIGRATIONS } from '@qinwu/platform/db/migration-files';
import type { EventKeys } from '@qinwu/platform/events/message';
import { startRelay } from '@qinwu/platform/events/relay';
import { workServiceQueue } from '@qinwu/platform/events/service-queue';
import { openQueues } from '@qinwu/platform/queue/open-queue';
import type { Queues } from '@qinwu/platform/queue/queues';
import { createLogger } from '@qinwu/platform/telemetry/logger';
import { createMetrics } from '@qinwu/platform/telemetry/metrics';
import { watchEffects } from './effect-watch.ts';
import type { Servers } from './servers.ts';
import { type ServiceProcess, serviceProcess, type WrongEnd } from './service-process.ts';
import { stablePort } from './stable-port.ts';

/** The way from one outbox to one listener, apart from all others: two databases and a Redis database. */
export interface Bus {
  readonly listenerUrl: string;
  /** The producer's database, in this process; what is committed there is relayed while `relaying`. */
  readonly producer: Database;
  readonly queues: Queues;
  readonly keys: EventKeys;
  readonly wrongEnds: WrongEnd[];
  /** Starts the relay and the worker that takes the acknowledgements; ended by `close`. */
  relay(): void;
  /** The listener as a process; it runs once it is started. */
  listener(env: Readonly<Record<string, string>>): Promise<ServiceProcess>;
  close(): Promise<void>;
}

const LISTENER = fileURLToPath(new URL('../processes/listener-variant.ts', import.meta.url));
const log = createLogger('faults', 'silent');

/** Opens a bus of this name; each needs a Redis database of its own. */
export async function openBus(servers: Servers, name: string, redisDatabase: number): Promise<Bus> {
  const [producerUrl, listenerUrl] = [
    await servers.createDatabase(`${name}_producer`),
    await servers.createDatabase(`${name}_listener`),
  ];
  await migrate(producerUrl, [PLATFORM_MIGRATIONS]);
  await migrate(listenerUrl, cockpitMigrations);
  await watchEffects(listenerUrl);
  const redisUrl = `${servers.redis.url}/${redisDatabase}`;
  const producer = openDatabase({ url: producerUrl, max: 4, log });
  const queues = await openQueues({ redisUrl, log });
  const key = (): string => randomBytes(32).toString('base64');
  const keys = openKeyring({ dataKey: key(), indexKey: key(), eventKey: servers.eventKey });
  const wrongEnds: WrongEnd[] = [];
  const processes: ServiceProcess[] = [];
  const closers: (() => Promise<void>)[] = [];
  return {
    listenerUrl,
    producer,
    queues,
    keys,
    wrongEnds,
    relay: () => {
      const metrics = createMetrics(name, { process: 'without' });
      const shared = { db: producer, service: 'grievance', queues, keys, log, metrics } as const;
      const relay = startRelay(shared);
      const acks = workServiceQueue(shared);
      closers.push(
        () => acks.close(3_000),
        () => relay.close(),
      );
    },
    listener: async (env) => {
      const made = serviceProcess({
        name: `${name}-listener`,
        script: LISTENER,
        port: await stablePort(),
        env: {
          DATABASE_URL: listenerUrl,
          REDIS_URL: redisUrl,
          EVENT_KEY: servers.eventKey,
          ...env,
        },
        logFile: join(servers.folder, 'logs', `${name}-listener.log`),
        onWrongEnd: (end) => wrongEnds.push(end),
      });
      processes.push(made);
      return made;
    },
    close: async () => {
      await Promise.all(processes.map((each) => each.stop()));
      for (const close of closers) await close();
      await queues.close();
      await producer.close();
    },
  };
}
