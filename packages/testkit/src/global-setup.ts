import { randomUUID } from 'node:crypto';
import { dockerEngineExpected, startContainerServers } from './container-servers.ts';
import { startEmbeddedServers, type TestServers } from './test-servers.ts';

declare global {
  // Jest hands nothing from set-up to tear-down but the global object.
  var qinwuTestServers: TestServers | undefined;
}

/**
 * One PostgreSQL and one Redis per run: those given, else containers, else embedded and installed ones.
 * @public
 */
// biome-ignore lint/style/noDefaultExport: jest calls the default export of its global set-up.
export default async function globalSetup(): Promise<void> {
  process.env.TEST_RUN_ID = randomUUID();
  if (process.env.TEST_DATABASE_URL !== undefined && process.env.TEST_REDIS_URL !== undefined) return;
  const servers = await startServers();
  globalThis.qinwuTestServers = servers;
  process.env.TEST_DATABASE_URL ??= servers.databaseUrl;
  process.env.TEST_REDIS_URL ??= servers.redisUrl;
}

async function startServers(): Promise<TestServers> {
  if (!dockerEngineExpected()) return startEmbeddedServers();
  try {
    return await startContainerServers();
  } catch {
    return startEmbeddedServers();
  }
}
