/**
 * Stops what the global set-up started.
 * @public
 */
// biome-ignore lint/style/noDefaultExport: jest calls the default export of its global tear-down.
export default async function globalTeardown(): Promise<void> {
  await globalThis.qinwuTestServers?.stop();
}
