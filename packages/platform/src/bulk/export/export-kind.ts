import type { Actor } from '@qinwu/domain/actor';
import type { SQL } from 'drizzle-orm';
import type { z } from 'zod';
import type { Keyring } from '../../crypto/keyring.ts';
import type { Database } from '../../db/database.ts';
import type { Restricted } from '../../http/route.ts';
import type { Cell } from '../read/source-row.ts';

/** A column of an export: its name in JSON Lines, its title in the header of CSV and XLSX. */
export interface ExportColumn {
  name: string;
  title: string;
  /** What CSV and XLSX show in place of a value, for those who read it; JSON Lines keep the value. */
  words?: Readonly<Record<string, string>>;
}

/** Who exports, and when. */
export interface Exporter {
  actor: Actor;
  now: Date;
}

export interface ExportDeps {
  db: Database;
  keyring: Keyring;
}

/** A kind of record that can be exported. */
export interface ExportKind<Row, Q extends z.ZodObject> {
  /** In the plural, as in the address: `grievances`. */
  kind: string;
  summary: string;
  access: Restricted;
  /** Filters, as query members. */
  query: Q;
  columns: readonly ExportColumn[];
  /** All rows the actor may see, in a stable order; run in one snapshot. */
  select(actor: Actor, query: z.output<Q>): SQL;
  /** Opened once per export: makes a row's cells in the order of the columns, masked for that actor. */
  open(deps: ExportDeps, actor: Actor): (row: Row) => readonly Cell[];
  /** Puts on record what of these rows is shown in full; awaited before any of them leaves. */
  disclose?(deps: ExportDeps, exporter: Exporter, rows: readonly Row[]): Promise<void>;
}

/** A kind whose row and query types are nobody else's business. */
export interface AnyExportKind {
  kind: string;
  summary: string;
  access: Restricted;
  query: z.ZodObject;
  columns: readonly ExportColumn[];
  /** The statement, what makes cells of its rows, and what records that they are seen. */
  prepare(deps: ExportDeps, exporter: Exporter, query: unknown): PreparedExport;
}

export interface PreparedExport {
  statement: SQL;
  cellsOf(row: Record<string, unknown>): readonly Cell[];
  disclose(rows: readonly Record<string, unknown>[]): Promise<void>;
}

/** Makes a kind of record exportable. */
export function defineExport<Row, Q extends z.ZodObject = z.ZodObject>(
  kind: ExportKind<Row, Q>,
): AnyExportKind {
  return {
    kind: kind.kind,
    summary: kind.summary,
    access: kind.access,
    query: kind.query,
    columns: kind.columns,
    prepare(deps, exporter, query) {
      const cellsOf = kind.open(deps, exporter.actor);
      return {
        // The route has checked the query against the kind's own schema, and the statement names the row's columns.
        statement: kind.select(exporter.actor, query as z.output<Q>),
        cellsOf: (row) => cellsOf(row as Row),
        disclose: async (rows) => kind.disclose?.(deps, exporter, rows as readonly Row[]),
      };
    },
  };
}
