import { startPostgresServer } from '@qinwu/testkit/postgres-server';
import { keepRunning } from './keep-running.ts';
import { passwordOf, type Secrets } from './secrets.ts';
import { addressIn, requireListening } from './server-address.ts';
import { statePath } from './state.ts';

export interface DatabaseServer {
  /** A connection that may create databases and roles. */
  adminUrl: string;
  kind: string;
  stop(): Promise<void>;
}

const POSTGRES_PORT = 5_432;

/** The PostgreSQL of DATABASE_URL, or an embedded PostgreSQL 18 in the state folder that is kept running. */
export async function startDatabaseServer(secrets: Secrets): Promise<DatabaseServer> {
  const given = process.env.DATABASE_URL;
  if (given !== undefined) {
    await requireListening('DATABASE_URL', givenDatabase(given), POSTGRES_PORT);
    return { adminUrl: given, kind: 'DATABASE_URL', stop: async () => undefined };
  }
  const server = await startPostgresServer({
    dataDir: statePath('postgres'),
    password: passwordOf('postgres', secrets),
    settings: { shared_buffers: '256MB', max_wal_size: '2GB', log_min_messages: 'error' },
  });
  // Its process id is in its own lock file, where the next start looks for a leftover.
  const { stop } = keepRunning('PostgreSQL', server, () => undefined);
  return { adminUrl: server.url(), kind: `embedded, on port ${server.port}`, stop };
}

/** DATABASE_URL as an address; refuses with a sentence what is none. */
export function givenDatabase(text: string): URL {
  return addressIn('DATABASE_URL', text, ['postgres', 'postgresql']);
}
