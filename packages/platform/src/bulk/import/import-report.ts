import type { FieldError } from '@qinwu/domain/errors';
import { sql } from 'drizzle-orm';
import type { FileStore } from '../../files/file-store.ts';
import type { Language } from '../../http/language.ts';
import type { Cell } from '../read/source-row.ts';
import { ERROR_COLUMN, LINE_COLUMN } from '../report-columns.ts';
import type { Table } from '../write/table.ts';
import type { ImportState } from './import-store.ts';
import { outcomesOf } from './outcome-rows.ts';
import { openCells } from './sealed-cells.ts';

function errorText(errors: readonly FieldError[], language: Language): string {
  const texts = errors.map(({ pointer, detail }) => {
    const field = pointer.slice(1).replace(/\//g, '.');
    return field === '' ? detail[language] : `${field}: ${detail[language]}`;
  });
  return texts.join(language === 'zh' ? '；' : '; ');
}

async function keyOf({ db, keyring }: FileStore, id: string): Promise<Buffer | null> {
  const { rows } = await db.orm.execute<{ wrapped: string | null }>(
    sql`select wrapped from record_key where record_id = ${id}`,
  );
  const wrapped = rows[0]?.wrapped ?? null;
  return wrapped === null ? null : keyring.unwrap(id, wrapped);
}

/** The refused rows with the columns they came in and what is wrong with each: to be corrected and sent again. */
export async function refusedTable(files: FileStore, state: ImportState, language: Language): Promise<Table> {
  const dek = await keyOf(files, state.id);
  async function* rows(): AsyncGenerator<Cell[]> {
    for await (const { line, errors, sealed } of outcomesOf(files.db, state.id, 'refused')) {
      const place = { importId: state.id, line };
      const cells = dek === null || sealed === null ? {} : openCells(files.keyring, dek, place, sealed);
      yield [
        line,
        ...state.columns.map((column) => cells[column] ?? null),
        errorText(errors ?? [], language),
      ];
    }
  }
  return { columns: [LINE_COLUMN, ...state.columns, ERROR_COLUMN], rows: rows() };
}

/** What became of every line. */
export function outcomeTable(files: FileStore, state: ImportState, language: Language): Table {
  async function* rows(): AsyncGenerator<Cell[]> {
    for await (const { line, outcome, recordId, errors } of outcomesOf(files.db, state.id, 'all'))
      yield [line, outcome, recordId, errors === null ? null : errorText(errors, language)];
  }
  return { columns: [LINE_COLUMN, '结果', '记录', ERROR_COLUMN], rows: rows() };
}
