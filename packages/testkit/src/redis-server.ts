import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { freePort } from './free-port.ts';
import { processHandle, type ServerProcess } from './server-process.ts';

export interface RedisServer extends ServerProcess {
  readonly url: string;
}

export interface RedisOptions {
  /** Where dump and append-only file live. */
  dataDir: string;
  port?: number;
  /** `everysec` keeps an append-only file as in production; `no` keeps nothing. */
  appendOnly?: 'everysec' | 'no';
  /** Without one, everyone on 127.0.0.1 is let in. */
  password?: string;
  /** Further settings, such as `{ maxmemory: '32mb' }`. */
  settings?: Readonly<Record<string, string>>;
}

/** `redis-server` or `valkey-server` on the path, or undefined. */
export function redisBinary(): string | undefined {
  return ['redis-server', 'valkey-server'].find((name) => spawnSync(name, ['--version']).status === 0);
}

/** Starts a Redis (or Valkey) of its own and resolves when it answers PING. */
export async function startRedisServer(options: RedisOptions): Promise<RedisServer> {
  const binary = redisBinary();
  if (binary === undefined)
    throw new Error('no redis-server and no valkey-server on the path; install one of them');
  const port = options.port ?? (await freePort());
  const handle = processHandle('Redis', 15_000);
  const settings = {
    port: String(port),
    bind: '127.0.0.1',
    dir: options.dataDir,
    save: '',
    databases: '1024',
    'maxmemory-policy': 'noeviction',
    appendonly: options.appendOnly === 'everysec' ? 'yes' : 'no',
    ...(options.password === undefined ? {} : { requirepass: options.password }),
    ...options.settings,
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);

  const server: RedisServer = {
    port,
    url: `redis://${options.password === undefined ? '' : `:${options.password}@`}127.0.0.1:${port}`,
    get running(): boolean {
      return handle.running;
    },
    get pid(): number | undefined {
      return handle.pid;
    },
    async start(): Promise<void> {
      mkdirSync(options.dataDir, { recursive: true });
      await handle.start({ command: binary, args, options: { stdio: ['ignore', 'pipe', 'pipe'] } }, () =>
        ping(port),
      );
    },
    stop: () => handle.end('SIGTERM'),
    kill: () => handle.kill(),
    pause: () => handle.signalAll('SIGSTOP'),
    resume: () => handle.signalAll('SIGCONT'),
    async erase(): Promise<void> {
      if (handle.running) throw new Error('Redis must be stopped before its data is deleted');
      rmSync(options.dataDir, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

/** One PING; a server that still loads its file counts as not ready, one that asks for its password as ready. */
function ping(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.setTimeout(1_000, () => socket.destroy(new Error('no answer to PING')));
    socket.once('error', reject);
    socket.once('data', (answer) => {
      socket.destroy();
      if (/^(\+PONG|-NOAUTH)/.test(answer.toString('utf8'))) resolve();
      else reject(new Error(answer.toString('utf8').trim()));
    });
  });
}
