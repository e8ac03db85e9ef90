import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endLeftover, startPostgresServer } from './postgres-server.ts';
import { ensureRedisBinary } from './redis-install.ts';
import { startRedisServer } from './redis-server.ts';

export interface TestServers {
  databaseUrl: string;
  redisUrl: string;
  stop(): Promise<void>;
}

const PREFIX = 'qinwu-test-';

/** A folder in the machine's temporary folder that every account may pass through, named after this process. */
export function runFolder(): string {
  const folder = join(tmpdir(), `${PREFIX}${process.pid}-${Date.now().toString(36)}`);
  mkdirSync(folder, { mode: 0o755 });
  writeFileSync(join(folder, 'owner'), String(process.pid));
  return folder;
}

/** The run's own PostgreSQL 18 and Redis on free ports. */
export async function startEmbeddedServers(): Promise<TestServers> {
  if (!ensureRedisBinary((line) => process.stderr.write(`${line}\n`))) {
    throw new Error('The tests need Redis: install redis-server or valkey-server, or give TEST_REDIS_URL.');
  }
  await sweepAbandoned();
  const folder = runFolder();
  const [postgres, redis] = await Promise.all([
    startPostgresServer({ dataDir: join(folder, 'postgres') }),
    startRedisServer({ dataDir: join(folder, 'redis') }),
  ]);
  return {
    databaseUrl: postgres.url(),
    redisUrl: redis.url,
    stop: async () => {
      await Promise.all([postgres.stop(), redis.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Folders (and their PostgreSQL) of runs whose process was killed before its tear-down. */
async function sweepAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    if (ownerLives(folder)) continue;
    await endLeftover(join(folder, 'postgres'));
    rmSync(folder, { recursive: true, force: true });
  }
}

function ownerLives(folder: string): boolean {
  try {
    process.kill(Number(readFileSync(join(folder, 'owner'), 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}
