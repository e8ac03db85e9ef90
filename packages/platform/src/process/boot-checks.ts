import type { ServiceConfig } from '../config/service-config.ts';
import type { Database } from '../db/database.ts';
import { durabilityFaults } from '../db/durability.ts';
import type { Queues } from '../queue/queues.ts';
import type { Logger } from '../telemetry/logger.ts';

/**
 * Looks at the servers a process depends on: settings that lose acknowledged commits or queued messages, a database
 * role that may do everything. Production refuses to start with any; elsewhere each is one warning.
 */
export async function checkServers(
  config: Pick<ServiceConfig, 'NODE_ENV'>,
  { db, queues, log }: { readonly db: Database; readonly queues: Queues; readonly log: Logger },
): Promise<void> {
  const faults = [
    ...(await durabilityFaults(db)).map((name) => `PostgreSQL ${name} must be on`),
    ...(await roleFaults(db)),
    ...(await queues.faults()),
  ];
  if (faults.length === 0) return;
  if (config.NODE_ENV === 'production') throw new Error(`Not fit for production:\n  ${faults.join('\n  ')}`);
  for (const fault of faults) log.debug({ fault }, 'production would refuse to start');
}

async function roleFaults(db: Database): Promise<readonly string[]> {
  const { rows } = await db.pool.query<{ mighty: boolean }>(
    'select rolsuper or rolbypassrls as mighty from pg_roles where rolname = current_user',
  );
  return rows[0]?.mighty === true ? ['the database role must not be a superuser'] : [];
}
