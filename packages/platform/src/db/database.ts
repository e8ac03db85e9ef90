import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Logger } from 'pino';
import { markConnectionFault } from './constraint.ts';
import { secondConnectionFault } from './open-transaction.ts';

/** What the database layer writes to the log. */
export type DatabaseLog = Pick<Logger, 'info' | 'warn' | 'error'>;

/** A service's database: one pool, and drizzle over it. */
export interface Database {
  pool: pg.Pool;
  orm: NodePgDatabase;
  /** Called after every commit that announced events, with those who listen to them; set by the relay. */
  onCommit: ((listeners: Iterable<string>) => void) | undefined;
  close(): Promise<void>;
}

/** A transaction, as `inTransaction` hands it out. */
export type Tx = Parameters<Parameters<NodePgDatabase['transaction']>[0]>[0];

/** For functions that may run inside a transaction or outside (`db.orm`). */
export type DbOrTx = NodePgDatabase | Tx;

export interface DatabaseOptions {
  url: string;
  /** Connections at most; wait for one is limited to two seconds. */
  max: number;
  log: DatabaseLog;
  /** Shown in pg_stat_activity. */
  name?: string;
  statementTimeoutMs?: number;
}

const CONNECT_TIMEOUT_MS = 2_000;
const STATEMENT_TIMEOUT_MS = 5_000;
const LOCK_TIMEOUT_MS = 2_000;
const IDLE_IN_TRANSACTION_MS = 5_000;
/** How much longer than the server's own limit we wait for a reply before the connection counts as dead. */
const REPLY_GRACE_MS = 3_000;

/** Opens the pool; connects at first use. Failures to connect are told by `domainErrorOf`. */
export function openDatabase(options: DatabaseOptions): Database {
  const { log } = options;
  const pool = new GuardedPool(poolConfig(options));
  // Without these two listeners an idle connection that the server ends takes the process down.
  pool.on('error', (error) => log.warn({ err: error }, 'idle database connection lost'));
  pool.on('connect', (client) => {
    client.on('error', (error) => {
      // The same error then ends the query under way: it is known there by this mark.
      log.warn({ err: markConnectionFault(error) }, 'database connection lost');
    });
  });
  return { pool, orm: drizzle({ client: pool }), onCommit: undefined, close: () => pool.end() };
}

function poolConfig(options: DatabaseOptions): pg.PoolConfig {
  const statementTimeout = options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS;
  const settings = {
    statement_timeout: statementTimeout,
    lock_timeout: LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    timezone: 'UTC',
    // Every statement here is short: compiling it costs more than running it.
    jit: 'off',
  };
  return {
    connectionString: options.url,
    max: options.max,
    application_name: options.name ?? 'qinwu',
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: statementTimeout + REPLY_GRACE_MS,
    keepAlive: true,
  };
}

/** Refuses a second connection inside a transaction, before it can deadlock a full pool; marks what fails to connect. */
class GuardedPool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(callback: ConnectCallback): void;
  override connect(callback?: ConnectCallback): Promise<pg.PoolClient> | undefined {
    const fault = secondConnectionFault(this);
    if (!callback) return fault ? Promise.reject(fault) : super.connect().catch(rethrowMarked);
    if (fault) callback(fault, undefined, () => undefined);
    else super.connect((error, client, done) => callback(markConnectionFault(error), client, done));
    return undefined;
  }
}

function rethrowMarked(error: unknown): never {
  throw markConnectionFault(error);
}

type ConnectCallback = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: boolean | Error) => void,
) => void;
