import { join } from 'node:path';
import { migrate } from '@qinwu/platform/db/migrate';
import { PLATFORM_MIGRATIONS } from '@qinwu/platform/db/migration-files';
import { type DatabaseServer, startDatabaseServer } from './database-server.ts';
import { prepareDatabases, type ServiceDatabase } from './databases.ts';
import { type QueueServer, startQueueServer } from './queue-server.ts';
import type { Secrets } from './secrets.ts';
import { serviceEnvironment } from './service-environment.ts';
import type { LocalService } from './services.ts';
import { statePath, writeInstance } from './state.ts';
import { step } from './steps.ts';
import { type Supervised, supervise } from './supervisor.ts';

export interface ClusterOptions {
  services: readonly LocalService[];
  secrets: Secrets;
  port: number;
  origin: string;
  fresh: boolean;
  /** Hears of each thing that has to be stopped again, in the order in which it was started. */
  onStarted(stop: () => Promise<void>): void;
}

/** Brings up PostgreSQL, Redis, the databases and every service, and resolves when all are ready. */
export async function startCluster(options: ClusterOptions): Promise<void> {
  const { services, secrets, onStarted } = options;
  const database = await step(
    'PostgreSQL 18',
    () => startDatabaseServer(secrets),
    ({ kind }) => kind,
  );
  onStarted(() => database.stop());
  const children = new Map<string, Supervised>();
  let started: Pick<Servers, 'database' | 'queue'> | undefined;
  const rememberAll = (): void => {
    if (started !== undefined) remember(options, started, children);
  };
  const queue = await step(
    'queue',
    () => startQueueServer(rememberAll),
    ({ kind }) => kind,
  );
  onStarted(() => queue.stop());
  started = { database, queue };
  rememberAll();
  const databases = await step(
    `one database and role each for ${services.map(({ name }) => name).join(', ') || 'no service yet'}`,
    () => prepareAll(options, database, queue),
  );
  await step('migrations', () => migrateAll(services, databases));
  startServices(options, { queue, databases }, { children, onStart: rememberAll });
  onStarted(async () => {
    await Promise.all([...children.values()].map((child) => child.stop()));
  });
  await step('services ready', async () => {
    await Promise.all([...children.values()].map((child) => child.ready()));
  });
}

function prepareAll(
  { services, secrets, fresh }: ClusterOptions,
  database: DatabaseServer,
  queue: QueueServer,
): Promise<Map<string, ServiceDatabase>> {
  const names = services.map(({ name }): string => name);
  if (queue.redisUrl === null) names.push('queue');
  return prepareDatabases({ adminUrl: database.adminUrl, names, secrets, fresh });
}

async function migrateAll(
  services: readonly LocalService[],
  databases: ReadonlyMap<string, ServiceDatabase>,
): Promise<void> {
  await Promise.all(
    services.map(async ({ name, folder }) => {
      const { ownerUrl, appRole } = databaseOf(name, databases);
      await migrate(ownerUrl, [PLATFORM_MIGRATIONS, join(folder, 'migrations')], { appRole });
    }),
  );
}

interface Servers {
  database: DatabaseServer;
  queue: QueueServer;
  databases: ReadonlyMap<string, ServiceDatabase>;
}

interface Started {
  children: Map<string, Supervised>;
  onStart(): void;
}

function startServices(
  options: ClusterOptions,
  { queue, databases }: Pick<Servers, 'queue' | 'databases'>,
  { children, onStart }: Started,
): void {
  const { services, secrets, port, origin } = options;
  for (const service of services) {
    const env = serviceEnvironment({
      service,
      services,
      databaseUrl: databaseOf(service.name, databases).appUrl,
      queue: queueSettings(queue, databases),
      secrets,
      port,
      origin,
    });
    children.set(
      service.name,
      supervise({ service, env, log: statePath('logs', `${service.name}.log`), onStart }),
    );
  }
  onStart();
}

/** Writes down what runs, so that the next start can end what a killed one leaves behind. */
function remember(
  { port, origin }: ClusterOptions,
  { database, queue }: Pick<Servers, 'database' | 'queue'>,
  services: ReadonlyMap<string, Supervised>,
): void {
  const redis = queue.pid === undefined ? {} : { redis: queue.pid };
  const pids = [...services].flatMap(([name, { pid }]) => (pid === undefined ? [] : [[name, pid] as const]));
  writeInstance({
    pid: process.pid,
    port,
    origin,
    databaseUrl: database.adminUrl,
    redisUrl: queue.redisUrl,
    children: { ...redis, ...Object.fromEntries(pids) },
  });
}

/** BullMQ makes its own tables, so on PostgreSQL the services come as the owner of the queue's database. */
function queueSettings(
  queue: QueueServer,
  databases: ReadonlyMap<string, ServiceDatabase>,
): Record<string, string> {
  if (queue.redisUrl !== null) return { REDIS_URL: queue.redisUrl };
  return { QUEUE_DATABASE_URL: databaseOf('queue', databases).ownerUrl };
}

function databaseOf(name: string, databases: ReadonlyMap<string, ServiceDatabase>): ServiceDatabase {
  const database = databases.get(name);
  if (database === undefined) throw new Error(`there is no database for ${name}`);
  return database;
}
