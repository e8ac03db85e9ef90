import { migrate } from '@qinwu/platform/db/migrate';
import { createLogger } from '@qinwu/platform/telemetry/logger';
import { migrationSettings } from './config.ts';
import { migrationFolders } from './migrations.ts';

// The step before a release starts: connects as the owner of the tables, not as the role of the service.
const settings = migrationSettings();

await migrate(settings.DATABASE_URL, migrationFolders, {
  log: createLogger('cockpit', 'info'),
  ...(settings.APP_ROLE === undefined ? {} : { appRole: settings.APP_ROLE }),
});
