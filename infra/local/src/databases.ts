import pg from 'pg';
import { plainError } from './plain-error.ts';
import { passwordOf, type Secrets } from './secrets.ts';

export interface ServiceDatabase {
  /** The service's own role: reads and writes rows, owns nothing; the migrations grant it its rights. */
  appRole: string;
  /** For migrations: owns the tables. */
  ownerUrl: string;
  /** For the service. */
  appUrl: string;
}

export interface DatabasesOptions {
  /** A connection that may create databases and roles. */
  adminUrl: string;
  names: readonly string[];
  secrets: Secrets;
  fresh: boolean;
}

/** One database, one owner and one plain role per service; makes what is missing and repeats without harm. */
export async function prepareDatabases(options: DatabasesOptions): Promise<Map<string, ServiceDatabase>> {
  const { adminUrl, names, secrets, fresh } = options;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect().catch((error: Error) => {
    throw plainError(
      `The PostgreSQL of DATABASE_URL cannot be reached (${error.message}): start it or correct the URL.`,
    );
  });
  try {
    const databases = new Map<string, ServiceDatabase>();
    for (const name of names)
      databases.set(name, await prepareOne(admin, { name, secrets, fresh, adminUrl }));
    return databases;
  } finally {
    await admin.end();
  }
}

interface OneDatabase {
  name: string;
  secrets: Secrets;
  fresh: boolean;
  adminUrl: string;
}

async function prepareOne(
  admin: pg.Client,
  { name, secrets, fresh, adminUrl }: OneDatabase,
): Promise<ServiceDatabase> {
  const database = `qinwu_${name}`;
  const [owner, app] = [`${database}_owner`, `${database}_app`];
  const urlFor = (role: string): string => {
    const url = new URL(adminUrl);
    url.username = role;
    url.password = passwordOf(role, secrets);
    url.pathname = `/${database}`;
    return url.href;
  };
  try {
    if (fresh) await admin.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    for (const role of [owner, app]) await ensureRole(admin, role, passwordOf(role, secrets));
    await admin.query(`GRANT ${owner} TO CURRENT_USER`);
    const found = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (found.rowCount === 0) await createDatabase(admin, { database, owner, app });
  } catch (error) {
    if (!Error.isError(error) || (error as pg.DatabaseError).code !== '42501') throw error;
    throw plainError(
      `The role of DATABASE_URL may not create databases and roles (${error.message}): use one that may.`,
    );
  }
  return { appRole: app, ownerUrl: urlFor(owner), appUrl: urlFor(app) };
}

async function ensureRole(admin: pg.Client, role: string, password: string): Promise<void> {
  const found = await admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  const verb = found.rowCount === 0 ? 'CREATE' : 'ALTER';
  await admin.query(`${verb} ROLE ${role} LOGIN PASSWORD '${password}'`);
}

interface NewDatabase {
  database: string;
  owner: string;
  app: string;
}

async function createDatabase(admin: pg.Client, { database, owner, app }: NewDatabase): Promise<void> {
  await admin.query(`CREATE DATABASE ${database} OWNER ${owner}`);
  await admin.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
  await admin.query(`GRANT CONNECT, TEMPORARY ON DATABASE ${database} TO ${app}`);
}
