import { migrationFolders } from '@qinwu/grievance/migrations';
import { migrate } from '@qinwu/platform/db/migrate';
import { createLogger } from '@qinwu/platform/telemetry/logger';
import pg from 'pg';
import { BASE, INTAKE, JSON_TYPE, worker } from './intake-step.ts';
import { type RunningProcess, startProcess } from './running-process.ts';
import type { Servers } from './servers.ts';

/** The real service and the bare route, each on a database of its own on the same PostgreSQL. */
export interface Contestants {
  readonly service: RunningProcess;
  readonly bare: RunningProcess;
  readonly databaseUrl: string;
  readonly bareUrl: string;
  readonly authorization: string;
  /** An id in each database. */
  readonly id: string;
  stop(): Promise<void>;
}

const SERVICE = new URL('../../../services/grievance/src/main.ts', import.meta.url);
const BARE = new URL('./bare-server.ts', import.meta.url);

export interface ServiceOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly execArgv?: readonly string[];
}

/** Makes a migrated grievance database and gives back its address. */
export async function grievanceDatabase(servers: Servers, name: string): Promise<string> {
  const url = await servers.createDatabase(name);
  await migrate(url, migrationFolders, { log: createLogger('bench', 'warn') });
  return url;
}

/** Starts the real service on a database, and installs the default directory. */
export async function startService(
  servers: Servers,
  databaseUrl: string,
  { environment = {}, execArgv = [] }: ServiceOptions = {},
): Promise<RunningProcess> {
  const service = await startProcess({
    entry: SERVICE,
    environment: { ...servers.environment, DATABASE_URL: databaseUrl, ROLE: 'http', ...environment },
    execArgv,
  });
  await post(`${service.url}${BASE}/setup`, await worker(servers), {});
  return service;
}

/** Starts both; the bare route inserts copies of the row that the service made of the same body. */
export async function startContestants(
  servers: Servers,
  name: string,
  options: ServiceOptions = {},
): Promise<Contestants> {
  const databaseUrl = await grievanceDatabase(servers, `${name}_service`);
  const bareUrl = await grievanceDatabase(servers, `${name}_bare`);
  const service = await startService(servers, databaseUrl, options);
  const authorization = await worker(servers);
  const { id } = await post(`${service.url}${BASE}/grievances`, authorization, INTAKE);
  await copyRows(databaseUrl, bareUrl);
  const bare = await startProcess({
    entry: BARE,
    environment: { ...servers.environment, DATABASE_URL: bareUrl },
  });
  const stop = async (): Promise<void> => {
    await Promise.all([service.stop(), bare.stop()]);
  };
  return { service, bare, databaseUrl, bareUrl, authorization, id, stop };
}

/** Sends one request as a client would; throws where it is refused. */
export async function post(url: string, authorization: string, body: object): Promise<{ id: string }> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { ...JSON_TYPE, authorization, 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as { id: string };
}

/** Runs statements on a database in order. */
export async function onDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function copyRows(from: string, to: string): Promise<void> {
  const rows = await onDatabase(from, (client) =>
    client.query<{ row: string }>('select row_to_json(g)::text as row from grievance g'),
  );
  await onDatabase(to, async (client) => {
    for (const { row } of rows.rows) {
      await client.query('insert into grievance select * from json_populate_record(null::grievance, $1)', [
        row,
      ]);
    }
  });
}
