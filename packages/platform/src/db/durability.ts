import type { Database } from './database.ts';

/** Settings without which an acknowledged commit can be lost with the power. */
const DURABLE = ['fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums'] as const;

/** The settings of the server that do not keep an acknowledged commit; empty where all do. */
export async function durabilityFaults(db: Database): Promise<string[]> {
  const { rows } = await db.pool.query<{ name: string; setting: string }>(
    'select name, setting from pg_settings where name = any($1)',
    [DURABLE],
  );
  const kept = new Set(rows.filter(({ setting }) => isKept(setting)).map(({ name }) => name));
  return DURABLE.filter((name) => !kept.has(name));
}

// synchronous_commit also knows remote_write and remote_apply, which wait for the local disk too.
const isKept = (setting: string): boolean => setting === 'on' || setting.startsWith('remote_');
