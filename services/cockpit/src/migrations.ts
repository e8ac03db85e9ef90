/** Migration folders of the cockpit's database, the platform's first. */
export const migrationFolders: readonly URL[] = [
  new URL('../../../packages/platform/migrations/', import.meta.url),
  new URL('../migrations/', import.meta.url),
];
