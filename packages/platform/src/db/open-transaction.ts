import { AsyncLocalStorage } from 'node:async_hooks';
import type pg from 'pg';

/** A transaction that is under way in the current chain of calls. */
export interface OpenTransaction {
  readonly pool: object;
  readonly client: pg.PoolClient;
  open: boolean;
  /** Whom `publish` owed something: the relay hears of them once the transaction is committed. */
  readonly owed: Set<string>;
}

const current = new AsyncLocalStorage<OpenTransaction>();

/** Runs `fn` as the inside of a transaction on `pool`. */
export async function asTransaction<T>(transaction: OpenTransaction, fn: () => Promise<T>): Promise<T> {
  try {
    return await current.run(transaction, fn);
  } finally {
    transaction.open = false;
  }
}

/** The transaction the caller stands in, or null. */
export function openTransaction(): OpenTransaction | null {
  const transaction = current.getStore();
  return transaction?.open ? transaction : null;
}

/** The connection of the transaction the caller stands in, for what drizzle does not speak: COPY, longer time-outs. */
export function transactionClient(): pg.PoolClient {
  const transaction = openTransaction();
  if (transaction === null) throw new Error('This is done in a transaction: call it inside inTransaction.');
  return transaction.client;
}

/**
 * The fault of asking a pool for a second connection inside a transaction on it, or null. With every connection
 * in a transaction that waits for another, the pool would stand still.
 */
export function secondConnectionFault(pool: object): Error | null {
  if (openTransaction()?.pool !== pool) return null;
  return new Error('The database was used inside a transaction on it: pass the transaction instead.');
}
