import { type Database, openDatabase } from '@qinwu/platform/db/database';
import { migrate } from '@qinwu/platform/db/migrate';
import { createLogger } from '@qinwu/platform/telemetry/logger';
import { createTestDatabase } from '@qinwu/testkit/database';
import { migrationFolders } from '../src/migrations.ts';

export interface CockpitDatabase {
  readonly url: string;
  readonly db: Database;
  drop(): Promise<void>;
}

/** A migrated database of the cockpit for one test file. */
export async function cockpitDatabase(): Promise<CockpitDatabase> {
  const { url, drop } = await createTestDatabase((fresh) => migrate(fresh, migrationFolders), {
    template: 'cockpit',
  });
  const db = openDatabase({ url, max: 5, log: createLogger('cockpit', 'silent') });
  return {
    url,
    db,
    drop: async () => {
      await db.close();
      await drop();
    },
  };
}
