import { type SQL, sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import type { QueryResultRow } from 'pg';
import type { Tx } from './database.ts';
import { transactionClient } from './open-transaction.ts';

const dialect = new PgDialect();
/** How much longer than the server's own limit we wait for its reply. */
const REPLY_GRACE_SECONDS = 3;

/** A statement over a whole park, which may take longer than a request may; inside `tx` alone. */
export async function longStatement<R extends QueryResultRow>(
  tx: Tx,
  statement: SQL,
  { seconds }: { seconds: number },
): Promise<R[]> {
  await tx.execute(sql.raw(`set local statement_timeout = '${seconds}s'`));
  const { sql: text, params } = dialect.sqlToQuery(statement);
  const query = { text, values: params, query_timeout: (seconds + REPLY_GRACE_SECONDS) * 1_000 };
  const { rows } = await transactionClient().query<R>(query);
  return rows;
}
