import { migrateService } from '@qinwu/platform/db/migrate-service';
import { migrationFolders } from './migrations.ts';

await migrateService('credit', migrationFolders, process.env);
