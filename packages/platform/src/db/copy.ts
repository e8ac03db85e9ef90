/** COPY, for rows by the ten thousand, in PostgreSQL's binary format; in the transaction the caller stands in. */
import { finished } from 'node:stream/promises';
import type { SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { from, to } from 'pg-copy-streams';
import { transactionClient } from './open-transaction.ts';

const dialect = new PgDialect();

/** The rows of a query, for a `RowReader`; COPY takes no parameters, so its values become literals. */
export async function copyOut(query: SQL): Promise<Buffer> {
  const { sql: text } = dialect.sqlToQuery(query.inlineParams());
  const chunks: Buffer[] = [];
  for await (const chunk of transactionClient().query(to(`COPY (${text}) TO STDOUT (FORMAT binary)`))) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Puts what a `RowWriter` made into `table (column, …)`; returns how many rows. */
export async function copyIn(into: string, rows: Buffer): Promise<number> {
  const stream = transactionClient().query(from(`COPY ${into} FROM STDIN (FORMAT binary)`));
  stream.end(rows);
  await finished(stream);
  return stream.rowCount;
}
