import { setTimeout as delay } from 'node:timers/promises';
import { drizzle } from 'drizzle-orm/node-postgres';
import { postgresFault } from './constraint.ts';
import type { Database, Tx } from './database.ts';
import { domainErrorOf, isLost } from './database-error.ts';
import { asTransaction, type OpenTransaction, secondConnectionFault } from './open-transaction.ts';

const ATTEMPTS = 3;
const RETRIED_CODES = new Set(['40001', '40P01']);
const JITTER_MS = 40;

export interface TransactionOptions {
  isolation?: 'read committed' | 'repeatable read' | 'serializable';
}

/**
 * Runs `fn` in one transaction, for what one guarded statement cannot say. A serialisation failure or a deadlock
 * (40001, 40P01) is tried up to three times: `fn` must do nothing but database work. A lost connection is not
 * tried again, since its COMMIT may have been carried out.
 */
export async function inTransaction<T>(
  db: Database,
  fn: (tx: Tx) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(db, fn, options);
    } catch (error) {
      const retried = RETRIED_CODES.has(postgresFault(error)?.code ?? '');
      if (!retried || attempt === ATTEMPTS) throw domainErrorOf(error) ?? error;
      await delay(attempt * JITTER_MS * Math.random());
    }
  }
}

async function once<T>(db: Database, fn: (tx: Tx) => Promise<T>, options: TransactionOptions): Promise<T> {
  const fault = secondConnectionFault(db.pool);
  if (fault) throw fault;
  const client = await db.pool.connect();
  const transaction: OpenTransaction = { pool: db.pool, client, open: true, owed: new Set() };
  let broken = false;
  try {
    const result = await asTransaction(transaction, () =>
      drizzle({ client }).transaction(fn, { isolationLevel: options.isolation ?? 'read committed' }),
    );
    if (transaction.owed.size > 0) db.onCommit?.(transaction.owed);
    return result;
  } catch (error) {
    broken = isLost(error);
    throw error;
  } finally {
    client.release(broken);
  }
}
