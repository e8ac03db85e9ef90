import { migrate } from '@qinwu/platform/db/migrate';
import { createLogger } from '@qinwu/platform/telemetry/logger';
import { migrationSettings } from './config.ts';
import { migrationFolders } from './migrations.ts';

// The step before a release starts: connects as the owner of the tables, not as the role of the service.
const { DATABASE_URL, APP_ROLE } = migrationSettings();

await migrate(DATABASE_URL, migrationFolders, {
  log: createLogger('credit', 'info'),
  ...(APP_ROLE === undefined ? {} : { appRole: APP_ROLE }),
});
