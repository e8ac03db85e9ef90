import { PLATFORM_MIGRATIONS } from '@qinwu/platform/db/migration-files';

/** Migration folders of the service's database, the platform's first. */
export const migrationFolders: readonly URL[] = [
  PLATFORM_MIGRATIONS,
  new URL('../migrations/', import.meta.url),
];
