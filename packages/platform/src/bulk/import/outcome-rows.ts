import type { FieldError } from '@qinwu/domain/errors';
import { sql } from 'drizzle-orm';
import type { Database, Tx } from '../../db/database.ts';
import type { OutcomeName, RowOutcome } from './import-kind.ts';

/** What became of a line, as stored; `sealed` holds the cells of a refused one. */
export interface StoredOutcome {
  line: number;
  outcome: OutcomeName;
  recordId: string | null;
  errors: readonly FieldError[] | null;
  sealed: string | null;
}

/**
 * Remembers which records the refused lines tell of: the file with these lines is kept when the report is long gone, and
 * whoever erases such a record finds it by this.
 */
async function writeMentions(tx: Tx, importId: string, outcomes: readonly RowOutcome[]): Promise<void> {
  const refused = outcomes.filter(({ outcome }) => outcome === 'refused');
  const ids = refused.flatMap(({ id }) => id ?? []);
  if (ids.length === 0) return;
  await tx.execute(sql`
    insert into import_mention (record_id, import_id)
    select id, ${importId}::uuid from unnest(${sql.param(ids)}::uuid[]) id
    on conflict do nothing`);
}

/** Writes a slice's outcomes. */
export async function writeOutcomes(
  tx: Tx,
  importId: string,
  outcomes: readonly (RowOutcome & { sealed: string | null })[],
): Promise<void> {
  if (outcomes.length === 0) return;
  await writeMentions(tx, importId, outcomes);
  const column = (value: (outcome: RowOutcome & { sealed: string | null }) => unknown) =>
    sql.param(outcomes.map(value));
  const errorsOf = (outcome: RowOutcome) =>
    outcome.outcome === 'refused' ? JSON.stringify(outcome.errors ?? []) : null;
  await tx.execute(sql`
    insert into import_row (import_id, line, outcome, record_id, errors, sealed)
    select ${importId}::uuid, * from unnest(${column(({ line }) => line)}::int[],
      ${column(({ outcome }) => outcome)}::text[], ${column(({ outcome, id }) => (outcome === 'refused' ? null : (id ?? null)))}::uuid[],
      ${column(errorsOf)}::jsonb[], ${column(({ sealed }) => sealed)}::text[])`);
}

/** Whether any outcome of the import is still kept. */
export async function hasOutcomes(db: Database, importId: string): Promise<boolean> {
  const { rows } = await db.orm.execute<{ kept: boolean }>(
    sql`select exists (select 1 from import_row where import_id = ${importId}) as kept`,
  );
  return rows[0]?.kept === true;
}

const PAGE = 1_000;

/** The outcomes of an import in the order of lines, page by page. */
export async function* outcomesOf(
  db: Database,
  importId: string,
  which: 'refused' | 'all',
): AsyncGenerator<StoredOutcome> {
  let after = -1;
  for (;;) {
    const { rows } = await db.orm.execute<{
      line: number;
      outcome: OutcomeName;
      record_id: string | null;
      errors: FieldError[] | null;
      sealed: string | null;
    }>(sql`
      select line, outcome, record_id, errors, sealed from import_row
      where import_id = ${importId} and line > ${after} and (${which === 'all'} or outcome = 'refused')
      order by line limit ${PAGE}`);
    for (const { record_id, ...row } of rows) yield { ...row, recordId: record_id };
    after = rows.at(-1)?.line ?? after;
    if (rows.length < PAGE) return;
  }
}
