import { type FieldError, fieldRules } from '@qinwu/domain/errors';
import { z } from 'zod';
import { cellFormats, formatCell } from './cell-format.ts';
import type { ExportColumn } from './export/export-kind.ts';
import type { Cell, SourceRow } from './read/source-row.ts';
import { columnKey, isReportColumn } from './report-columns.ts';

const MAX_FIELDS = 200;
const name = z.string().min(1).max(200);

/** Where one field of the record comes from: a column, with its format and a table of its values; or a constant. */
const fieldSource = z.union([
  name,
  z.strictObject({
    column: name,
    format: z.enum(cellFormats).optional(),
    map: z.record(z.string(), z.string()).optional(),
  }),
  z.strictObject({ const: z.union([z.string().max(10_000), z.number()]) }),
]);

/** Target field → its source; fields inside others have dotted names (`place.text`). */
export const mappingSchema: z.ZodType<Mapping> = z
  .record(name, fieldSource)
  .refine((mapping) => Object.keys(mapping).length <= MAX_FIELDS);

export type FieldSource =
  | string
  | {
      column: string;
      format?: (typeof cellFormats)[number] | undefined;
      map?: Record<string, string> | undefined;
    }
  | { const: string | number };
export type Mapping = Record<string, FieldSource>;

/** A row under the names of the record's fields; columns of the source that are not mapped stand in `extension`. */
export interface MappedRow {
  line: number;
  fields: Record<string, Cell>;
  extension: Record<string, string | number>;
}

function columnOf(source: FieldSource): string | null {
  if (typeof source === 'string') return columnKey(source);
  return 'column' in source ? columnKey(source.column) : null;
}

/** The mapping of a source whose columns are named like the fields: each to itself, also members of fields. */
export function ownNames(columns: readonly string[], fields: readonly string[]): Mapping {
  const known = new Set(fields);
  const isField = (column: string) => known.has(column) || known.has(column.split('.')[0] ?? '');
  return Object.fromEntries(columns.filter(isField).map((column) => [column, column]));
}

/**
 * The mapping of a file as it was exported for people: the columns by their titles, the words back to what they stand for.
 * A value that somebody wrote as it is stored stays so.
 */
export function exportedNames(
  columns: readonly string[],
  fields: readonly string[],
  exported: readonly ExportColumn[],
): Mapping {
  const there = exported.filter(({ name, title }) => fields.includes(name) && columns.includes(title));
  return Object.fromEntries(
    there.map(({ name, title, words }) => {
      if (words === undefined) return [name, title];
      const map = Object.entries(words).flatMap(([value, word]) => [
        [value, value],
        [word, value],
      ]);
      return [name, { column: title, map: Object.fromEntries(map) }];
    }),
  );
}

/** Refuses a mapping (422) that names an unknown field, or a column the source does not have. */
export function checkMapping(
  mapping: Mapping,
  columns: readonly string[] | null,
  fields: readonly string[],
): void {
  const known = new Set(fields);
  const errors: FieldError[] = [];
  for (const [field, source] of Object.entries(mapping)) {
    const pointer = `/mapping/${field.replace(/~/g, '~0').replace(/\//g, '~1')}`;
    if (!known.has(field) && !known.has(field.split('.')[0] ?? ''))
      errors.push({
        pointer,
        code: 'field-unknown',
        detail: {
          zh: `没有这个字段，可用：${fields.join('、')}`,
          en: `there is no such field; there are: ${fields.join(', ')}`,
        },
      });
    const column = columnOf(source);
    if (column !== null && columns !== null && !columns.includes(column))
      errors.push({
        pointer,
        code: 'column-missing',
        detail: { zh: `文件表头中没有“${column}”列`, en: `the header has no column "${column}"` },
      });
  }
  if (errors.length > 0) throw fieldRules(errors);
}

/** One field's way out of a row. */
type FieldReader = (cells: Readonly<Record<string, Cell>>) => ReturnType<typeof formatCell>;

function fieldReader(source: FieldSource): FieldReader {
  if (typeof source === 'object' && 'const' in source) return () => ({ cell: source.const });
  const column = columnOf(source) ?? '';
  const how = typeof source === 'object' ? source : {};
  return (cells) => formatCell(cells[column] ?? null, how);
}

/** A mapping made ready for many rows. Throws one refusal with every cell of the row that does not fit its format. */
export function rowMapper(mapping: Mapping): (row: SourceRow) => MappedRow {
  const readers = Object.entries(mapping).map(([field, source]) => ({ field, read: fieldReader(source) }));
  const mapped = new Set(Object.values(mapping).map(columnOf));
  return ({ line, cells }) => {
    const fields: Record<string, Cell> = {};
    const errors: FieldError[] = [];
    for (const { field, read } of readers) {
      const made = read(cells);
      if (made.fault === undefined) fields[field] = made.cell;
      else errors.push({ pointer: `/${field.replace(/\./g, '/')}`, ...made.fault });
    }
    if (errors.length > 0) throw fieldRules(errors);
    return { line, fields, extension: extensionOf(cells, mapped) };
  };
}

function extensionOf(
  cells: Readonly<Record<string, Cell>>,
  mapped: ReadonlySet<string | null>,
): Record<string, string | number> {
  const extension: Record<string, string | number> = {};
  for (const [column, cell] of Object.entries(cells)) {
    if (cell === null || mapped.has(column) || isReportColumn(column)) continue;
    extension[column] = cell instanceof Date ? cell.toISOString() : cell;
  }
  return extension;
}
