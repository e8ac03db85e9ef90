import { spawnSync } from 'node:child_process';
import { redisBinary } from './redis-server.ts';

/**
 * Makes sure that a Redis server is on the path: as root on Debian and Ubuntu a missing one is installed with
 * apt-get, and `say` hears of it first. False where there is none and none could be installed.
 */
export function ensureRedisBinary(say: (line: string) => void): boolean {
  if (redisBinary() !== undefined) return true;
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  if (spawnSync('apt-get', ['--version']).status !== 0) return false;
  say('no Redis on this machine: installing redis-server with apt-get');
  return (install() || (aptGet('update') && install())) && redisBinary() !== undefined;
}

function install(): boolean {
  return aptGet('install', '-y', '-q', '--no-install-recommends', 'redis-server');
}

function aptGet(...args: string[]): boolean {
  // RUNLEVEL=1 keeps the package from starting a service of its own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  return spawnSync('apt-get', args, { env, stdio: 'ignore', timeout: 180_000 }).status === 0;
}
