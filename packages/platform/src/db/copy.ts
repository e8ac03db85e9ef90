/** COPY, for rows by the ten thousand, in PostgreSQL's binary format; in the transaction the caller stands in. */
import { finished } from 'node:stream/promises';
import type { SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { from, to } from 'pg-copy-streams';
import { borrowBytes } from './lent-bytes.ts';
import { transactionClient } from './open-transaction.ts';

const dialect = new PgDialect();

/**
 * The rows of a query, for a `RowReader`, in bytes that are lent: to be given back. COPY takes no parameters, so the
 * values of the query become literals.
 */
export async function copyOut(query: SQL): Promise<Buffer> {
  const { sql: text } = dialect.sqlToQuery(query.inlineParams());
  const chunks: Buffer[] = [];
  const stream = transactionClient().query(to(`COPY (${text}) TO STDOUT (FORMAT binary)`));
  try {
    for await (const chunk of stream) chunks.push(chunk);
  } finally {
    endTimeLimit(stream);
  }
  const bytes = borrowBytes(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) at += chunk.copy(bytes, at);
  return bytes;
}

/** Puts what a `RowWriter` made into `table (column, …)`; returns how many rows. */
export async function copyIn(into: string, rows: Buffer): Promise<number> {
  const stream = transactionClient().query(from(`COPY ${into} FROM STDIN (FORMAT binary)`));
  stream.end(rows);
  await finished(stream);
  return stream.rowCount;
}

/** The driver's own limit ends when a query calls back, which one that reads by COPY never does. */
function endTimeLimit(query: object): void {
  const callback: unknown = Reflect.get(query, 'callback');
  if (typeof callback === 'function') callback.call(query);
}
