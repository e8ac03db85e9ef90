import { randomBytes } from 'node:crypto';
import { type Keyring, openKeyring } from '@qinwu/platform/crypto/keyring';
import { type Database, type DatabaseOptions, openDatabase } from '@qinwu/platform/db/database';
import { migrate } from '@qinwu/platform/db/migrate';
import { PLATFORM_MIGRATIONS } from '@qinwu/platform/db/migration-files';
import { createTestDatabase } from '@qinwu/testkit/database';

export interface PlatformDatabase {
  url: string;
  db: Database;
  /** Another pool on the same database, closed with it. */
  open(options?: Partial<DatabaseOptions>): Database;
  drop(): Promise<void>;
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A migrated database of one's own with a table `thing` as a service would have it. */
export async function platformDatabase(): Promise<PlatformDatabase> {
  const { url, drop } = await createTestDatabase(migrateWithThing, { template: 'platform-thing' });
  const pools: Database[] = [];
  const open = (options: Partial<DatabaseOptions> = {}): Database => {
    const db = openDatabase({ url, max: 8, log: silent, ...options });
    pools.push(db);
    return db;
  };
  return {
    url,
    db: open(),
    open,
    async drop() {
      for (const pool of pools) await pool.close();
      await drop();
    },
  };
}

/** A keyring of fresh random keys. */
export function testKeyring(): Keyring {
  const key = () => randomBytes(32).toString('base64');
  return openKeyring({ dataKey: key(), indexKey: key(), eventKey: key() });
}

async function migrateWithThing(url: string): Promise<void> {
  await migrate(url, [PLATFORM_MIGRATIONS]);
  const db = openDatabase({ url, max: 1, log: silent });
  await db.pool.query(`create table thing (
    id uuid primary key, park_id text not null, name text not null, version integer not null,
    ledger_hash text not null, unique (park_id, name))`);
  await db.pool.query('create table thing_note (thing_id uuid not null, note text not null)');
  await db.close();
}
