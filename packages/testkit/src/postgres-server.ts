import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';
import { type Account, postgresAccount, postgresBinaries, type RunAs, runAs } from './postgres-binaries.ts';
import { processHandle, type ServerProcess } from './server-process.ts';

export interface PostgresServer extends ServerProcess {
  /** Connection string of the superuser to a database of this server. */
  url(database?: string): string;
}

export interface PostgresOptions {
  /** Where the cluster lives; made by initdb when it is empty. */
  dataDir: string;
  port?: number;
  /** Password of the superuser `postgres`; without one, everyone on 127.0.0.1 is let in. */
  password?: string;
  /** Settings beyond PostgreSQL's defaults; fsync and synchronous_commit stay on unless named here. */
  settings?: Readonly<Record<string, string>>;
}

/** Starts an embedded PostgreSQL 18 and resolves when it answers; a server left behind on the folder is ended first. */
export async function startPostgresServer(options: PostgresOptions): Promise<PostgresServer> {
  const server = await postgresServer(options);
  await server.start();
  return server;
}

async function postgresServer(options: PostgresOptions): Promise<PostgresServer> {
  const dataDir = resolve(options.dataDir);
  const port = options.port ?? (await freePort());
  const account = postgresAccount();
  const handle = processHandle('PostgreSQL');
  const url = (database = 'postgres'): string => {
    const password = options.password === undefined ? '' : `:${encodeURIComponent(options.password)}`;
    return `postgres://postgres${password}@127.0.0.1:${port}/${database}`;
  };
  const settings = Object.entries({ ...defaults, ...options.settings }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);

  return {
    port,
    url,
    get running(): boolean {
      return handle.running;
    },
    get pid(): number | undefined {
      return handle.pid;
    },
    async start(): Promise<void> {
      if (handle.running) return;
      await endLeftover(dataDir);
      if (!existsSync(join(dataDir, 'PG_VERSION'))) await initialise(dataDir, account, options.password);
      const args = ['-D', dataDir, '-p', String(port), ...settings];
      const run = runAs(account, join(postgresBinaries(), 'postgres'), args, dirname(dataDir));
      await handle.start(
        {
          command: run.command,
          args: run.args,
          options: { ...run.account, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] },
        },
        () => answers(url()),
      );
    },
    stop: () => handle.end('SIGINT'),
    kill: () => handle.kill(),
    pause: () => handle.signalAll('SIGSTOP'),
    resume: () => handle.signalAll('SIGCONT'),
    async erase(): Promise<void> {
      if (handle.running) throw new Error('PostgreSQL must be stopped before its data is deleted');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

const defaults = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '300',
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

async function initialise(dataDir: string, account: Account, password: string | undefined): Promise<void> {
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (account.uid !== undefined && account.gid !== undefined) chownSync(dataDir, account.uid, account.gid);
  const passwordFile = join(tmpdir(), `qinwu-${process.pid}-${Date.now()}.pw`);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const trust = ['--auth=trust'];
  const secret = ['--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const args = [
    '-D',
    dataDir,
    '--username=postgres',
    ...locale,
    ...(password === undefined ? trust : secret),
  ];
  const run = runAs(account, join(postgresBinaries(), 'initdb'), args, dirname(dataDir));
  try {
    writeFileSync(passwordFile, `${password ?? ''}\n`, { mode: 0o600 });
    if (account.uid !== undefined && account.gid !== undefined)
      chownSync(passwordFile, account.uid, account.gid);
    await runInitdb(run);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** In a process group of its own, so that Ctrl-C does not leave half a cluster behind. */
function runInitdb({ command, args, account }: RunAs): Promise<void> {
  const stdio: ['ignore', 'ignore', 'pipe'] = ['ignore', 'ignore', 'pipe'];
  const child = spawn(command, args, { ...account, cwd: '/', detached: true, stdio });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`initdb failed:\n${said}`));
    });
  });
}

async function answers(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
  } finally {
    await client.end();
  }
}

/** Ends a server that a killed run left on this folder, and its lock file where only that is left. */
export async function endLeftover(dataDir: string): Promise<void> {
  const lock = join(dataDir, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  // PostgreSQL itself replaces a dead server's lock, once that server's last child has let go of the memory.
  if (!lives(pid)) return;
  if (!servesFolder(pid, dataDir)) {
    rmSync(lock, { force: true });
    return;
  }
  process.kill(pid, 'SIGINT');
  await eventually(() => !existsSync(lock), { within: 20_000, every: 20 });
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return Error.isError(error) && Reflect.get(error, 'code') === 'EPERM';
  }
}

function servesFolder(pid: number, dataDir: string): boolean {
  try {
    const line =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return line.includes(dataDir);
  } catch {
    return false;
  }
}
