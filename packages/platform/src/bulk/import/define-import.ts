import { isDomainError } from '@qinwu/domain/errors';
import { postgresFault } from '../../db/constraint.ts';
import type { Tx } from '../../db/database.ts';
import type { MappedRow } from '../mapping.ts';
import type { AnyImportKind, ImportContext, ImportKind, ParsedRow, RowOutcome } from './import-kind.ts';

/** SQLSTATE classes that blame the data: data exceptions and broken constraints. Others are no row's fault. */
const DATA_CLASSES = /^(22|23)/;

const notStored = {
  pointer: '',
  code: 'row-not-stored',
  detail: {
    zh: '该行与已有数据冲突或含无法保存的内容',
    en: 'the row conflicts with what is stored, or cannot be stored',
  },
};

/** The record that a refusal names as the one in the way. */
function existingIn({ existing }: Record<string, unknown>): { id?: string } {
  const id = typeof existing === 'object' && existing !== null ? Reflect.get(existing, 'id') : undefined;
  return typeof id === 'string' ? { id } : {};
}

/** A refused line for an error that is the row's own fault; other errors are thrown on. */
export function refusedRow(line: number, error: unknown): RowOutcome {
  if (isDomainError(error)) {
    const whole = { pointer: '', code: error.code, detail: error.detail ?? error.title };
    const errors = error.errors.length > 0 ? error.errors : [whole];
    return { line, outcome: 'refused', errors, ...existingIn(error.extra) };
  }
  if (!DATA_CLASSES.test(postgresFault(error)?.code ?? '')) throw error;
  return { line, outcome: 'refused', errors: [notStored] };
}

function isRowFault(error: unknown): boolean {
  const unavailable = isDomainError(error) && error.kind === 'unavailable';
  return !unavailable && (isDomainError(error) || DATA_CLASSES.test(postgresFault(error)?.code ?? ''));
}

/** Commits rows under a savepoint; where that fails, each half by itself, down to the rows at fault. */
async function commitApart<Row>(
  tx: Tx,
  rows: readonly ParsedRow<Row>[],
  commit: (tx: Tx, rows: readonly ParsedRow<Row>[]) => Promise<RowOutcome[]>,
): Promise<RowOutcome[]> {
  const [first] = rows;
  if (first === undefined) return [];
  try {
    return await tx.transaction((savepoint) => commit(savepoint, rows));
  } catch (error) {
    if (!isRowFault(error)) throw error;
    if (rows.length === 1) return [refusedRow(first.line, error)];
    const middle = rows.length >> 1;
    const before = await commitApart(tx, rows.slice(0, middle), commit);
    return [...before, ...(await commitApart(tx, rows.slice(middle), commit))];
  }
}

/** Makes a kind of record importable. */
export function defineImport<Row>(kind: ImportKind<Row>): AnyImportKind {
  return {
    kind: kind.kind,
    access: kind.access,
    fields: kind.fields,
    required: kind.required ?? [],
    presets: kind.presets,
    exported: kind.exported ?? [],
    async importRows(tx, rows, context) {
      const outcomes: RowOutcome[] = [];
      const parsed: ParsedRow<Row>[] = [];
      for (const row of rows) {
        if ('outcome' in row) outcomes.push(row);
        else {
          const result = parseOne(kind, row, context);
          if ('outcome' in result) outcomes.push(result);
          else parsed.push(result);
        }
      }
      const committed = await commitApart(tx, parsed, (savepoint, slice) =>
        kind.commitSlice(savepoint, slice, context),
      );
      return [...outcomes, ...committed].sort((a, b) => a.line - b.line);
    },
  };
}

function parseOne<Row>(
  kind: ImportKind<Row>,
  row: MappedRow,
  context: ImportContext,
): ParsedRow<Row> | RowOutcome {
  try {
    return { line: row.line, row: kind.parseRow(row, context) };
  } catch (error) {
    return refusedRow(row.line, error);
  }
}
