import type { Database, DbOrTx, Tx } from '@qinwu/platform/db/database';
import { and, asc, eq, inArray, isNotNull } from 'drizzle-orm';
import type { LineState } from '../../money-words.ts';
import { type Condition, findById } from '../records.ts';
import { creditLine, type LineRow, lineReport, type ReportRow } from './tables.ts';

/** The line of the park with this id, or null. */
export function findLine({ orm }: Database, park: string, id: string): Promise<LineRow | null> {
  return findById(orm, creditLine, park, id);
}

export interface LineFilter {
  uscc?: string | undefined;
  bank?: string | undefined;
  product?: string | undefined;
  state?: LineState | undefined;
  /** Codes of the banks the reader speaks for, who see what was referred to them; null for everybody else. */
  banks: readonly string[] | null;
}

/** Which lines a list shows. */
export function linesWhere({ uscc, bank, product, state, banks }: LineFilter): Condition {
  return and(
    uscc === undefined ? undefined : eq(creditLine.uscc, uscc),
    bank === undefined ? undefined : eq(creditLine.bank, bank),
    product === undefined ? undefined : eq(creditLine.product, product),
    state === undefined ? undefined : eq(creditLine.state, state),
    banks === null ? undefined : and(inArray(creditLine.bank, [...banks]), isNotNull(creditLine.referredOn)),
  );
}

/** What was reported of a line, in the order of its days. */
export async function listReports(db: DbOrTx, line: string): Promise<ReportRow[]> {
  return db
    .select()
    .from(lineReport)
    .where(eq(lineReport.lineId, line))
    .orderBy(asc(lineReport.onDay), asc(lineReport.id));
}

/** A line, held until the transaction ends. */
export async function lockLine(tx: Tx, id: string): Promise<LineRow> {
  const [row] = await tx.select().from(creditLine).where(eq(creditLine.id, id)).for('update');
  if (row === undefined) throw new Error(`There is no line ${id}.`);
  return row;
}

/** Lays a report down, in the transaction that takes its line a version on. */
export async function insertReport(tx: Tx, row: ReportRow): Promise<void> {
  await tx.insert(lineReport).values(row);
}

/** The standing lines of an enterprise. */
export async function listApprovedLines({ orm }: Database, park: string, uscc: string): Promise<LineRow[]> {
  return orm
    .select()
    .from(creditLine)
    .where(and(eq(creditLine.parkId, park), eq(creditLine.uscc, uscc), eq(creditLine.state, 'APPROVED')))
    .orderBy(asc(creditLine.id));
}
