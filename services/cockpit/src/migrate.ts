import { migrateService } from '@qinwu/platform/db/migrate-service';
import { migrationFolders } from './migrations.ts';

await migrateService('cockpit', migrationFolders, process.env);
