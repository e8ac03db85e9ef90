import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { eventually } from './eventually.ts';

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

export interface TestDatabaseOptions {
  /**
   * Name of the migrate set (`'platform'`, `'grievance'`): the first caller of a run migrates a template once, all
   * others copy it. Without a name the database is migrated for this caller alone.
   */
  template?: string;
}

/** A database of one's own on the run's PostgreSQL, migrated; the caller is its superuser. */
export async function createTestDatabase(
  migrate: (url: string) => Promise<void>,
  { template }: TestDatabaseOptions = {},
): Promise<TestDatabase> {
  const name = `t_${randomBytes(8).toString('hex')}`;
  if (template === undefined) {
    await onServer((client) => client.query(`CREATE DATABASE ${name}`));
    await migrate(urlOf(name));
  } else {
    const source = await ensureTemplate(template, migrate);
    await copyDatabase(source, name);
  }
  return {
    url: urlOf(name),
    drop: () =>
      onServer(async (client) => void (await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))),
  };
}

/** The connection string of the run's PostgreSQL that the global set-up left in the environment. */
export function testServerUrl(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (url === undefined)
    throw new Error('TEST_DATABASE_URL is not set: run through jest, whose global set-up sets it');
  return url;
}

function urlOf(database: string): string {
  const url = new URL(testServerUrl());
  url.pathname = `/${database}`;
  return url.href;
}

async function onServer<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: testServerUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Two test files may ask at the same moment: the advisory lock lets one of them migrate. */
async function ensureTemplate(set: string, migrate: (url: string) => Promise<void>): Promise<string> {
  const run = process.env.TEST_RUN_ID ?? 'run';
  const name = `tpl_${createHash('sha256').update(`${run}/${set}`).digest('hex').slice(0, 16)}`;
  const building = `${name}_building`;
  await onServer(async (client) => {
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount === 1) return;
    await client.query(`DROP DATABASE IF EXISTS ${building} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${building}`);
    await migrate(urlOf(building));
    await eventually(() => client.query(`ALTER DATABASE ${building} RENAME TO ${name}`));
  });
  return name;
}

async function copyDatabase(source: string, name: string): Promise<void> {
  await onServer((client) =>
    eventually(() => client.query(`CREATE DATABASE ${name} TEMPLATE ${source}`), { within: 15_000 }),
  );
}
