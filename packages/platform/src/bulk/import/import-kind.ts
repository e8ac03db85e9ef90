import type { Actor } from '@qinwu/domain/actor';
import type { FieldError } from '@qinwu/domain/errors';
import type { Tx } from '../../db/database.ts';
import type { Restricted } from '../../http/route.ts';
import type { ExportColumn } from '../export/export-kind.ts';
import type { MappedRow, Mapping } from '../mapping.ts';

export const ROW_OUTCOMES = [
  'created',
  'updated',
  'unchanged',
  'refused',
  'would-create',
  'would-update',
] as const;
export type OutcomeName = (typeof ROW_OUTCOMES)[number];

/** What became of one line. */
export interface RowOutcome {
  line: number;
  outcome: OutcomeName;
  /** The record that was made or met; of a refused line the one it is told apart from. */
  id?: string;
  /** Of a refused line: what is wrong, by the names of its fields. */
  errors?: readonly FieldError[];
}

/** A parsed line on its way into the database. */
export interface ParsedRow<Row> {
  line: number;
  row: Row;
}

/** What a kind knows while it reads and writes its rows. */
export interface ImportContext {
  importId: string;
  /** Who sent the file, with the rights of that moment. */
  actor: Actor;
  /** The system or workbook the rows come from: with a row's external number it names the record for good. */
  source: string;
  now: Date;
}

/** Headers of a known source and where they go. */
export interface ImportPreset {
  mapping: Mapping;
  /** Name of the sheet, where it is not the first. */
  sheet?: string;
}

/**
 * A kind of record that can be imported. `commitSlice` writes rows all or none and answers for each: created,
 * updated, or unchanged where the same row of the same source was there already. Whatever it throws costs only the
 * rows that cause it: the slice is halved until they stand alone.
 */
export interface ImportKind<Row> {
  /** In the plural, as in the address: `grievances`. */
  kind: string;
  access: Restricted;
  /** Names of the record's fields, those a mapping can fill. */
  fields: readonly string[];
  /** Those of them no row can do without. */
  required?: readonly string[];
  presets: Readonly<Record<string, ImportPreset>>;
  /** The columns of its export, where what was exported goes in again by their titles. */
  exported?: readonly ExportColumn[];
  /** Checks one row; throws a refusal with pointers to the fields at fault. */
  parseRow(row: MappedRow, context: ImportContext): Row;
  commitSlice(tx: Tx, rows: readonly ParsedRow<Row>[], context: ImportContext): Promise<RowOutcome[]>;
}

/** A kind whose row type is nobody else's business. */
export interface AnyImportKind {
  kind: string;
  access: Restricted;
  fields: readonly string[];
  required: readonly string[];
  presets: Readonly<Record<string, ImportPreset>>;
  exported: readonly ExportColumn[];
  /** Parses and writes rows that are mapped already. */
  importRows(
    tx: Tx,
    rows: readonly (MappedRow | RowOutcome)[],
    context: ImportContext,
  ): Promise<RowOutcome[]>;
}
