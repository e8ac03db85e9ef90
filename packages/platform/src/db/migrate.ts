import pg from 'pg';
import type { Database } from './database.ts';
import { type MigrationFile, migrationFiles } from './migration-files.ts';

export interface MigrateOptions {
  log?: { info(fields: object, message: string): void };
  /** The role services connect as: it gets its rights here, on the ledger only to read and append. */
  appRole?: string;
}

/** "qinwu" as a number: whoever migrates a database holds this lock. */
const MIGRATION_LOCK = 0x71696e77;

const APPEND_ONLY = ['ledger', 'ledger_checkpoint', 'ledger_leaf'];

/**
 * Applies the .sql files of the folders that the database has not seen, each in a transaction of its own, in
 * the order of folders and names; whoever comes second waits. What is missing is told by the set of names, not by
 * the newest. Throws where an applied file's text has changed. Connect as the owner of the tables.
 */
export async function migrate(
  url: string,
  folders: readonly (URL | string)[],
  options: MigrateOptions = {},
): Promise<void> {
  const files = await migrationFiles(folders);
  const client = new pg.Client({ connectionString: url, application_name: 'qinwu-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(`create table if not exists migration (
      name text primary key, hash text not null, applied_at timestamptz not null default now())`);
    const applied = await appliedHashes(client);
    refuseChanged(files, applied);
    for (const file of files) {
      if (!applied.has(file.name)) await apply(client, file, options);
    }
    if (options.appRole !== undefined) await grantTo(client, options.appRole);
  } finally {
    await client.end();
  }
}

/** True where every file of the folders is applied as it stands: the readiness of a service's database. */
export async function migrationsApplied(db: Database, folders: readonly (URL | string)[]): Promise<boolean> {
  const files = await migrationFiles(folders);
  const { rows } = await db.pool.query<{ there: boolean }>(
    `select to_regclass('migration') is not null as there`,
  );
  if (!rows[0]?.there) return false;
  const applied = await appliedHashes(db.pool);
  return files.every((file) => applied.get(file.name) === file.hash);
}

async function appliedHashes(client: pg.Client | pg.Pool): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; hash: string }>('select name, hash from migration');
  return new Map(rows.map((row) => [row.name, row.hash]));
}

function refuseChanged(files: readonly MigrationFile[], applied: ReadonlyMap<string, string>): void {
  const changed = files.filter(({ name, hash }) => applied.has(name) && applied.get(name) !== hash);
  if (changed.length === 0) return;
  const names = changed.map(({ name }) => name).join(', ');
  throw new Error(`Applied migrations were changed: ${names}. Write a new one instead.`);
}

async function apply(client: pg.Client, file: MigrationFile, { log }: MigrateOptions): Promise<void> {
  await client.query('begin');
  try {
    await client.query(file.text);
    await client.query('insert into migration (name, hash) values ($1, $2)', [file.name, file.hash]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`Migration ${file.name} failed.`, { cause: error });
  }
  log?.info({ migration: file.name }, 'migration applied');
}

async function grantTo(client: pg.Client, role: string): Promise<void> {
  const name = pg.escapeIdentifier(role);
  await client.query(`
    grant usage on schema public to ${name};
    grant select, insert, update, delete on all tables in schema public to ${name};
    grant usage, select on all sequences in schema public to ${name};
    revoke update, delete, truncate on ${APPEND_ONLY.join(', ')} from ${name};
    revoke insert, update, delete on migration from ${name}`);
}
