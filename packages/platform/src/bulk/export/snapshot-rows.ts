import type { SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import type { Database } from '../../db/database.ts';

const FETCH_ROWS = 1_000;
/** A client on a slow line may take so long for one batch; then its snapshot is given up. */
const SLOW_CLIENT_SECONDS = 60;

const dialect = new PgDialect();

/** All rows of a statement as of one moment, batch by batch in constant memory; holds one connection until read or left. */
export async function* snapshotRows(
  db: Database,
  statement: SQL,
): AsyncGenerator<readonly Record<string, unknown>[]> {
  const { sql: text, params } = dialect.sqlToQuery(statement);
  const client = await db.pool.connect();
  let broken = false;
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query(`set local idle_in_transaction_session_timeout = '${SLOW_CLIENT_SECONDS}s'`);
    await client.query(`declare rows no scroll cursor for ${text}`, params);
    for (;;) {
      const { rows } = await client.query<Record<string, unknown>>(`fetch ${FETCH_ROWS} from rows`);
      if (rows.length > 0) yield rows;
      if (rows.length < FETCH_ROWS) break;
    }
  } catch (error) {
    broken = true;
    throw error;
  } finally {
    if (!broken) await client.query('rollback').catch(() => undefined);
    client.release(broken);
  }
}
